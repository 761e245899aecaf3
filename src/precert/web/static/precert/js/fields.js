/* Draft fields: elements with data-path. Values as the server stores them: text, number, boolean or list; null for "nothing there". */

/** All elements of `path` inside `root` (several for radios and lists of checkboxes). */
export function elementsOf(root, path) {
  return [...root.querySelectorAll(`[data-path="${CSS.escape(path)}"]`)];
}

function convert(text, kind) {
  if (text === "" || text === null || text === undefined) return kind === "list" ? [] : kind === "boolean" ? false : null;
  if (kind === "number") return Number.isFinite(Number(text)) ? Number(text) : text;
  if (kind === "boolean") return text === true || text === "true";
  if (kind === "list" || kind === "json") {
    try { return JSON.parse(text); } catch { return text; }
  }
  return text;
}

function kindOf(element) {
  return element.dataset.kind ?? (element.type === "checkbox" ? "boolean" : "text");
}

/** The value shown now. */
export function readValue(root, path) {
  return gather(elementsOf(root, path), (e) => e.checked, (e) => (e.multiple ? [...e.selectedOptions].map((o) => o.value) : e.value));
}

/** The value that the server holds: data-seen, else what it gave. */
export function renderedValue(root, path) {
  const stated = elementsOf(root, path).find((e) => e.dataset.seen !== undefined);
  return stated ? convert(stated.dataset.seen, kindOf(stated)) : givenValue(root, path);
}

/** The value that the page came with: the server's, or what it sent back because it couldn't take it. */
export function givenValue(root, path) {
  return gather(elementsOf(root, path), (e) => e.defaultChecked, defaultText);
}

function defaultText(element) {
  if (element.tagName !== "SELECT") return element.defaultValue ?? "";
  const chosen = [...element.options].filter((o) => o.defaultSelected);
  if (element.multiple) return chosen.map((o) => o.value);
  return (chosen.at(-1) ?? element.options[0])?.value ?? "";
}

function gather(elements, isChecked, textOf) {
  const first = elements[0];
  if (!first) return null;
  const kind = kindOf(first);
  if (first.type === "radio") return convert(elements.find(isChecked)?.value ?? "", kind);
  if (first.type === "checkbox" && kind === "list") return elements.filter(isChecked).map((e) => e.value);
  if (first.type === "checkbox") return isChecked(first);
  const text = textOf(first);
  return Array.isArray(text) ? text : convert(text, kind);
}

/** Shows `value`; the events of a person's input are not sent. */
export function writeValue(root, path, value) {
  for (const element of elementsOf(root, path)) {
    if (element.type === "radio") element.checked = value !== null && element.value === String(value);
    else if (element.type === "checkbox" && kindOf(element) === "list") element.checked = Array.isArray(value) && value.map(String).includes(element.value);
    else if (element.type === "checkbox") element.checked = value === true;
    else if (element.multiple) for (const option of element.options) option.selected = (value ?? []).map(String).includes(option.value);
    else if (["list", "json"].includes(kindOf(element))) element.value = value === null ? "" : JSON.stringify(value);
    else element.value = value ?? "";
    element.dispatchEvent(new CustomEvent("precert:written", { bubbles: true, detail: { path, value } }));
  }
}

/** True when both are the same value; nothing, "" and an absent path are one. */
export function sameValue(a, b) {
  const plain = (v) => (v === "" || v === undefined ? null : v);
  return JSON.stringify(plain(a)) === JSON.stringify(plain(b));
}

/** The value in words, for a conflict. */
export function inWords(root, path, value) {
  if (value === null || value === undefined || value === "") return "(empty)";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (Array.isArray(value)) return value.map((v) => inWords(root, path, v)).join(", ") || "(empty)";
  const element = elementsOf(root, path)[0];
  const option = element?.tagName === "SELECT" && [...element.options].find((o) => o.value === String(value));
  const radio = elementsOf(root, path).find((e) => ["radio", "checkbox"].includes(e.type) && e.value === String(value));
  return option ? option.text : radio?.labels?.[0]?.textContent.trim() ?? String(value);
}

const TEXT = "textarea, input:not([type=radio], [type=checkbox], [type=hidden], [data-combobox-input])";

/** Makes the fields unchangeable; their text can still be selected and copied. */
export function freeze(root) {
  for (const element of root.querySelectorAll("[data-path], [data-combobox-input], [data-conflict] button")) {
    if (element.matches(TEXT)) element.readOnly = true;
    else element.disabled = true;
  }
}
