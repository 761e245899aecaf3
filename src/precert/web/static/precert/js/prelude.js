/* Runs before the page is shown, unlike the modules, for a hand quicker than they are: nothing it does until they have started is lost.
   What it types is noted, so that autosave takes it over instead of putting the server's value back (fields.js, typedEarly).
   A press that only scripts can answer is held, and made again once they have started: DOMContentLoaded comes after all modules. */
{
  /** @type {Set<EventTarget | null>} */
  const typed = new Set();
  Object.assign(window, { precertEarly: typed });
  addEventListener("input", (event) => void typed.add(event.target), true);

  /** @type {Map<Element, () => void>} */
  const held = new Map();
  /** @param {Event} event */
  const hold = (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const button = event.type === "click" && target?.closest("button[type=button]");
    const submitter = event instanceof SubmitEvent ? event.submitter : null;
    const form = event.type === "submit" && target?.closest("form[data-confirm]");
    if (button instanceof HTMLElement) held.set(button, () => button.click());
    else if (form instanceof HTMLFormElement) held.set(form, () => form.requestSubmit(submitter));
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const kind of ["click", "submit"]) addEventListener(kind, hold, true);
  addEventListener("DOMContentLoaded", () => {
    for (const kind of ["click", "submit"]) removeEventListener(kind, hold, true);
    for (const again of held.values()) again();
  });
}
