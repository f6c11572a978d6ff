/** The turns: what was asked, what is still to be answered, what went wrong. Joins the line and the list. */
import { el, icon } from "./dom.js";
import { ReplyMessage, UserMessage } from "./message.js";
import { langOfTyped, tagOf } from "./texts.js";

/** @typedef {import('./protocol.js').Lang} Lang */
/** @typedef {import('./protocol.js').Reply} Reply */
/** @typedef {import('./texts.js').Texts} Texts */
/** @typedef {{message: UserMessage, text: string, title?: string, waiting: boolean, stored: boolean}} Turn */

const SAY_THINKING = 3000;
const SAY_STILL_WORKING = 10000;
const GIVE_UP = 60000;

/** Errors whose message the server words for the person, in the language of what they wrote. */
const WORDED = ["not_taken", "failed"];

export class Conversation {
  /** @type {Map<string, Turn>} in the order they were asked */
  #turns = new Map();
  /** @type {ReplyMessage | null} whose choices the next message may answer */
  #last = null;
  /** @type {number[]} */
  #timers = [];
  #connection;
  #transcript;
  #announcer;
  #texts;
  #here;
  #server;

  /** @type {Lang} the page's; past messages keep theirs */
  lang = "en";

  /**
   * @param {object} parts
   * @param {import('./connection.js').Connection} parts.connection
   * @param {import('./transcript.js').Transcript} parts.transcript
   * @param {import('./announcer.js').Announcer} parts.announcer
   * @param {Record<Lang, Texts>} parts.texts
   * @param {string} [parts.here] where the kiosk stands
   * @param {string} parts.server where pictures come from
   * @param {() => void} parts.onChoice a button was pressed, which may be about to lose the focus
   * @param {(reply: Reply) => void} parts.onReply a reply that was not seen before
   */
  constructor({ connection, transcript, announcer, texts, here, server, onChoice, onReply }) {
    this.#connection = connection;
    this.#transcript = transcript;
    this.#announcer = announcer;
    this.#texts = texts;
    this.#here = here;
    this.#server = server;
    this.onChoice = onChoice;
    this.onReply = onReply;
    connection.addEventListener("event", ({ detail: { event, old } }) =>
      event.type === "user" ? this.#asked(event) : this.#replied(event, old),
    );
    connection.addEventListener("ready", () => this.#ready());
    connection.addEventListener("down", () => this.#down());
    connection.addEventListener("fault", ({ detail }) => this.#refused(detail));
    connection.addEventListener("replaced", () => this.#transcript.divide(this.#t.new_conversation));
  }

  get #t() {
    return this.#texts[this.lang];
  }

  /** @param {string} text @param {string} [title] what the person saw, if they pressed a button */
  send(text, title) {
    const id = this.#connection.send(text, { title, lang: this.lang, here: this.#here });
    this.#last?.choose(title ?? text);
    this.#show(id, text, title, true);
    this.#wait();
  }

  startOver() {
    this.#turns.clear();
    this.#last = null;
    this.#transcript.clear();
    this.#connection.startOver();
    this.#wait();
    this.#announcer.say(this.#t.new_conversation, tagOf(this.lang));
  }

  /** @returns {Turn} */
  #show(id, text, title, pending) {
    const shown = title ?? text;
    const lang = langOfTyped(shown, this.lang);
    const message = new UserMessage(shown, lang, this.#texts[lang]);
    const turn = { message, text, title, waiting: true, stored: !pending };
    this.#turns.set(id, turn);
    if (pending && !this.#connection.ready) message.note(this.#t.waiting_to_send, tagOf(this.lang));
    this.#transcript.add(message.node, { pending, own: pending });
    return turn;
  }

  #asked({ id, text }) {
    const turn = this.#turns.get(id) ?? this.#show(id, text, undefined, false);
    turn.stored = true;
    turn.message.confirm(text);
    this.#transcript.settle(turn.message.node);
    this.#last?.choose(text);
    this.#wait();
  }

  #replied({ id, reply }, old) {
    // answers come in order: an earlier question without one will not get it any more
    for (const [asked, turn] of this.#turns.has(id) ? this.#turns : []) {
      turn.waiting = false;
      if (asked === id) break;
    }
    this.#last = new ReplyMessage(reply, this.#texts[reply.lang] ?? this.#t, this.#server, (choice) => {
      this.send(choice.payload, choice.title);
      this.onChoice();
    });
    this.#transcript.add(this.#last.node);
    this.#wait();
    if (old) return;
    this.#announcer.say(reply.speech || reply.text, tagOf(reply.lang));
    this.onReply(reply);
  }

  #ready() {
    for (const { id, text, title } of this.#connection.unsent) {
      const turn = this.#turns.get(id) ?? this.#show(id, text, title, true);
      turn.message.note("", "");
    }
    this.#wait();
  }

  #down() {
    for (const { id } of this.#connection.unsent) {
      this.#turns.get(id)?.message.note(this.#t.waiting_to_send, tagOf(this.lang));
    }
    this.#wait();
  }

  #refused({ id, code, message }) {
    const turn = this.#turns.get(id);
    if (turn && WORDED.includes(code)) this.#fail(id, turn, message, langOfTyped(turn.text, this.lang));
    else if (turn) this.#fail(id, turn, code === "rate_limited" ? this.#t.error_rate_limited : this.#t.error_general);
    this.#wait();
  }

  /** @param {string} id @param {Turn} turn @param {string} reason @param {Lang} [lang] of the reason */
  #fail(id, turn, reason, lang = this.lang) {
    turn.waiting = false;
    this.#transcript.settle(turn.message.node);
    const again = { type: "button", class: "retry", lang: tagOf(this.lang), on: { click: () => this.#retry(id, turn) } };
    turn.message.fail(reason, tagOf(lang), el("button", again, icon("restart"), this.#t.retry));
    this.#announcer.say(reason, tagOf(lang));
  }

  #retry(id, turn) {
    turn.message.confirm(turn.message.text);
    if (this.#connection.unsent.some((frame) => frame.id === id)) {
      // it may still arrive, so only the same id cannot be answered twice
      turn.waiting = true;
      this.#connection.again(id);
      this.#wait();
    } else {
      if (!turn.stored) turn.message.node.remove();
      this.send(turn.text, turn.title);
    }
    this.onChoice();
  }

  /** Sets the thinking sign and its clock, after anything that may have changed what is waited for. */
  #wait() {
    this.#timers.forEach(clearTimeout);
    this.#timers = [];
    const waiting = this.#connection.ready && [...this.#turns.values()].some((turn) => turn.waiting);
    this.#transcript.think(waiting);
    if (!waiting) return;
    const say = (text) => this.#announcer.say(text, tagOf(this.lang));
    this.#timers = [
      setTimeout(() => say(this.#t.thinking), SAY_THINKING),
      setTimeout(() => {
        this.#transcript.think(true, this.#t.still_working);
        say(this.#t.still_working);
      }, SAY_STILL_WORKING),
      setTimeout(() => this.#giveUp(), GIVE_UP),
    ];
  }

  #giveUp() {
    for (const [id, turn] of this.#turns) {
      if (turn.waiting) this.#fail(id, turn, this.#t.error_no_answer);
    }
    this.#wait();
  }
}
