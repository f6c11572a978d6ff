/** The bubbles. Every one carries its own language, so that a screen reader takes the right voice. */
import { el, icon, newId } from "./dom.js";
import { linked, segments } from "./linkify.js";
import { fill, fillNodes, formatDate, tagOf } from "./texts.js";

/** @typedef {import('./protocol.js').Reply} Reply */
/** @typedef {import('./protocol.js').Choice} Choice */
/** @typedef {import('./protocol.js').Lang} Lang */
/** @typedef {import('./texts.js').Texts} Texts */

/**
 * @param {string} kinds classes of the message
 * @param {Lang} lang
 * @param {string} author read aloud before the text
 * @param {HTMLElement} body
 * @param {...(Node | null)} rest what follows the text
 */
function bubble(kinds, lang, author, body, ...rest) {
  const by = el("span", { class: "visually-hidden", id: newId("by") }, author);
  body.id = newId("text");
  return el(
    "div",
    { class: `message ${kinds}`, role: "article", lang: tagOf(lang), tabindex: "-1", "aria-labelledby": `${by.id} ${body.id}` },
    by,
    el("div", { class: "bubble" }, body, ...rest),
  );
}

/** What the person wrote: shown at once, then as the server stored it. */
export class UserMessage {
  #body;
  #note = el("p", { class: "note", hidden: true });

  /**
   * @param {string} text
   * @param {Lang} lang
   * @param {Texts} t texts of that language
   */
  constructor(text, lang, t) {
    this.#body = el("p", { class: "text" }, text);
    this.node = bubble("user", lang, t.you_said, this.#body);
    this.node.append(this.#note);
  }

  get text() {
    return this.#body.textContent ?? "";
  }

  /** @param {string} text as stored, personal data masked */
  confirm(text) {
    this.#body.textContent = text;
    this.#note.hidden = true;
    this.node.classList.remove("failed");
  }

  /**
   * @param {string} text shown under the bubble; nothing if empty
   * @param {string} tag language of the note, which is the page's and not the message's
   */
  note(text, tag) {
    this.#note.replaceChildren(...linked(text));
    this.#note.lang = tag;
    this.#note.hidden = !text;
  }

  /**
   * @param {string} reason
   * @param {string} tag language of the reason
   * @param {HTMLElement} button that sends it again
   */
  fail(reason, tag, button) {
    this.note(reason, tag);
    this.node.classList.add("failed");
    this.#note.append(button);
  }
}

export class ReplyMessage {
  /** @type {{choice: Choice, button: HTMLButtonElement}[]} */
  #choices = [];
  #t;

  /**
   * @param {Reply} reply
   * @param {Texts} t texts of the reply's language
   * @param {string} server where its picture comes from
   * @param {(choice: Choice) => void} onChoice
   */
  constructor(reply, t, server, onChoice) {
    this.#t = t;
    const distress = reply.kind === "distress";
    const body = el("p", { class: "text" }, ...linked(reply.text, { emergency: distress }));
    const kinds = ["assistant", distress && "distress", reply.source?.section && "quote", reply.buttons?.length && "asking"];
    this.node = bubble(
      kinds.filter(Boolean).join(" "),
      reply.lang,
      t.ambassador_said,
      body,
      distress ? callButtons(reply.text, t) : null,
      reply.image ? picture(new URL(reply.image, server).href, t) : null,
      reply.source ? sourceLine(reply, t) : null,
      reply.buttons?.length ? this.#choiceButtons(reply, onChoice) : null,
      reply.kind === "answer" && reply.answer_id ? feedbackButtons(reply.answer_id, t, onChoice) : null,
    );
    if (distress) body.before(el("p", { class: "label" }, icon("phone"), t.distress_label));
  }

  #choiceButtons({ kind, buttons: choices }, onChoice) {
    this.#choices = choices.map((choice) => {
      const button = el("button", { type: "button", class: "choice" }, el("span", {}, choice.title));
      button.addEventListener("click", () => {
        if (button.getAttribute("aria-disabled") === "true") return;
        this.choose(choice.title);
        onChoice(choice);
      });
      return { choice, button };
    });
    const buttons = this.#choices.map(({ button }) => button);
    const beside = kind === "answer"; // other questions, under an answer that stands by itself
    const label = beside ? this.#t.see_also : this.#t.choices_label;
    const heading = beside ? el("p", { class: "see-also", "aria-hidden": "true" }, label) : null;
    return el("div", { class: "choices", role: "group", "aria-label": label }, heading, ...buttons);
  }

  /**
   * Closes the choices. `aria-disabled` and not `disabled`: they stay readable and keep the focus.
   * @param {string} title of the choice taken; any other text changes nothing
   */
  choose(title) {
    if (!this.#choices.some(({ choice }) => choice.title === title)) return;
    for (const { choice, button } of this.#choices) {
      button.setAttribute("aria-disabled", "true");
      if (choice.title !== title || button.classList.contains("chosen")) continue;
      button.classList.add("chosen");
      button.append(icon("check"), el("span", { class: "visually-hidden" }, this.#t.chosen));
    }
  }
}

/** Whether the answer helped: pressed once, then it is said and done. */
function feedbackButtons(answerId, t, onChoice) {
  const buttons = ["helpful", "unhelpful"].map((intent) => {
    const button = el("button", { type: "button", class: "rate" }, t[intent]);
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      for (const other of buttons) other.setAttribute("aria-disabled", "true");
      button.classList.add("chosen");
      onChoice({ title: t[intent], payload: `/${intent}${JSON.stringify({ answer_id: answerId })}` });
    });
    return button;
  });
  return el("div", { class: "feedback", role: "group", "aria-label": t.feedback_label }, ...buttons);
}

/** The numbers of the text again, large enough for a shaking hand. */
function callButtons(text, t) {
  const numbers = new Map();
  for (const { text: label, href, tel } of segments(text, { emergency: true })) {
    if (tel && !numbers.has(href)) numbers.set(href, label);
  }
  const links = Array.from(numbers, ([href, label]) =>
    el("a", { class: "call", href }, icon("phone"), fill(t.call, { number: label })),
  );
  return links.length ? el("div", { class: "calls" }, ...links) : null;
}

/** A map; the text tells the same way in words. Opens large, for small screens. */
function picture(address, t) {
  const image = el("img", { class: "map", src: address, alt: t.map, loading: "lazy" });
  return el("a", { class: "picture", href: address, target: "_blank", rel: "noopener" }, image);
}

function sourceLine({ source, lang }, t) {
  const { title, section, url, as_of: asOf } = source;
  const template = !asOf ? t.source_undated : section ? t.source_section : t.source;
  const values = { title: sourceTitle(title, url, t), section: section ?? "", date: formatDate(asOf ?? "", lang) };
  return el("p", { class: "source" }, ...fillNodes(template, values));
}

function sourceTitle(title, url, t) {
  if (!/^https?:\/\//i.test(url ?? "")) return title;
  const hint = el("span", { class: "visually-hidden" }, ` ${t.opens_new_tab}`);
  return el("a", { href: url, target: "_blank", rel: "noopener" }, title, hint);
}
