/* Draft fields: elements with data-path. Values as the server stores them: text, number, boolean or list; null for "nothing there". */
import { all } from "./element.js";

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {string | number | boolean | null | unknown[]} Value */

/** @param {Element} element @returns {element is Field} */
const isField = (element) =>
  element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;

/** @param {Field} field @returns {field is HTMLInputElement} */
const isTicked = (field) => field.type === "checkbox" || field.type === "radio";

/** All fields inside `root`. @param {ParentNode} root */
export function fieldsOf(root) {
  return all(root, "[data-path]").filter(isField);
}

/** All elements of `path` inside `root` (several for radios and lists of checkboxes). @param {ParentNode} root @param {string} path */
export function elementsOf(root, path) {
  return all(root, `[data-path="${CSS.escape(path)}"]`).filter(isField);
}

/** The fields that were typed into before the scripts ran (prelude.js). @returns {Set<EventTarget>} */
export function typedEarly() {
  return /** @type {{ precertEarly?: Set<EventTarget> }} */ (window).precertEarly ?? new Set();
}

/** @type {Record<string, Value>} of each kind what "nothing there" is; null for the others */
const NOTHING = { list: [], boolean: false };

/** @param {unknown} text @param {string} kind @returns {Value} */
function convert(text, kind) {
  if (text === "" || text === null || text === undefined) return NOTHING[kind] ?? null;
  if (kind === "number") return Number.isFinite(Number(text)) ? Number(text) : String(text);
  if (kind === "boolean") return text === true || text === "true";
  if (kind !== "list" && kind !== "json") return /** @type {Value} */ (text);
  try {
    return JSON.parse(String(text));
  } catch {
    return String(text);
  }
}

/** @param {Field} element */
function kindOf(element) {
  return element.dataset.kind ?? (element.type === "checkbox" ? "boolean" : "text");
}

/** @param {HTMLOptionsCollection} options @param {(option: HTMLOptionElement) => boolean} test */
const valuesOf = (options, test) => [...options].filter(test).map((option) => option.value);

/** The value shown now. @param {ParentNode} root @param {string} path */
export function readValue(root, path) {
  return gather(elementsOf(root, path), (e) => e.checked, shownText);
}

/** The value that the server holds: data-seen, else what it gave. @param {ParentNode} root @param {string} path */
export function renderedValue(root, path) {
  const stated = elementsOf(root, path).find((e) => e.dataset.seen !== undefined);
  return stated ? convert(stated.dataset.seen, kindOf(stated)) : givenValue(root, path);
}

/** The value that the page came with: the server's, or what it sent back because it couldn't take it. @param {ParentNode} root @param {string} path */
export function givenValue(root, path) {
  return gather(elementsOf(root, path), (e) => e.defaultChecked, givenText);
}

/** @param {Field} element */
function shownText(element) {
  if (!(element instanceof HTMLSelectElement) || !element.multiple) return element.value;
  return valuesOf(element.options, (option) => option.selected);
}

/** @param {Field} element */
function givenText(element) {
  if (!(element instanceof HTMLSelectElement)) return element.defaultValue;
  const chosen = valuesOf(element.options, (option) => option.defaultSelected);
  return element.multiple ? chosen : (chosen.at(-1) ?? element.options[0]?.value ?? "");
}

/**
 * @param {Field[]} elements
 * @param {(element: HTMLInputElement) => boolean} isChecked
 * @param {(element: Field) => string | string[]} textOf
 * @returns {Value}
 */
function gather(elements, isChecked, textOf) {
  const [first] = elements;
  if (!first) return null;
  const kind = kindOf(first);
  const checked = elements.filter((element) => isTicked(element) && isChecked(element));
  if (first.type === "radio") return convert(checked[0]?.value ?? "", kind);
  if (first.type === "checkbox")
    return kind === "list" ? checked.map((element) => element.value) : checked.includes(first);
  const text = textOf(first);
  return Array.isArray(text) ? text : convert(text, kind);
}

/**
 * Shows `value`; the events of a person's input are not sent, but "precert:written" on each element.
 * @param {ParentNode} root
 * @param {string} path
 * @param {Value} value
 */
export function writeValue(root, path, value) {
  for (const element of elementsOf(root, path)) {
    writeElement(element, value);
    element.dispatchEvent(new CustomEvent("precert:written", { bubbles: true }));
  }
}

/** @param {Field} element @param {Value} value */
function writeElement(element, value) {
  const kind = kindOf(element);
  /** @param {string} one */
  const among = (one) => Array.isArray(value) && value.map(String).includes(one);
  if (element instanceof HTMLSelectElement && element.multiple) {
    for (const option of element.options) option.selected = among(option.value);
  } else if (!isTicked(element)) element.value = written(value, kind);
  else if (element.type === "radio") element.checked = element.value === String(value);
  else element.checked = kind === "list" ? among(element.value) : value === true;
}

/** @param {Value} value @param {string} kind */
function written(value, kind) {
  const listed = kind === "list" || kind === "json";
  return listed && value !== null ? JSON.stringify(value) : String(value ?? "");
}

/** True when both are the same value; nothing, "" and an absent path are one. @param {Value | undefined} a @param {Value | undefined} b */
export function sameValue(a, b) {
  /** @param {Value | undefined} v */
  const plain = (v) => (v === "" || v === undefined ? null : v);
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

/** The value in words, for a conflict. @param {ParentNode} root @param {string} path @param {Value} value @returns {string} */
export function inWords(root, path, value) {
  if (Array.isArray(value))
    return value.map((v) => inWords(root, path, /** @type {Value} */ (v))).join(", ") || "(empty)";
  if (value === null || value === undefined || value === "") return "(empty)";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  const elements = elementsOf(root, path);
  const [first] = elements;
  const option = first instanceof HTMLSelectElement && [...first.options].find((o) => o.value === String(value));
  const ticked = elements.find((element) => isTicked(element) && element.value === String(value));
  return option ? option.text : (ticked?.labels?.[0]?.textContent?.trim() ?? String(value));
}

const TEXT = "textarea, input:not([type=radio], [type=checkbox], [type=hidden], [data-combobox-input])";

/** Makes the fields unchangeable; their text can still be selected and copied. @param {ParentNode} root */
export function freeze(root) {
  for (const element of all(root, "[data-path], [data-combobox-input], [data-conflict] button")) {
    if (element.matches(TEXT)) element.setAttribute("readonly", "");
    else element.setAttribute("disabled", "");
  }
}
