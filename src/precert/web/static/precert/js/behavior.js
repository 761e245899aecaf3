/* What elements do by their attributes: each module names a selector and what starts an element of it. */

/** @type {{ selector: string, begin: (element: any) => void, started: WeakSet<Element> }[]} */
const behaviors = [];

/**
 * Elements that match `selector` are given to `begin`, each once, whether the page came with them or they arrive later.
 * @template {Element} E
 * @param {string} selector
 * @param {(element: E) => void} begin
 */
export function behavior(selector, begin) {
  behaviors.push({ selector, begin, started: new WeakSet() });
}

/**
 * Starts what isn't started yet in `root`, itself too, in the order in which the behaviors were named.
 * @param {Document | Element} root
 */
export function startAll(root) {
  for (const { selector, begin, started } of behaviors) {
    const found = [...root.querySelectorAll(selector)];
    if (root instanceof Element && root.matches(selector)) found.unshift(root);
    for (const element of found) {
      if (started.has(element)) continue;
      started.add(element);
      begin(element);
    }
  }
}
