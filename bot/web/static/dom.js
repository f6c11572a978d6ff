/** Building nodes. Text always becomes a text node, so nothing anyone wrote can become markup. */

/**
 * @param {string} tag
 * @param {Record<string, any>} [props] attributes; `on` holds listeners; false, null and undefined leave one out
 * @param {...(Node | string | null)} children
 * @returns {any} the element; `any` spares every caller a cast
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

const SVG = "http://www.w3.org/2000/svg";

/** Outlines on a 24 × 24 grid. */
const PATHS = {
  send: "M5 12h13M12.5 5.5 19 12l-6.5 6.5",
  restart: "M4.5 12a7.5 7.5 0 1 0 2.6-5.7M4.5 4v4.5H9",
  close: "M6 6l12 12M18 6 6 18",
  down: "M12 5v13M5.5 12.5 12 19l6.5-6.5",
  check: "M5 12.5l4.5 4.5L19 7.5",
  phone: "M6.5 3.5h3l1.5 4.5-2 1.5a12 12 0 0 0 5.5 5.5l1.5-2 4.5 1.5v3a2 2 0 0 1-2.2 2A16 16 0 0 1 4.5 5.7a2 2 0 0 1 2-2.2z",
  // a speech bubble that smiles: the assistant's own face, no emblem of anyone
  face: "M5.5 4h13A2.5 2.5 0 0 1 21 6.5v8a2.5 2.5 0 0 1-2.5 2.5H12l-4.5 4v-4h-2A2.5 2.5 0 0 1 3 14.5v-8A2.5 2.5 0 0 1 5.5 4zM9 8.5v.6M15 8.5v.6M8.5 12.2c1.9 1.9 5.1 1.9 7 0",
};

/**
 * @param {keyof typeof PATHS} name
 * @returns {SVGElement} decoration, hidden from assistive technology
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

let serial = 0;

/** @param {string} stem @returns {string} an id no other node has */
export function newId(stem) {
  return `${stem}-${++serial}`;
}
