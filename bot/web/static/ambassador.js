/**
 * <ambassador-chat>: the enquiry assistant as one element. A page that loads this file and has no such element
 * gets a round button at the lower right that opens one.
 *
 * Events, all of which leave the shadow tree: `ambassador-language` ({lang, texts}), `ambassador-reply` ({reply}),
 * `ambassador-close` (the close button was pressed).
 */
import { Announcer } from "./announcer.js";
import { SERVER, stylesheet } from "./assets.js";
import { Banner } from "./banner.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { Conversation } from "./conversation.js";
import { el, icon } from "./dom.js";
import { LanguageSwitch } from "./language-switch.js";
import { Memory } from "./memory.js";
import { chooseLang, loadTexts, tagOf, toLang } from "./texts.js";
import { Transcript } from "./transcript.js";

/** @typedef {import('./protocol.js').Lang} Lang */
/** @typedef {import('./texts.js').Texts} Texts */

/** Attributes, each also a property of the same name. All but `lang` are read once, when the element enters a page. */
export const ATTRIBUTES = {
  server: { type: String, help: "address of the server; where this file came from unless given" },
  lang: { type: String, help: "en, zh-Hant or zh-Hans; setting it switches the interface" },
  maxlength: { type: Number, help: "longest message, 2000 unless given" },
  closable: { type: Boolean, help: "shows a close button" },
  here: { type: String, help: "where a kiosk stands, as building:place; ways and maps begin there" },
  quiet: { type: Boolean, help: "leaves out the line that says what this is, for a page that says it itself" },
};

class AmbassadorChat extends HTMLElement {
  static observedAttributes = ["lang"];

  /** @type {Partial<Record<Lang, Texts>>} sentences the page wants worded in its own way; set before it is connected */
  texts = {};

  /** @type {Promise<void> | null} settles when the chat can be used */
  ready = null;

  /** @type {Record<Lang, Texts>} */
  #texts = /** @type {any} */ ({});
  #lang = /** @type {Lang} */ ("en");
  /** @type {Memory} */ #memory;
  /** @type {Connection} */ #connection;
  /** @type {Conversation} */ #conversation;
  /** @type {Composer} */ #composer;
  /** @type {((t: Texts) => void)[]} what to word anew when the language changes */
  #labels = [];

  connectedCallback() {
    if (this.ready) this.#connection?.start();
    else this.ready = this.#build();
  }

  disconnectedCallback() {
    this.#connection?.stop();
  }

  attributeChangedCallback(_name, _old, value) {
    const lang = toLang(value);
    if (this.#conversation && lang && lang !== this.#lang) this.#speak(lang);
  }

  /** @param {string} text */
  async send(text) {
    await this.ready;
    this.#conversation.send(text);
  }

  async startOver() {
    await this.ready;
    this.#conversation.startOver();
  }

  /** @param {{quiet?: boolean}} [options] `quiet`: without bringing up a touch keyboard */
  async focus(options) {
    await this.ready;
    this.#composer.focus(options);
  }

  async #build() {
    const server = new URL(this.server || SERVER, document.baseURI).href;
    const style = stylesheet("ambassador.css");
    const root = this.attachShadow({ mode: "open" });
    root.append(style.node);
    const [texts] = await Promise.all([loadTexts(server), style.loaded]);
    for (const [lang, dict] of Object.entries(texts)) this.#texts[lang] = { ...dict, ...this.texts[lang] };

    this.#memory = new Memory(server);
    this.#connection = new Connection(server, this.#memory);
    root.append(this.#parts(server));
    const asked = new URLSearchParams(location.search).get("lang");
    this.#speak(chooseLang(asked, this.#memory.lang, this.getAttribute("lang"), ...navigator.languages));
    if (this.isConnected) this.#connection.start();
  }

  /** @param {string} server */
  #parts(server) {
    const announcer = new Announcer();
    const transcript = new Transcript({
      onStarter: (text) => {
        this.#conversation.send(text);
        this.#composer.focus({ quiet: true });
      },
      onEscape: () => this.#composer.focus({ quiet: true }),
    });
    const banner = new Banner(this.#connection);
    this.#conversation = new Conversation({
      connection: this.#connection,
      transcript,
      announcer,
      texts: this.#texts,
      here: this.here,
      server,
      onChoice: () => this.#composer.focus({ quiet: true }),
      onReply: (reply) => this.#tell("ambassador-reply", { reply }),
    });
    this.#composer = new Composer({
      limit: this.maxlength || 2000,
      onSend: (text) => this.#conversation.send(text),
      announcer,
    });
    const section = el("section", { class: "chat" }, this.#header(), banner.node, transcript.node, this.#composer.node);
    const notice = el("p", { class: "notice" });
    if (!this.quiet) section.append(notice);
    section.append(announcer.node);
    this.#labels.push(
      (t) => transcript.relabel(t),
      (t) => banner.relabel(t),
      (t) => this.#composer.relabel(t),
      (t) => {
        section.lang = tagOf(this.#lang);
        section.setAttribute("aria-label", t.chat_label);
        notice.textContent = t.notice;
      },
    );
    return section;
  }

  #header() {
    const name = el("h2", { class: "name" });
    const tagline = el("p", { class: "tagline" });
    const languages = new LanguageSwitch((lang) => {
      this.#memory.lang = lang;
      this.#speak(lang);
    });
    const again = el("span", { class: "again" });
    const restart = el("button", { type: "button", class: "tool restart" }, icon("restart"), again);
    const close = el("button", { type: "button", class: "tool" }, icon("close"));
    restart.addEventListener("click", () => {
      this.#conversation.startOver();
      this.#composer.focus({ quiet: true });
    });
    close.addEventListener("click", () => this.#tell("ambassador-close", {}));
    this.#labels.push((t) => {
      name.textContent = t.name;
      tagline.textContent = t.tagline;
      again.textContent = t.start_over;
      restart.title = t.start_over_hint;
      close.title = t.close;
      close.setAttribute("aria-label", t.close);
      languages.relabel(t, this.#lang);
    });
    return el(
      "header",
      { class: "header" },
      el("div", { class: "who" }, el("span", { class: "avatar" }, icon("face")), el("div", {}, name, tagline)),
      el("div", { class: "tools" }, languages.node, restart),
      this.closable ? close : null,
    );
  }

  /** @param {Lang} lang */
  #speak(lang) {
    this.#lang = lang;
    this.#conversation.lang = lang;
    for (const label of this.#labels) label(this.#texts[lang]);
    if (this.getAttribute("lang") !== tagOf(lang)) this.setAttribute("lang", tagOf(lang));
    this.#tell("ambassador-language", { lang, texts: this.#texts[lang] });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

for (const [name, { type }] of Object.entries(ATTRIBUTES)) {
  Object.defineProperty(AmbassadorChat.prototype, name, {
    get() {
      return type === Boolean ? this.hasAttribute(name) : type(this.getAttribute(name) ?? "");
    },
    set(value) {
      if (type === Boolean) this.toggleAttribute(name, value);
      else this.setAttribute(name, value);
    },
  });
}

if (!customElements.get("ambassador-chat")) {
  customElements.define("ambassador-chat", AmbassadorChat);
  // a module runs when the page is parsed, unless it is marked async
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", addLauncher);
  else addLauncher();
}

function addLauncher() {
  if (!document.querySelector("ambassador-chat")) import("./launcher.js");
}
