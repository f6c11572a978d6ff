/** The box one types in. */
import { el, icon, newId } from "./dom.js";
import { fill } from "./texts.js";

/** @typedef {import('./texts.js').Texts} Texts */

/** The counter appears when this many characters are left. */
const COUNT_FROM = 200;

export class Composer {
  #box;
  #send;
  #counter;
  #label;
  #hint;
  /** @type {Texts} */
  #t = {};
  #onSend;
  #announcer;
  #limit;

  /**
   * @param {object} options
   * @param {number} options.limit characters a message may have
   * @param {(text: string) => void} options.onSend
   * @param {import('./announcer.js').Announcer} options.announcer
   */
  constructor({ limit, onSend, announcer }) {
    this.#limit = limit;
    this.#onSend = onSend;
    this.#announcer = announcer;
    const id = newId("question");
    this.#label = el("label", { class: "visually-hidden", for: id });
    this.#hint = el("span", { class: "visually-hidden", id: newId("hint") });
    this.#counter = el("span", { class: "counter", hidden: true });
    this.#box = el("textarea", {
      id, rows: 1, maxlength: limit, enterkeyhint: "send", autocomplete: "off", "aria-describedby": this.#hint.id,
    });
    this.#send = el("button", { class: "send", "aria-disabled": "true" }, icon("send"));
    this.node = el("form", { class: "composer" }, this.#label, this.#box, this.#hint, this.#counter, this.#send);
    this.node.addEventListener("submit", (event) => this.#submit(event));
    this.#box.addEventListener("keydown", (event) => this.#key(event));
    this.#box.addEventListener("input", () => this.#changed());
    this.#box.addEventListener("pointerdown", () => this.#box.removeAttribute("inputmode"));
    this.#box.addEventListener("blur", () => this.#box.removeAttribute("inputmode"));
  }

  /** @param {Texts} t */
  relabel(t) {
    this.#t = t;
    this.#label.textContent = t.input_label;
    this.#hint.textContent = t.input_hint;
    this.#box.placeholder = t.placeholder;
    this.#send.setAttribute("aria-label", t.send);
    this.#send.title = t.send;
    this.#changed();
  }

  /** @param {{quiet?: boolean}} [options] `quiet`: a touch screen does not bring up its keyboard for this */
  focus({ quiet = false } = {}) {
    if (quiet && matchMedia("(pointer: coarse)").matches) this.#box.inputMode = "none";
    this.#box.focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // Enter that picks a character in a Chinese input method must not send; some browsers only tell by code 229
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#box.value.trim();
    this.#box.focus();
    if (!text) return;
    this.#box.value = "";
    this.#changed();
    this.#onSend(text);
  }

  #changed() {
    const { value } = this.#box;
    const left = this.#limit - value.length;
    this.#send.setAttribute("aria-disabled", String(!value.trim()));
    this.#counter.hidden = left > COUNT_FROM;
    this.#counter.textContent = fill(this.#t.counter ?? "", { used: value.length.toLocaleString("en"), limit: this.#limit.toLocaleString("en") });
    this.#counter.classList.toggle("full", left <= 0);
    // said at two moments, not at every key
    if (left === 50 || left === 0) this.#announcer.say(fill(this.#t.characters_left, { left }));
    this.#box.style.height = "auto";
    this.#box.style.height = `${this.#box.scrollHeight}px`;
  }
}
