/** Where the assistant lives: the address these modules came from. */
import { el } from "./dom.js";

/** The server, one folder above /static/, also when another site embeds this file. */
export const SERVER = new URL("../", import.meta.url).href;

/**
 * A stylesheet as a link: it needs no inline style, so the strictest policy lets it pass.
 *
 * @param {string} name file beside this module
 * @returns {{node: HTMLLinkElement, loaded: Promise<void>}} `loaded` also settles when the file cannot be had
 */
export function stylesheet(name) {
  const node = el("link", { rel: "stylesheet", href: new URL(name, import.meta.url).href });
  const loaded = new Promise((resolve) => {
    node.addEventListener("load", resolve);
    node.addEventListener("error", resolve);
  });
  return { node, loaded };
}
