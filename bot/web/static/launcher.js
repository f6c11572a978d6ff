/** The round button for pages without a chat of their own, and the panel it opens. Loading this file adds it. */
import { SERVER, stylesheet } from "./assets.js";
import { el, icon } from "./dom.js";
import { Memory } from "./memory.js";
import { chooseLang, loadTexts, tagOf } from "./texts.js";
import { fitToKeyboard } from "./viewport.js";

/** On screens this small the panel covers the page, so it must hold the focus as well. */
const SMALL = "(max-width: 30em), (max-height: 30em)";

class AmbassadorLauncher extends HTMLElement {
  #memory = new Memory(SERVER);
  #unread = el("span", { class: "unread", hidden: true });
  #button = el("button", { type: "button", class: "launcher", "aria-expanded": "false" }, icon("face"), icon("close"), this.#unread);
  #panel = el("dialog", { class: "panel" });
  /** @type {any} the chat, made when the panel is first opened: a page view alone opens no connection */
  #chat = null;
  /** @type {import('./texts.js').Texts} */
  #t = {};

  async connectedCallback() {
    if (this.shadowRoot) return;
    const style = stylesheet("launcher.css");
    this.attachShadow({ mode: "open" }).append(style.node);
    const [texts] = await Promise.all([loadTexts(SERVER), style.loaded]);
    this.shadowRoot?.append(this.#panel, this.#button);
    const asked = new URLSearchParams(location.search).get("lang");
    const lang = chooseLang(asked, this.#memory.lang, ...navigator.languages);
    this.#relabel(texts[lang], tagOf(lang));
    this.addEventListener("ambassador-language", (event) => {
      const { lang: chosen, texts: t } = /** @type {CustomEvent} */ (event).detail;
      this.#relabel(t, tagOf(chosen));
    });
    this.#button.addEventListener("click", () => (this.#panel.open ? this.close() : this.open()));
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.isComposing && event.keyCode !== 229) this.close();
    });
    this.#panel.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    fitToKeyboard(this);
    if (this.#memory.open && !matchMedia(SMALL).matches) this.open({ focus: false });
  }

  /** @param {{focus?: boolean}} [options] */
  open({ focus = true } = {}) {
    if (!this.#chat) {
      this.#chat = el("ambassador-chat", { closable: true });
      this.#chat.addEventListener("ambassador-close", () => this.close());
      this.#chat.addEventListener("ambassador-reply", () => this.#badge(!this.#panel.open));
      this.#panel.append(this.#chat);
    }
    if (matchMedia(SMALL).matches) this.#panel.showModal();
    else if (focus) this.#panel.show();
    // show() would move the focus, which on a mere page change is the page's
    else this.#panel.setAttribute("open", "");
    this.#opened(true);
    if (focus) this.#chat.focus({ quiet: true });
  }

  close() {
    if (!this.#panel.open) return;
    this.#panel.close();
    this.#opened(false);
    this.#button.focus();
  }

  #opened(open) {
    this.#memory.open = open;
    this.#button.setAttribute("aria-expanded", String(open));
    this.#badge(false);
  }

  #badge(unread) {
    this.#unread.hidden = !unread;
    this.#name(unread);
  }

  #relabel(t, tag) {
    this.#t = t;
    this.#button.lang = tag;
    this.#panel.lang = tag;
    this.#panel.setAttribute("aria-label", t.chat_label);
    this.#name(!this.#unread.hidden);
  }

  #name(unread) {
    const label = unread ? this.#t.launcher_unread : this.#t.launcher;
    this.#button.setAttribute("aria-label", label);
    this.#button.title = label;
  }
}

if (!customElements.get("ambassador-launcher")) {
  customElements.define("ambassador-launcher", AmbassadorLauncher);
  document.body.append(document.createElement("ambassador-launcher"));
}
