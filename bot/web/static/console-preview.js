/** <faq-preview>: a reply as the widget shows it, with the widget's own bubble and style. */
import { SERVER, stylesheet } from "./assets.js";
import { el } from "./dom.js";
import { ReplyMessage } from "./message.js";
import { loadTexts } from "./texts.js";

class FaqPreview extends HTMLElement {
  #messages = el("div", { class: "messages" });
  #told = "";

  async connectedCallback() {
    if (this.shadowRoot) return;
    const style = stylesheet("ambassador.css");
    const narrow = stylesheet("console-preview.css");
    const root = this.attachShadow({ mode: "open" });
    root.append(style.node, narrow.node, this.#messages);
    await Promise.all([style.loaded, narrow.loaded]);
    if (this.#told === "") await this.show(JSON.parse(this.dataset.reply ?? "null"));
  }

  /** @param {import('./protocol.js').Reply} reply */
  async show(reply) {
    const told = JSON.stringify(reply);
    if (told === this.#told) return;
    this.#told = told;
    const texts = await loadTexts(SERVER);
    if (told !== this.#told) return; // a later one came
    const shown = { ...reply, source: reply.source?.title ? reply.source : null };
    const message = new ReplyMessage(shown, texts[reply.lang], SERVER, () => {});
    this.#messages.replaceChildren(reply.text ? message.node : el("p", { class: "nothing" }, this.dataset.nothing));
  }
}

customElements.define("faq-preview", FaqPreview);
