/* Starts every behaviour of a page, and again on fragments that arrive later. Each module exports start(root), which must bear being
   called twice on the same element (see once.js). */
import { start as autosave } from "./autosave.js";
import { start as call } from "./call.js";
import { start as combobox } from "./combobox.js";
import { start as copy } from "./copy.js";
import { start as dialog } from "./dialog.js";
import { start as duration } from "./duration.js";
import { start as expand } from "./expand.js";
import { start as idle } from "./idle.js";
import { start as keep } from "./keep.js";
import { start as menu } from "./menu.js";
import { start as passkey } from "./passkey.js";
import { start as password } from "./password.js";
import { start as poll } from "./poll.js";
import { start as reorder } from "./reorder.js";
import { start as shortcuts } from "./shortcuts.js";
import { start as upload } from "./upload.js";

const behaviours = [menu, dialog, combobox, duration, expand, reorder, upload, autosave, keep, password, poll, passkey, call, copy, shortcuts, idle];

/** Starts all behaviours inside `root`. */
export function startAll(root) {
  for (const start of behaviours) start(root);
}

startAll(document);
document.addEventListener("precert:replaced", (event) => startAll(event.target));
document.addEventListener("htmx:afterSwap", (event) => startAll(event.detail.elt ?? document));
