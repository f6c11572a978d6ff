/**
 * The line to the server: reconnects by itself, loses no message and delivers no event twice.
 *
 * Events it fires: `event` ({event, old}), `ready` (connected, and everything missed has been delivered),
 * `down` (the line broke), `replaced` (the server no longer knows the conversation and began a new one),
 * `fault` ({id, code, message}: a message was refused; `id` is undefined if it is not about one message).
 */

/** @typedef {import('./protocol.js').MessageFrame} MessageFrame */
/** @typedef {import('./protocol.js').Lang} Lang */

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15000;
/** A line on which nothing answers for this long is dead, even if the browser has not noticed. */
const SILENCE = 10000;

export class Connection extends EventTarget {
  #url;
  #memory;
  /** @type {Map<string, MessageFrame>} sent or to be sent, not yet confirmed by a `user` event */
  #outbox;
  /** @type {WebSocket | null} */
  #socket = null;
  #ready = false;
  #seen = 0;
  #shownBefore;
  /** @type {string | null} the message the server is working on: until it is answered, silence means nothing */
  #busy = null;
  #attempt = 0;
  #retry = 0;
  #watch = 0;

  /**
   * @param {string} server
   * @param {import('./memory.js').Memory} memory
   */
  constructor(server, memory) {
    super();
    const url = new URL("ws/chat", server);
    url.protocol = url.protocol.replace("http", "ws");
    this.#url = url.href;
    this.#memory = memory;
    this.#outbox = new Map(memory.outbox.map((frame) => [frame.id, frame]));
    this.#shownBefore = memory.lastSeq;
  }

  get ready() {
    return this.#ready;
  }

  /** @returns {MessageFrame[]} */
  get unsent() {
    return [...this.#outbox.values()];
  }

  start() {
    window.addEventListener("online", this.#hurry);
    document.addEventListener("visibilitychange", this.#hurry);
    this.#open();
  }

  stop() {
    window.removeEventListener("online", this.#hurry);
    document.removeEventListener("visibilitychange", this.#hurry);
    this.#drop();
  }

  /**
   * @param {string} text
   * @param {{title?: string, lang?: Lang, here?: string}} [options]
   * @returns {string} the message's id
   */
  send(text, { title, lang, here } = {}) {
    /** @type {MessageFrame} */
    const frame = { type: "message", id: randomId(), text, title, lang, here };
    this.#outbox.set(frame.id, frame);
    this.#memory.outbox = this.unsent;
    if (this.#ready) this.#transmit(frame);
    return frame.id;
  }

  /** @param {string} id of a message not confirmed yet, which the person would like to see moving */
  again(id) {
    const frame = this.#outbox.get(id);
    if (this.#ready && frame) this.#transmit(frame);
  }

  /** Forgets the conversation and begins another. */
  startOver() {
    this.#drop();
    this.#outbox.clear();
    this.#memory.outbox = [];
    this.#forget();
    this.#open();
  }

  #forget() {
    this.#memory.session = null;
    this.#memory.lastSeq = 0;
    this.#seen = 0;
    this.#shownBefore = 0;
  }

  #open() {
    clearTimeout(this.#retry);
    let socket;
    try {
      socket = new WebSocket(this.#url);
    } catch (error) {
      // a page served over https may not open ws://; the console says so once a try
      console.warn("ambassador:", error);
      this.#lost();
      return;
    }
    this.#socket = socket;
    this.#expectAnswer();
    socket.onopen = () =>
      this.#transmit({ type: "hello", session: this.#memory.session, last_seq: this.#seen });
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = () => this.#lost();
  }

  /** Closes without waiting for the other side, which may be gone. */
  #drop() {
    clearTimeout(this.#retry);
    clearTimeout(this.#watch);
    this.#ready = false;
    this.#busy = null;
    if (!this.#socket) return;
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
    this.#socket = null;
  }

  #lost() {
    this.#drop();
    this.dispatchEvent(new Event("down"));
    const wait = Math.min(FIRST_WAIT * 2 ** this.#attempt++, LONGEST_WAIT);
    // jitter: after a restart the clients must not all come back in the same instant
    this.#retry = setTimeout(() => this.#open(), wait * (0.5 + Math.random() / 2));
  }

  /** The network or the person is back: no reason to sit out the wait. */
  #hurry = () => {
    if (document.visibilityState === "visible" && !this.#socket) this.#open();
  };

  #transmit(frame) {
    this.#socket?.send(JSON.stringify(frame));
    this.#expectAnswer();
  }

  #expectAnswer() {
    clearTimeout(this.#watch);
    if (!this.#busy) this.#watch = setTimeout(() => this.#lost(), SILENCE);
  }

  /** @param {string} data */
  #receive(data) {
    clearTimeout(this.#watch);
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      console.warn("ambassador: a frame that is not JSON");
      return;
    }
    if (frame.type === "welcome") this.#welcome(frame);
    else if (frame.type === "error") this.#fault(frame);
    else if (frame.type === "user" || frame.type === "reply") this.#event(frame);
    if (frame.type === "thinking") this.#busy = frame.id;
    else if (frame.id === this.#busy) this.#busy = null;
    if (this.#ready && this.#outbox.size) this.#expectAnswer();
  }

  #welcome({ session, events }) {
    const known = this.#memory.session;
    if (known !== session) {
      const spoken = this.#memory.lastSeq > 0;
      this.#forget();
      if (known && spoken) this.dispatchEvent(new Event("replaced"));
    }
    this.#memory.session = session;
    for (const event of events) this.#event(event);
    this.#ready = true;
    this.#attempt = 0;
    this.dispatchEvent(new Event("ready"));
    for (const frame of this.unsent) this.#transmit(frame);
  }

  #event(event) {
    if (event.seq <= this.#seen) return;
    this.#seen = event.seq;
    const old = event.seq <= this.#shownBefore;
    if (!old) this.#memory.lastSeq = event.seq;
    if (event.type === "user") this.#settle(event.id);
    this.dispatchEvent(new CustomEvent("event", { detail: { event, old } }));
  }

  #fault({ id, error }) {
    // a token the server refuses would be refused again at every try
    if (!id && !this.#ready && /session/.test(error.code)) this.#forget();
    this.#settle(id);
    this.dispatchEvent(new CustomEvent("fault", { detail: { id, code: error.code, message: error.message } }));
  }

  #settle(id) {
    if (this.#outbox.delete(id)) this.#memory.outbox = this.unsent;
  }
}

/** `crypto.randomUUID` exists only on https; a kiosk on a local network may have none. */
function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
