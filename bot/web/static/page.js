/** The page around the chat follows the language that is chosen in it, without a reload. */
import { linked } from "./linkify.js";
import { tagOf } from "./texts.js";
import { fitToKeyboard } from "./viewport.js";

document.addEventListener("ambassador-language", (event) => {
  const { lang, texts } = /** @type {CustomEvent} */ (event).detail;
  document.documentElement.lang = tagOf(lang);
  document.title = texts.page_title;
  document.querySelector("meta[name=description]")?.setAttribute("content", texts.page_description);
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-text]"))) {
    node.replaceChildren(...linked(texts[node.dataset.text ?? ""], { emergency: true }));
  }
  keepInAddress(lang);
});

/** An address that names a language would undo the choice at the next reload. */
function keepInAddress(lang) {
  const address = new URL(location.href);
  if (!address.searchParams.has("lang")) return;
  address.searchParams.set("lang", lang);
  history.replaceState(history.state, "", address);
}

fitToKeyboard(document.documentElement);
