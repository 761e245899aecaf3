/* What autosave shows beside a field: a colleague's other value with two buttons, and findings. */
import { elementsOf, inWords } from "./fields.js";

function rowOf(root, path) {
  const element = elementsOf(root, path)[0];
  return element?.closest("[data-field-row]") ?? element?.parentElement ?? null;
}

function paragraph(label, value) {
  const p = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = `${label}: `;
  p.append(strong, value);
  return p;
}

function button(text, act) {
  const b = document.createElement("button");
  b.type = "button";
  b.className = "usa-button usa-button--outline";
  b.textContent = text;
  b.addEventListener("click", act);
  return b;
}

function boxOf(root, path) {
  return rowOf(root, path)?.querySelector(`[data-conflict="${CSS.escape(path)}"]`) ?? null;
}

/** Whether both values of `path` are shown. */
export function hasConflict(root, path) {
  return boxOf(root, path) !== null;
}

/** Shows both values of `path` with Use mine and Use theirs; `choose` gets "mine" or "theirs". Returns what to announce.
    Where they stand already only the values change: a button that is being pressed stays the same. */
export function showConflict(root, path, conflict, choose) {
  const row = rowOf(root, path);
  const by = conflict.by || "A colleague";
  if (!row) return "";
  const known = boxOf(root, path);
  const values = [paragraph("Yours", inWords(root, path, conflict.mine)), paragraph(by, inWords(root, path, conflict.theirs))];
  if (known) {
    for (const [n, p] of [...known.querySelectorAll("p")].entries()) p.replaceWith(values[n]);
    return "";
  }
  const box = document.createElement("div");
  box.className = "pc-conflict";
  box.dataset.conflict = path;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", `${by} changed this field too`);
  const buttons = document.createElement("div");
  buttons.className = "pc-conflict__buttons";
  const done = (which) => () => { box.remove(); elementsOf(root, path)[0]?.focus(); choose(which); };
  buttons.append(button("Use mine", done("mine")), button("Use theirs", done("theirs")));
  box.append(...values, buttons);
  row.append(box);
  return `${by} changed a field that you are changing. Both values stand beside it.`;
}

/** Shows `text` as the field's error; an empty text takes it away. */
export function showFinding(root, path, text) {
  const row = rowOf(root, path);
  const place = row?.querySelector("[data-field-error]");
  if (!place) return;
  place.textContent = text;
  place.hidden = !text;
  row.classList.toggle("usa-form-group--error", Boolean(text));
  for (const element of elementsOf(root, path)) {
    const shown = element.type === "hidden" ? row.querySelector("[data-combobox-input]") : element;
    if (text) shown?.setAttribute("aria-invalid", "true");
    else shown?.removeAttribute("aria-invalid");
  }
}
