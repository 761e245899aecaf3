/* An e-mail address typed twice: the hidden field that is saved follows when both say the same. Without scripts the server compares. */
for (const area of document.querySelectorAll("[data-twice]")) {
  const first = area.querySelector("[data-twice-first]");
  const second = area.querySelector("[data-twice-second]");
  const both = area.querySelector("[data-twice-both]");
  const follow = () => {
    const same = first.value.trim().toLowerCase() === second.value.trim().toLowerCase();
    if (!same || both.value === first.value.trim()) return;
    both.value = first.value.trim();
    both.dispatchEvent(new Event("change", { bubbles: true }));
  };
  first.addEventListener("change", follow);
  second.addEventListener("change", follow);
  both.addEventListener("precert:written", () => { first.value = second.value = both.value; });
}
