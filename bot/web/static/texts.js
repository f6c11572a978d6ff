/** Languages, and every sentence of the interface, which the server keeps in one file a language. */

/** @typedef {import('./protocol.js').Lang} Lang */
/** @typedef {Record<string, any>} Texts sentence by key; `starters` is a list */

/**
 * `tag` goes into lang attributes. Label and name stay in their own script whatever the page speaks.
 * @type {{code: Lang, tag: string, label: string, name: string}[]}
 */
export const LANGUAGES = [
  { code: "en", tag: "en", label: "EN", name: "English" },
  { code: "zh-Hant", tag: "zh-Hant-HK", label: "繁", name: "繁體中文" },
  { code: "zh-Hans", tag: "zh-Hans", label: "简", name: "简体中文" },
];

/** @param {Lang} lang @returns {string} the tag for a lang attribute */
export function tagOf(lang) {
  return LANGUAGES.find(({ code }) => code === lang)?.tag ?? "en";
}

/**
 * @param {string | null | undefined} tag a language tag from a browser, an address or a page
 * @returns {Lang | null} null if it is none of the three
 */
export function toLang(tag) {
  const parts = (tag ?? "").toLowerCase().replaceAll("_", "-").split("-");
  if (parts[0] === "en") return "en";
  if (parts[0] === "yue") return "zh-Hant";
  if (parts[0] !== "zh") return null;
  if (parts.includes("hant")) return "zh-Hant";
  return parts.some((part) => ["hans", "cn", "sg", "my"].includes(part)) ? "zh-Hans" : "zh-Hant";
}

/**
 * @param {(string | null | undefined)[]} wishes language tags, the strongest wish first
 * @returns {Lang}
 */
export function chooseLang(...wishes) {
  return wishes.map(toLang).find((lang) => lang !== null) ?? "en";
}

/**
 * The language to call what a person typed. Chinese characters do not tell which script is meant, so the page's does.
 * @param {string} text
 * @param {Lang} pageLang
 * @returns {Lang}
 */
export function langOfTyped(text, pageLang) {
  if (!/\p{Script=Han}/u.test(text)) return "en";
  return pageLang === "en" ? "zh-Hant" : pageLang;
}

/** @type {Map<string, Promise<Record<Lang, Texts>>>} one download a server, however many widgets ask */
const downloads = new Map();

/**
 * All three languages at once: an answer keeps its own language when the page switches to another.
 * @param {string} server
 * @returns {Promise<Record<Lang, Texts>>}
 */
export function loadTexts(server) {
  if (!downloads.has(server)) downloads.set(server, download(server));
  return /** @type {any} */ (downloads.get(server));
}

/** Keeps trying: without its sentences the widget has nothing to say, not even that. */
async function download(server, wait = 1000) {
  try {
    const dicts = await Promise.all(LANGUAGES.map(({ code }) => fetchDict(new URL(`texts/${code}.json`, server))));
    return /** @type {any} */ (Object.fromEntries(LANGUAGES.map(({ code }, i) => [code, dicts[i]])));
  } catch (error) {
    console.warn("ambassador: texts not loaded, trying again", error);
    await new Promise((resolve) => setTimeout(resolve, wait));
    return download(server, Math.min(wait * 2, 15000));
  }
}

async function fetchDict(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/**
 * @param {string} template
 * @param {Record<string, string | number | Node>} values
 * @returns {(string | Node)[]} the pieces of the sentence, in the order its language puts them
 */
export function fillNodes(template, values) {
  return template.split(/\{(\w+)\}/).map((piece, i) => (i % 2 ? asChild(values[piece]) : piece));
}

const asChild = (value) => (value instanceof Node ? value : String(value ?? ""));

/** @param {string} template @param {Record<string, string | number>} values @returns {string} */
export function fill(template, values) {
  return fillNodes(template, values).join("");
}

/**
 * @param {string} date YYYY, YYYY-MM or YYYY-MM-DD
 * @param {Lang} lang
 * @returns {string} as the language writes it, no more exact than it was given
 */
export function formatDate(date, lang) {
  const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(date);
  if (!match) return date;
  const [, year, month, day] = match;
  /** @type {Intl.DateTimeFormatOptions} */
  const shape = { timeZone: "UTC", year: "numeric" };
  if (month) shape.month = "long";
  if (day) shape.day = "numeric";
  const moment = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  return new Intl.DateTimeFormat(lang === "en" ? "en-GB" : tagOf(lang), shape).format(moment);
}
