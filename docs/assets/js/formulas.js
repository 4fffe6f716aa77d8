/* A formula that is wider than its place scrolls by itself, so the keyboard is let in there, and nowhere else. */
(() => {
  "use strict";
  const reach = box => {
    if (box.scrollWidth > box.clientWidth + 1) box.setAttribute("tabindex", "0"); else box.removeAttribute("tabindex");
  };
  const sizes = new ResizeObserver(seen => seen.forEach(entry => reach(entry.target)));  /* told after layout: it costs none */
  const boxes = document.querySelectorAll(".formula-block");
  for (const box of boxes) sizes.observe(box);
  document.fonts.addEventListener("loadingdone", () => requestAnimationFrame(() => boxes.forEach(reach)));
})();
