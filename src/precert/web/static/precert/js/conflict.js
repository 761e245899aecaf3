/* What autosave shows beside a field: a colleague's other value with two buttons, and findings. */
import { all, button, make, maybe, showError } from "./element.js";
import { elementsOf, inWords } from "./fields.js";

/** @typedef {import("./fields.js").Value} Value */
/** @typedef {{ mine: Value, theirs: Value, by?: string }} Conflict */

/** @param {ParentNode} root @param {string} path */
function rowOf(root, path) {
  const [element] = elementsOf(root, path);
  return element?.closest("[data-field-row]") ?? element?.parentElement ?? null;
}

/** @param {ParentNode} root @param {string} path */
function boxOf(root, path) {
  const row = rowOf(root, path);
  return row && maybe(row, `[data-conflict="${CSS.escape(path)}"]`);
}

/** Whether both values of `path` are shown. @param {ParentNode} root @param {string} path */
export function hasConflict(root, path) {
  return boxOf(root, path) !== null;
}

/**
 * Shows both values of `path` with Use mine and Use theirs. Where they are shown already only the values change: a button that is being
 * pressed stays the same.
 * @param {ParentNode} root
 * @param {string} path
 * @param {Conflict} conflict
 * @param {(which: "mine" | "theirs") => void} choose
 * @returns {string} what to announce
 */
export function showConflict(root, path, conflict, choose) {
  const row = rowOf(root, path);
  if (!row) return "";
  const by = conflict.by || "A colleague";
  /** @param {string} label @param {Value} value */
  const line = (label, value) => make("p", {}, make("strong", {}, `${label}: `), inWords(root, path, value));
  const values = [line("Yours", conflict.mine), line(by, conflict.theirs)];
  const known = boxOf(root, path);
  if (known) {
    for (const [n, old] of all(known, "p").entries()) old.replaceWith(values[n] ?? "");
    return "";
  }
  const box = make(
    "div",
    { class: "pc-conflict", "data-conflict": path, role: "group", "aria-label": `${by} changed this field too` },
    ...values,
  );
  /** @param {"mine" | "theirs"} which */
  const done = (which) => () => {
    box.remove();
    elementsOf(root, path)[0]?.focus();
    choose(which);
  };
  const buttons = [button("outline", "Use mine", done("mine")), button("outline", "Use theirs", done("theirs"))];
  box.append(make("div", { class: "pc-conflict__buttons" }, ...buttons));
  row.append(box);
  return `${by} changed a field that you are changing. Both values are shown beside it.`;
}

/** Shows `text` as the field's error; an empty text takes it away. @param {ParentNode} root @param {string} path @param {string} text */
export function showFinding(root, path, text) {
  const row = rowOf(root, path);
  if (!row || !maybe(row, "[data-field-error]")) return;
  showError(row, text);
  for (const element of elementsOf(root, path)) {
    const shown = element.type === "hidden" ? maybe(row, "[data-combobox-input]") : element;
    if (text) shown?.setAttribute("aria-invalid", "true");
    else shown?.removeAttribute("aria-invalid");
  }
}
