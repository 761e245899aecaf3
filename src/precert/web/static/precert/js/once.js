/* Finds the elements that a behaviour has not been given yet. */

/** A function (root, selector) → elements inside root (itself too) that match and weren't returned before. */
export function once() {
  const seen = new WeakSet();
  return (root, selector) => {
    const found = [...root.querySelectorAll(selector)];
    if (root instanceof Element && root.matches(selector)) found.unshift(root);
    const fresh = found.filter((element) => !seen.has(element));
    for (const element of fresh) seen.add(element);
    return fresh;
  };
}
