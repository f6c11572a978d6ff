/**
 * Speaks to screen readers. Apart from the transcript, where a live region would read old messages again
 * whenever something about them changes.
 */
import { el } from "./dom.js";

/** Shorter, and some screen readers miss it; longer, and people find it again while exploring the page. */
const STAY = 1500;

export class Announcer {
  node = el("div", { class: "visually-hidden", "aria-live": "polite", "aria-relevant": "additions" });

  /**
   * @param {string} text
   * @param {string} [tag] language of the text
   */
  say(text, tag) {
    const line = el("p", { lang: tag }, text);
    this.node.append(line);
    setTimeout(() => line.remove(), STAY);
  }
}
