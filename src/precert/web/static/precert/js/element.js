/* Finding elements and making them. */

/**
 * The first element in `root` that matches and is of `type`; null when there is none.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {abstract new () => E} [type]
 * @returns {E | null}
 */
export function maybe(root, selector, type = /** @type {any} */ (HTMLElement)) {
  const found = root.querySelector(selector);
  return found instanceof type ? found : null;
}

/**
 * The same where the markup must hold it; an error when it doesn't.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {abstract new () => E} [type]
 * @returns {E}
 */
export function one(root, selector, type) {
  const found = maybe(root, selector, type);
  if (!found) throw new Error(`The page lacks ${selector}`);
  return found;
}

/**
 * All of them.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {abstract new () => E} [type]
 * @returns {E[]}
 */
export function all(root, selector, type = /** @type {any} */ (HTMLElement)) {
  return [...root.querySelectorAll(selector)].filter(/** @returns {found is E} */ (found) => found instanceof type);
}

/**
 * The nearest HTML element around what an event happened to, itself too.
 * @param {Event} event
 * @param {string} selector
 */
export function around(event, selector) {
  const found = event.target instanceof Element ? event.target.closest(selector) : null;
  return found instanceof HTMLElement ? found : null;
}

/**
 * A new element with attributes and content.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} attributes
 * @param {(string | Node)[]} content
 * @returns {HTMLElementTagNameMap[T]}
 */
export function make(tag, attributes, ...content) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...content);
  return made;
}

/**
 * A new button that sends nothing. `look` is a class of the design system's: "outline" or "unstyled".
 * @param {string} look
 * @param {string} text
 * @param {() => void} act
 */
export function button(look, text, act) {
  const made = make("button", { type: "button", class: `usa-button usa-button--${look}` }, text);
  made.addEventListener("click", act);
  return made;
}

/**
 * Shows `text` as the error of a field's row; an empty text takes it away.
 * @param {Element | null} row
 * @param {string} text
 */
export function showError(row, text) {
  const place = row?.querySelector("[data-field-error]");
  if (!row || !(place instanceof HTMLElement)) return;
  place.textContent = text;
  place.hidden = !text;
  row.classList.toggle("usa-form-group--error", Boolean(text));
}
