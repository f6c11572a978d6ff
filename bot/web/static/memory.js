/** What the browser remembers. The conversation lasts as long as the tab; only the language outlives it. */

/** @typedef {import('./protocol.js').MessageFrame} MessageFrame */

/** Storage that may be forbidden (private mode, embedded frames): then this page's memory has to do. */
class Shelf {
  #name;
  #spare = new Map();

  /** @param {'sessionStorage' | 'localStorage'} name */
  constructor(name) {
    this.#name = name;
  }

  /** @param {string} key @returns {any} null if there is none */
  get(key) {
    try {
      return JSON.parse(window[this.#name].getItem(key) ?? "null");
    } catch {
      return this.#spare.get(key) ?? null;
    }
  }

  /** @param {string} key @param {any} value null forgets it */
  set(key, value) {
    try {
      if (value === null) window[this.#name].removeItem(key);
      else window[this.#name].setItem(key, JSON.stringify(value));
    } catch {
      this.#spare.set(key, value);
    }
  }
}

const tab = new Shelf("sessionStorage");
const browser = new Shelf("localStorage");

export class Memory {
  #prefix;

  /** @param {string} server conversations with different servers stay apart */
  constructor(server) {
    this.#prefix = `ambassador ${server} `;
  }

  /** @returns {string | null} the conversation's token */
  get session() {
    return tab.get(this.#prefix + "session");
  }
  set session(token) {
    tab.set(this.#prefix + "session", token);
  }

  /** @returns {number} the last event this tab has shown, so that a reload does not announce it again */
  get lastSeq() {
    return tab.get(this.#prefix + "last_seq") ?? 0;
  }
  set lastSeq(seq) {
    tab.set(this.#prefix + "last_seq", seq);
  }

  /** @returns {MessageFrame[]} messages the server has not confirmed yet */
  get outbox() {
    return tab.get(this.#prefix + "outbox") ?? [];
  }
  set outbox(frames) {
    tab.set(this.#prefix + "outbox", frames.length ? frames : null);
  }

  /** @returns {boolean} whether the panel was open, for sites with more than one page */
  get open() {
    return tab.get(this.#prefix + "open") ?? false;
  }
  set open(open) {
    tab.set(this.#prefix + "open", open || null);
  }

  /** @returns {string | null} the language the person chose */
  get lang() {
    return browser.get("ambassador lang");
  }
  set lang(lang) {
    browser.set("ambassador lang", lang);
  }
}
