/* Runs before the page is shown, unlike the modules: notes what a quick hand types until they start, so that autosave
   takes it over instead of putting the server's value back (autosave.js, forgetRestored). */
window.precertEarly = new Set();
addEventListener("input", (event) => window.precertEarly.add(event.target), true);
