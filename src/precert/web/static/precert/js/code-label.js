/* A select with data-label-of (the id of a control) and data-labels (JSON: a label for each value): the control is called as the choice has it. */
for (const select of document.querySelectorAll("select[data-label-of]")) {
  const labels = JSON.parse(select.dataset.labels);
  const label = document.querySelector(`label[for="${select.dataset.labelOf}"]`);
  const show = () => { label.firstChild.data = `${labels[select.value]} `; };
  select.addEventListener("change", show);
  show(); // the browser may have kept another choice than the server's
}
