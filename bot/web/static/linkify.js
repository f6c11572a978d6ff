/** Telephone numbers and official web addresses in plain text become links. */
import { el } from "./dom.js";

/** @typedef {{text: string, href?: string, tel?: boolean}} Segment */

const ADDRESS = String.raw`(?:https?:\/\/)?(?:[a-z0-9-]+\.)*gov\.hk(?:\/[\w\-.~\/?#=&%+:@!$'*,;]*)?`;
const HONG_KONG = String.raw`(?:(?:[(（]\+?852[)）]|\+?852)[ -]?)?(?:[2-9]\d{3}[ -]?\d{4}|1868|1823)`;
const ABROAD = String.raw`\+\d{1,3}(?:[ -]?\d{2,4}){2,4}`;
const EMERGENCY = String.raw`999|110|112|119|120|122`;
const NUMBER = new RegExp(`^(?:${HONG_KONG}|${ABROAD}|${EMERGENCY})$`);

/** A number that counts or measures something is no telephone number. */
const UNIT = /^\s?(?:[%年月日天個个名宗元歲岁]|小時|小时|分鐘|分钟|days?\b|hours?\b|minutes?\b|people\b|cases\b)/;
const YEARS = /^(?:19|20)\d\d[ -]?(?:19|20)\d\d$/;
const DATE = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$/;

/**
 * @param {string} text
 * @param {{emergency?: boolean}} [options] `emergency`: three-digit numbers count too
 * @returns {Segment[]} the whole text, in order
 */
export function segments(text, { emergency = false } = {}) {
  const pattern = new RegExp([ADDRESS, ABROAD, HONG_KONG, ...(emergency ? [EMERGENCY] : [])].join("|"), "gi");
  /** @type {Segment[]} */
  const found = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const label = match[0].replace(/[.,;:!?'*]+$/, "");
    const before = text.slice(0, match.index);
    const after = text.slice(match.index + label.length);
    const tel = NUMBER.test(label);
    const href = tel ? numberHref(label, before, after) : addressHref(label, before, after);
    if (!href) continue;
    found.push({ text: text.slice(end, match.index) }, { text: label, href, tel });
    end = match.index + label.length;
  }
  return [...found, { text: text.slice(end) }].filter((segment) => segment.text);
}

/** A name that only looks official, as in gov.hk.example.com or someone@immd.gov.hk, is left as text. */
function addressHref(label, before, after) {
  if (/[\w@.\/-]$/.test(before) || /^(?:[\w@:-]|\.\w)/.test(after)) return null;
  return /^https?:/i.test(label) ? label : `https://${label}`;
}

function numberHref(label, before, after) {
  if (/[\w$＄.,+\/-]$/.test(before) || /^(?:\w|[.,-]\d)/.test(after)) return null;
  if (UNIT.test(after) || YEARS.test(label) || DATE.test(label)) return null;
  const digits = label.replace(/\D/g, "");
  if (digits.length === 3 || digits === "1823") return `tel:${digits}`;
  // 1868 is meant for people abroad: it has to work from there
  if (digits === "1868" || digits.length === 8) return `tel:+852${digits}`;
  return `tel:+${digits}`;
}

/**
 * @param {string} text
 * @param {{emergency?: boolean}} [options]
 * @returns {(Node | string)[]}
 */
export function linked(text, options) {
  return segments(text, options).map(({ text: label, href, tel }) => {
    if (!href) return label;
    return tel ? el("a", { href }, label) : el("a", { href, target: "_blank", rel: "noopener" }, label);
  });
}
