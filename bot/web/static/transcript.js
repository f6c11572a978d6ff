/** The list of messages: order, scrolling, and moving through it by keyboard. */
import { el, icon } from "./dom.js";

/** @typedef {import('./texts.js').Texts} Texts */

/** Closer to the end than this counts as reading along. */
const NEAR = 80;

export class Transcript {
  #welcome;
  #messages = el("div", { class: "messages" });
  #thinking;
  #thinkingText = el("span", { class: "still", hidden: true });
  #newer;
  #atEnd = true;

  /** @param {{onStarter: (text: string) => void, onEscape: () => void}} handlers */
  constructor({ onStarter, onEscape }) {
    this.onStarter = onStarter;
    this.#welcome = el("div", { class: "welcome" });
    const dots = el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i"));
    this.#thinking = el("div", { class: "thinking", hidden: true }, dots, this.#thinkingText);
    // role=log, but silent: its own announcing would repeat what the announcer says
    this.log = el("div", { class: "log", role: "log", "aria-live": "off", tabindex: "0" },
      this.#welcome, this.#messages, this.#thinking);
    this.#newer = el("button", { type: "button", class: "newer", hidden: true, on: { click: () => this.toEnd() } });
    this.node = el("div", { class: "transcript" }, this.log, this.#newer);
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.log.addEventListener("keydown", (event) => this.#key(event, onEscape));
    // a soft keyboard makes the list lower, a note makes it longer: who was at the end stays there
    const resized = new ResizeObserver(() => this.#atEnd && this.#messages.firstChild && this.toEnd());
    resized.observe(this.log);
    resized.observe(this.#messages);
  }

  /** @param {Texts} t */
  relabel(t) {
    this.log.setAttribute("aria-label", t.log_label);
    this.#newer.replaceChildren(icon("down"), t.new_messages);
    const starters = t.starters.map((text) =>
      el("button", { type: "button", class: "starter", on: { click: () => this.onStarter(text) } }, text),
    );
    this.#welcome.replaceChildren(
      el("div", { class: "bubble" }, el("p", { class: "text" }, t.welcome)),
      el("div", { class: "starters", role: "group", "aria-label": t.starters_label }, ...starters),
    );
  }

  /**
   * @param {HTMLElement} node
   * @param {{pending?: boolean, own?: boolean}} [options] `pending`: not confirmed by the server, so whatever is
   *   confirmed goes above it; `own`: the person just wrote it and wants to see it
   */
  add(node, { pending = false, own = false } = {}) {
    const follow = own || this.#atEnd;
    node.toggleAttribute("data-pending", pending);
    this.#messages.insertBefore(node, pending ? null : this.#firstPending);
    if (follow) this.#follow(node);
    else this.#newer.hidden = false;
  }

  /** @param {HTMLElement} node no longer pending: its place is above whatever still is */
  settle(node) {
    const pending = node.hasAttribute("data-pending") && this.#firstPending;
    node.removeAttribute("data-pending");
    if (pending && pending !== node) this.#messages.insertBefore(node, pending);
  }

  /** @returns {Element | null} */
  get #firstPending() {
    return this.#messages.querySelector(":scope > [data-pending]");
  }

  /** @param {string} text a line across the list */
  divide(text) {
    this.add(el("p", { class: "divider" }, text));
  }

  clear() {
    this.#messages.replaceChildren();
    this.think(false);
    this.log.scrollTop = 0;
  }

  /** @param {boolean} on @param {string} [line] beside the dots */
  think(on, line = "") {
    const follow = this.#atEnd;
    this.#thinking.hidden = !on;
    this.#thinkingText.textContent = line;
    this.#thinkingText.hidden = !line;
    if (on && follow) this.toEnd();
  }

  toEnd() {
    this.log.scrollTop = this.log.scrollHeight;
    this.#scrolled();
  }

  /** Shows the start of a message that is taller than the window, else the end of the list. */
  #follow(node) {
    const top = node.offsetTop - this.log.offsetTop - 12;
    this.log.scrollTop = node.offsetHeight > this.log.clientHeight ? top : this.log.scrollHeight;
    this.#scrolled();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#atEnd) this.#newer.hidden = true;
  }

  /** Arrow keys walk from message to message; inside one, Tab reaches its links and buttons. */
  #key(event, onEscape) {
    const here = event.target;
    const walking = here === this.log || here.classList.contains("message");
    if (!walking || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = [...this.#messages.querySelectorAll(":scope > .message")];
    const at = all.indexOf(here);
    const goal = { ArrowUp: at < 0 ? all.length - 1 : at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (goal !== undefined && all[goal]) {
      event.preventDefault();
      all[goal].focus();
    } else if (event.key === "Escape" && at >= 0) {
      // only from a message: elsewhere Escape belongs to the panel
      event.preventDefault();
      event.stopPropagation();
      onEscape();
    }
  }
}
