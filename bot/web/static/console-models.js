/** A training as it goes on: the bar moves by itself, and each new step is spoken once. */

import { el } from "./dom.js";

const EVERY = 1000;

const card = /** @type {HTMLElement} */ (document.getElementById("training"));
const part = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const bar = /** @type {HTMLProgressElement} */ (part("bar"));

part("reload").hidden = true;
follow();

async function follow() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, EVERY));
    const state = await ask();
    if (!state) continue;
    if (!state.going) return finish();
    show(state);
  }
}

/** @returns {Promise<any>} where the training is; null where the server does not answer just now */
async function ask() {
  try {
    const response = await fetch(card.dataset.address ?? "", { headers: { Accept: "application/json" } });
    return response.ok && !response.redirected ? await response.json() : null;
  } catch {
    return null;
  }
}

/** @param {{step: string, percent: number, left: string, log: {at: string, text: string}[]}} state */
function show(state) {
  if (part("step").textContent !== state.step) {
    part("step").textContent = state.step;
    part("spoken").textContent = state.step;
  }
  bar.value = state.percent;
  part("percent").textContent = (part("percent").dataset.text ?? "").replace("#", String(state.percent));
  part("left").textContent = state.left;
  const log = part("log");
  for (const { at, text } of state.log.slice(log.children.length)) {
    log.append(el("li", {}, el("time", {}, at), " ", el("span", {}, text)));
  }
}

function finish() {
  bar.value = 100;
  part("left").textContent = "";
  const link = part("finished");
  link.hidden = false;
  part("spoken").textContent = link.textContent;
  document.getElementById("cancel")?.remove();
}
