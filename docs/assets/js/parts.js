/* Parts of a page that the browser has skipped are laid out one by one while it has nothing else to do, so that a moment
   later nothing is missing: not for a search in the page, not for a picture of all of it. */
(() => {
  "use strict";
  const idle = window.requestIdleCallback || (then => setTimeout(then, 50));
  const layOut = parts => {
    const part = parts.shift();
    if (!part) return;
    part.style.contentVisibility = "visible";
    requestAnimationFrame(() => idle(() => layOut(parts))); /* one in a frame, so that no task is long */
  };
  addEventListener("load", () => idle(() => layOut([...document.querySelectorAll(".part, .doc-function > .doc-contents")])));
})();
