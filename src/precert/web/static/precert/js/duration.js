/* Start, end and duration that follow each other. data-counts-last-day="true": both ends count (3rd to 5th = 3), "false": nights (2).
   A typed duration moves the end; a changed date moves the duration; a missing third is filled from the other two. */
import { behavior } from "./behavior.js";
import { maybe } from "./element.js";

const DAY = 86_400_000;

/** Date-only ISO text is UTC: no daylight-saving hour. A year that is still being typed (0002, 0020 …) is no date yet. @param {string} text */
function dayOf(text) {
  return /^(19|20|21)\d\d-/.test(text) ? Date.parse(text) : Number.NaN;
}

/** Days from start to end (ISO dates) under the counting rule, or null when one is missing or they are reversed. @param {string} start @param {string} end @param {boolean} countsLastDay */
export function daysBetween(start, end, countsLastDay) {
  const from = dayOf(start);
  const to = dayOf(end);
  if (Number.isNaN(from) || Number.isNaN(to) || to < from) return null;
  const days = Math.round((to - from) / DAY) + (countsLastDay ? 1 : 0);
  return days > 0 ? days : null;
}

/** The end (ISO date) that is `days` after `start` under the counting rule, or null. @param {string} start @param {number} days @param {boolean} countsLastDay */
export function endAfter(start, days, countsLastDay) {
  const from = dayOf(start);
  if (Number.isNaN(from) || !Number.isInteger(days) || days < 1 || days > 36_500) return null;
  return new Date(from + (days - (countsLastDay ? 1 : 0)) * DAY).toISOString().slice(0, 10);
}

behavior("[data-duration]", (/** @type {HTMLElement} */ group) => {
  const countsLastDay = group.dataset.countsLastDay !== "false";
  const from = maybe(group, "[data-duration-start]", HTMLInputElement);
  const to = maybe(group, "[data-duration-end]", HTMLInputElement);
  const days = maybe(group, "[data-duration-days]", HTMLInputElement);
  if (!from || !to || !days) return;
  const moveEnd = () => put(to, endAfter(from.value, Number(days.value || Number.NaN), countsLastDay));
  const moveDays = () => put(days, daysBetween(from.value, to.value, countsLastDay));
  days.addEventListener("change", moveEnd);
  to.addEventListener("change", moveDays);
  from.addEventListener("change", () => (days.value ? moveEnd() : moveDays()));
});

/** Events let autosave see the change; setting the same value sends none, so the two listeners don't chase each other. @param {HTMLInputElement} input @param {string | number | null} value */
function put(input, value) {
  if (value === null || input.value === String(value)) return;
  input.value = String(value);
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
