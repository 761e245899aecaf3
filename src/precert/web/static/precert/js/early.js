/* Runs before the page is shown, unlike the modules, for a hand quicker than they are: nothing it does until they have started is lost.
   What it types is noted, so that autosave takes it over instead of putting the server's value back (autosave.js, forgetRestored).
   A press that only scripts can answer is held, and made again once they have started: DOMContentLoaded comes after all modules. */
window.precertEarly = new Set();
addEventListener("input", (event) => window.precertEarly.add(event.target), true);

{
  const held = new Map();
  const presses = {
    click: (event) => [event.target.closest?.("button[type=button]"), (button) => button.click()],
    submit: (event) => [event.target.closest("form[data-confirm]"), (form) => form.requestSubmit(event.submitter)],
  };
  const hold = (event) => {
    const [element, again] = presses[event.type](event);
    if (!element) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held.set(element, again);
  };
  for (const kind of Object.keys(presses)) addEventListener(kind, hold, true);
  addEventListener("DOMContentLoaded", () => {
    for (const kind of Object.keys(presses)) removeEventListener(kind, hold, true);
    for (const [element, again] of held) again(element);
  });
}
