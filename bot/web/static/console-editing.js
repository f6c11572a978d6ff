/** The editor: saves by itself, shows the preview and what stands around the draft while somebody types. */
import "./console-preview.js";
import { el } from "./dom.js";

const SAVE_AFTER = 3000;
const LOOK_AFTER = 700;

const form = /** @type {HTMLFormElement} */ (document.getElementById("draft"));
const status = document.getElementById("status");
let automatic = form.dataset.autosave === "on";
let changes = 0;
let saved = 0;
/** @type {Promise<boolean> | null} the saving under way */
let saving = null;

/** @param {string} text @param {boolean} [trouble] */
function tell(text, trouble = false) {
  if (status.textContent !== text) status.textContent = text;
  status.classList.toggle("trouble", trouble);
}

/** Once a pause of `delay` comes. @param {() => void} run @param {number} delay */
function afterPause(run, delay) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, delay);
  };
}

/** @param {string} address @param {Record<string, string>} [more] @returns {Promise<Response>} */
function post(address, more = {}) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  return fetch(address, { method: "POST", body, redirect: "manual" });
}

/** After signing in anew, in another window: this form's token becomes the new session's. */
async function renewToken() {
  const page = await fetch("/console", { redirect: "manual" });
  if (!page.ok) return false;
  const token = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("meta[name=csrf]");
  for (const input of document.querySelectorAll("input[name=csrf]")) input.value = token?.content ?? "";
  return true;
}

const isJson = (response) => response.headers.get("Content-Type")?.startsWith("application/json");

/** @returns {Promise<[any, Response]>} the editor's own answer has a `status`; any other means that it was not reached */
async function sendDraft() {
  const response = await post(form.action, { auto: "yes", do: "save" });
  return [isJson(response) ? await response.json() : {}, response];
}

/** @returns {Promise<boolean>} whether everything up to its beginning is saved */
async function saveNow() {
  const upTo = changes;
  tell(form.dataset.saving);
  try {
    let [answer, response] = await sendDraft();
    let signedOut = false;
    if (!answer.status && response.status < 500) {
      signedOut = !(await renewToken());
      if (!signedOut) [answer, response] = await sendDraft();
    }
    if (!answer.status) {
      tell(signedOut ? form.dataset.signedOut : form.dataset.notSaved, true);
      if (!signedOut) saveLater();
      return false;
    }
    if (!response.ok) {
      automatic = false; // a person must look at it
      tell(answer.status, true);
      return false;
    }
    take(answer);
    saved = upTo;
    tell(changes > saved ? form.dataset.unsaved : answer.status);
    if (changes > saved) saveLater();
    return true;
  } catch {
    tell(form.dataset.notSaved, true);
    saveLater();
    return false;
  }
}

/** One at a time: each needs the version that the one before it made. @returns {Promise<boolean>} */
async function save() {
  while (saving) await saving;
  saving = saveNow();
  const done = await saving;
  saving = null;
  return done;
}

const saveLater = afterPause(() => automatic && !leaving && save(), SAVE_AFTER);

function take({ address, version, id, stale }) {
  for (const input of document.querySelectorAll("input[name=version]")) input.value = version;
  const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("id"));
  if (field !== document.activeElement && id) field.value = id;
  if (new URL(form.action).pathname !== address) {
    form.action = address;
    history.replaceState(null, "", address);
  }
  for (const box of form.querySelectorAll("[data-stale]")) {
    const lang = box.dataset.stale;
    const now = stale[lang];
    const tick = box.querySelector("input");
    box.hidden = !now;
    if (tick.value !== (now?.mark ?? "")) {
      tick.value = now?.mark ?? "";
      tick.checked = Boolean(now?.confirmed);
    }
    form.querySelector(`[data-stale-tag="${lang}"]`).hidden = !now || tick.checked;
  }
}

/** @type {Record<string, boolean>} whether one is under way, and another is wanted after it */
const wanted = {};

/** One at a time of each kind: the last one asked for is the one that counts. */
async function look(address, show) {
  if (address in wanted) {
    wanted[address] = true;
    return;
  }
  wanted[address] = false;
  try {
    const response = await post(address);
    if (response.ok && isJson(response)) show(await response.json());
  } catch {
    // shown again after the next change
  }
  const again = wanted[address];
  delete wanted[address];
  if (again) look(address, show);
}

function showPreview({ previews, simplified }) {
  for (const { reply } of previews) {
    document.querySelector(`faq-preview[data-lang="${reply.lang}"]`).show(reply);
    document.querySelector(`[data-speech="${reply.lang}"]`).textContent = reply.speech;
  }
  for (const place of document.querySelectorAll("[data-simplified]")) {
    place.textContent = simplified[place.dataset.simplified];
  }
  const details = /** @type {HTMLDetailsElement} */ (document.querySelector(".simplified"));
  if (simplified.question && !details.dataset.seen) {
    details.open = true; // once: who closes it has it closed
    details.dataset.seen = "yes";
  }
}

function showNeighbours({ notices, warnings, nothing }) {
  const nodes = notices.map(noticeNode);
  document.getElementById("neighbours").replaceChildren(...(nodes.length ? nodes : [el("p", { class: "hint" }, nothing)]));
  const link = document.getElementById("warned");
  const text = warnings ? link.dataset.warnings.replace("#", warnings) : "";
  link.hidden = !warnings;
  if (link.textContent === text) return;
  link.textContent = text;
  document.getElementById("warned-said").textContent = text;
}

const noticeNode = ({ tone, title, lines }) =>
  lines.length
    ? el("div", { class: tone === "hint" ? "near" : tone }, el("p", {}, el("strong", {}, title)),
        el("ul", {}, ...lines.map(lineNode)))
    : el("p", { class: "hint" }, title);

const lineNode = ({ text, href }) =>
  el("li", {}, href ? el("a", { href, target: "_blank", rel: "noopener" }, text) : text);

const lookLater = afterPause(() => {
  look("/console/faqs/preview", showPreview);
  look("/console/faqs/neighbours", showNeighbours);
}, LOOK_AFTER);

form.addEventListener("input", (event) => {
  changes += 1;
  if (/** @type {HTMLElement} */ (event.target).id === "note") return;
  if (automatic) tell(form.dataset.unsaved);
  saveLater();
  lookLater();
});

for (const box of form.querySelectorAll("[data-stale]")) {
  box.querySelector("input").addEventListener("change", ({ target }) => {
    form.querySelector(`[data-stale-tag="${box.dataset.stale}"]`).hidden = target.checked;
  });
}

/** Sent only once it is saved: a session that has ended must not take what was typed with it. */
let leaving = false;

form.addEventListener("submit", async (event) => {
  if (leaving) return;
  event.preventDefault();
  const button = /** @type {HTMLButtonElement} */ (event.submitter);
  if (!(await save()) && status.textContent === form.dataset.signedOut) return;
  leaving = true;
  form.requestSubmit(button);
});

document.getElementById("discard")?.addEventListener("submit", () => (leaving = true));

window.addEventListener("beforeunload", (event) => {
  if (!leaving && changes > saved) event.preventDefault();
});

document.getElementById("faults")?.focus();

// somebody may have typed before this was loaded
const field = [...form.elements].find((one) => "defaultValue" in one && one.value !== one.defaultValue);
field?.dispatchEvent(new Event("input", { bubbles: true }));
