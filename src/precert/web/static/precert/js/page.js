/* Starts every behavior of a page, in the order in which they are named here; fragments that arrive later are started as they arrive. */
import "./frame.js";
import "./dialog.js";
import "./combobox.js";
import "./choice.js";
import "./duration.js";
import "./ribbon.js";
import "./reorder.js";
import "./upload.js";
import "./autosave.js";
import "./email-pair.js";
import "./typed-text.js";
import "./departure.js";
import "./fragment.js";
import "./credentials.js";
import "./shortcuts.js";
import "./idle.js";
import { startAll } from "./behavior.js";

startAll(document);
