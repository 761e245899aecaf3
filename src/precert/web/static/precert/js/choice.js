/* What a choice does to the controls around it. */
import { behavior } from "./behavior.js";
import { maybe } from "./element.js";

/* data-label-of (the id of a control) with data-labels (JSON: a label for each value): the control is called as the choice has it. */
behavior("select[data-label-of]", (/** @type {HTMLSelectElement} */ select) => {
  const labels = JSON.parse(select.dataset.labels ?? "{}");
  const text = maybe(document, `label[for="${select.dataset.labelOf}"]`)?.firstChild;
  const show = () => {
    if (text) text.nodeValue = `${labels[select.value]} `;
  };
  select.addEventListener("change", show);
  show(); // the browser may have kept another choice than the server's
});

/* data-offered-by (the name of radios) with data-offered (JSON: the choices that fit each value): no other can be chosen then; the only one is. */
behavior("select[data-offered-by]", (/** @type {HTMLSelectElement} */ select) => {
  const offered = JSON.parse(select.dataset.offered ?? "{}");
  const radios = /** @type {HTMLInputElement[]} */ ([...document.getElementsByName(select.dataset.offeredBy ?? "")]);
  const fitting = () => offered[radios.find((radio) => radio.checked)?.value ?? ""];
  const narrow = () => {
    const fit = fitting();
    for (const option of select.options)
      option.hidden = option.disabled = !!fit && !["", ...fit].includes(option.value);
  };
  const choose = () => {
    narrow();
    const fit = fitting();
    const value = fit.length === 1 ? fit[0] : fit.includes(select.value) ? select.value : "";
    if (value === select.value) return;
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  for (const radio of radios) radio.addEventListener("change", choose);
  narrow();
});

/* data-code-system: a code type narrows what the type-ahead beside it searches. */
behavior("select[data-code-system]", (/** @type {HTMLSelectElement} */ select) => {
  const combobox = maybe(select.closest(".pc-add") ?? document, "[data-combobox]");
  if (!combobox) return;
  const all = combobox.dataset.source ?? "";
  const narrow = () => {
    const url = new URL(all, window.location.href);
    if (select.value) url.searchParams.set("system", select.value);
    combobox.dataset.source = url.pathname + url.search;
  };
  select.addEventListener("change", narrow);
  narrow();
});

/* data-then (an id): after a choice by mouse the cursor stands in that field. The keyboard keeps its place: arrows walk through radios. */
behavior("[data-then]", (/** @type {HTMLElement} */ element) => {
  element.addEventListener("click", (event) => {
    if (event.detail > 0) document.getElementById(element.dataset.then ?? "")?.focus();
  });
});
