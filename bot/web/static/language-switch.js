/** EN 繁 简: always in sight, each in its own script. */
import { el } from "./dom.js";
import { LANGUAGES } from "./texts.js";

export class LanguageSwitch {
  #buttons;

  /** @param {(lang: import('./protocol.js').Lang) => void} onChange */
  constructor(onChange) {
    this.#buttons = LANGUAGES.map(({ code, tag, label, name }) =>
      el("button", { type: "button", lang: tag, "data-lang": code, "aria-label": name, title: name,
        on: { click: () => onChange(code) } }, label),
    );
    this.node = el("div", { class: "languages", role: "group" }, ...this.#buttons);
  }

  /** @param {import('./texts.js').Texts} t @param {import('./protocol.js').Lang} lang */
  relabel(t, lang) {
    this.node.setAttribute("aria-label", t.language_label);
    for (const button of this.#buttons) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  }
}
