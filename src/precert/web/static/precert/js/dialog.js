/* The one dialog. A button with data-dialog-open="id" opens it, Esc and data-dialog-close close it, the focus goes back to the button.
   A form with data-confirm="question" is sent only after Yes. Dispatches precert:dialog-open and precert:dialog-close on the dialog. */
import { once } from "./once.js";

const freshOpeners = once();
const freshDialogs = once();
const freshForms = once();

/** Opens `dialog`; afterwards the focus returns to `opener` (default: what has it now). */
export function openDialog(dialog, opener = document.activeElement) {
  if (dialog.open) return;
  dialog.showModal();
  const first = dialog.querySelector("[autofocus]") ?? dialog.querySelector(".pc-dialog__head h2");
  first?.focus();
  dialog.addEventListener("close", () => {
    if (opener instanceof HTMLElement && opener.isConnected) returnFocus(opener);
    dialog.dispatchEvent(new CustomEvent("precert:dialog-close", { bubbles: true }));
  }, { once: true });
  dialog.dispatchEvent(new CustomEvent("precert:dialog-open", { bubbles: true, detail: { opener } }));
}

/** A button inside a menu that has folded can't take the focus: its summary does. */
function returnFocus(opener) {
  const menu = opener.closest("details:not([open])");
  (menu ? menu.querySelector("summary") : opener).focus();
}

export function start(root) {
  for (const button of freshOpeners(root, "[data-dialog-open]")) {
    button.addEventListener("click", (event) => {
      const dialog = document.getElementById(button.dataset.dialogOpen);
      if (!dialog) return;
      event.preventDefault();
      openDialog(dialog, button);
    });
  }
  for (const dialog of freshDialogs(root, "dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-dialog-close]")) dialog.close();
    });
    if (dialog.hasAttribute("data-dialog-auto")) openDialog(dialog);
  }
  for (const form of freshForms(root, "form[data-confirm]")) form.addEventListener("submit", askFirst);
}

function askFirst(event) {
  const form = event.currentTarget;
  const dialog = document.getElementById("confirm-dialog");
  if (!dialog || form.dataset.confirmed) {
    // What holds the form back until the last save is done sends it again: that is still the same Yes.
    window.setTimeout(() => { if (!event.defaultPrevented) delete form.dataset.confirmed; });
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const submitter = event.submitter;
  dialog.querySelector("[data-confirm-text]").textContent = form.dataset.confirm;
  openDialog(dialog, submitter ?? form);
  const yes = dialog.querySelector("[data-confirm-yes]");
  yes.onclick = () => {
    dialog.close();
    form.dataset.confirmed = "1";
    form.requestSubmit(submitter ?? undefined);
  };
}
