/* Parts of a page that the browser has skipped are laid out one by one while it has nothing else to do: once the reader
   begins to move about, or a few seconds after the page is there. Then nothing is missing, and nothing jumps. */
(() => {
  "use strict";
  const idle = window.requestIdleCallback || (then => setTimeout(then, 50));
  const layOut = parts => {
    const part = parts.shift();
    if (!part) return;
    part.style.contentVisibility = "visible";
    requestAnimationFrame(() => idle(() => layOut(parts))); /* one in a frame, so that no task is long */
  };
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    idle(() => layOut([...document.querySelectorAll(".part, .doc-function > .doc-contents")]));
  };
  for (const sign of ["scroll", "pointerdown", "keydown"]) addEventListener(sign, begin, { once: true, passive: true });
  addEventListener("load", () => setTimeout(begin, 4000));
})();
