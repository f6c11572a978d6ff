/** The quiet line that says the connection is gone. */
import { el } from "./dom.js";

/** A line that is back within this time was never missed. */
const PATIENCE = 1500;

export class Banner {
  #timer = 0;
  #lost = false;
  #wasReady = false;
  /** @type {import('./texts.js').Texts} */
  #t = {};

  /** @param {import('./connection.js').Connection} connection */
  constructor(connection) {
    this.node = el("p", { class: "banner", role: "status" });
    connection.addEventListener("down", () => this.#down());
    connection.addEventListener("ready", () => this.#up());
  }

  /** @param {import('./texts.js').Texts} t */
  relabel(t) {
    this.#t = t;
    this.#write();
  }

  #down() {
    if (this.#lost || this.#timer) return;
    this.#timer = setTimeout(() => {
      this.#lost = true;
      this.#write();
    }, PATIENCE);
  }

  #up() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#wasReady = true;
    this.#lost = false;
    this.#write();
  }

  #write() {
    this.node.textContent = !this.#lost ? "" : this.#wasReady ? this.#t.connection_lost : this.#t.connection_none;
  }
}
