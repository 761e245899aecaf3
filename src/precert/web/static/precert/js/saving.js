/* The one way in which what is typed gets to the server by itself, of fields (autosave.js) and of forms that wait to be sent (typed-text.js):
   never two requests of one saving at a time, what is typed meanwhile follows in one, a lost line is tried again while the page lives, and
   the page says how it stands. What is unsaved lives in memory only. */

const SLOWEST = 30_000; // milliseconds between two tries
const SLOW = 300; // milliseconds before it says that it is saving
const SIGNED_OUT = "Not saved because you are signed out. Sign in in another tab. Your text stays on this page.";

/** @type {Set<Saving>} */
const savings = new Set();

export class Saving {
  /** @type {Promise<void> | null} the request under way */
  underWay = null;
  /** @type {string | undefined} when the server last had it all */
  savedAt;
  tries = 0; // since the last answer
  stopped = false;
  #timer = 0;

  constructor() {
    savings.add(this);
  }

  /** True when something typed isn't on its way. @returns {boolean} */
  get waiting() {
    throw new Error("which saving?");
  }

  /** Where it says how it stands. @returns {HTMLElement | null} */
  get place() {
    throw new Error("which saving?");
  }

  /** Sends what waits and takes the answer, or calls again(). @param {boolean} _last the page goes away @returns {Promise<void>} */
  post(_last) {
    throw new Error("which saving?");
  }

  get unsaved() {
    return !this.stopped && (this.waiting || this.underWay !== null);
  }

  /** @param {number} wait milliseconds */
  schedule(wait) {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.send(), wait);
  }

  cancel() {
    window.clearTimeout(this.#timer);
  }

  /** Sends what waits, unless something is under way. */
  async send(last = false) {
    if (this.underWay || this.stopped || !this.waiting) return;
    this.cancel();
    const slow = window.setTimeout(() => this.show("saving", "Saving…"), SLOW);
    this.underWay = this.post(last).finally(() => {
      window.clearTimeout(slow);
      this.underWay = null;
      if (this.waiting && !this.tries && !this.stopped) this.schedule(0);
    });
    await this.underWay;
  }

  /** Done when all is saved, or when the line is down: then after one more try. */
  async flush() {
    while (this.unsaved && !this.tries) await (this.underWay ?? this.send());
    if (this.tries && !this.underWay) await this.send();
  }

  /**
   * It will be tried again.
   * @param {Response | null} answer null: there was none
   * @param {string} why
   */
  again(answer, why = "Not saved: retrying") {
    this.tries += 1;
    const signedOut = answer?.status === 401 || answer?.type === "opaqueredirect";
    this.show("failed", signedOut ? SIGNED_OUT : why);
    this.schedule(Math.min(SLOWEST, 500 * 2 ** Math.min(this.tries, 6)));
  }

  /** @param {string} state "saving", "saved", "failed" or "stopped" @param {string} text */
  show(state, text) {
    const { place } = this;
    if (!place) return;
    place.dataset.state = state;
    if (place.textContent !== text) place.textContent = text; // the same text again is not announced again
  }
}

/**
 * Sends everything unsaved; true when all of it is saved within `patience` milliseconds.
 * @param {number} [patience]
 * @returns {Promise<boolean>}
 */
export function flushAll(patience = 5000) {
  /** @type {Promise<boolean>} */
  const late = new Promise((resolve) => void window.setTimeout(resolve, patience, false));
  const done = Promise.all([...savings].map((saving) => saving.flush())).then(() => !anyUnsaved());
  return Promise.race([done, late]);
}

/** True when something typed is not saved yet. */
export function anyUnsaved() {
  return [...savings].some((saving) => saving.unsaved);
}

/* The page goes, or nobody looks at it: perhaps the last moment. */
function lastCall() {
  for (const saving of savings) void saving.send(true);
}
window.addEventListener("pagehide", lastCall);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) lastCall();
});

/**
 * A moment (ISO text; none: now; or "10:42" as the server words it) as HH:MM of this computer, with the day when it isn't today's.
 * @param {string} [at]
 */
export function clock(at) {
  if (at && !at.includes("T")) return at;
  const moment = at ? new Date(at) : new Date();
  const time = `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
  return moment.toDateString() === new Date().toDateString()
    ? time
    : `${moment.getMonth() + 1}/${moment.getDate()} ${time}`;
}
