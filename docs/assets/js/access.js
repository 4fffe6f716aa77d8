/* What Material's script builds without a name or without a way in for the keyboard. */
(() => {
  "use strict";
  let count = 0;
  const each = (selector, mend) => document.querySelectorAll(selector).forEach(mend);
  const mend = () => {
    each("nav.md-code__nav:not([aria-label])", nav => nav.setAttribute("aria-label", `Code ${++count}`));
    each(".md-code__content, .highlight code, .md-typeset__scrollwrap", box => {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else if (box.tabIndex === 0) box.removeAttribute("tabindex");
    });
  };
  let planned = 0;
  const plan = () => { cancelAnimationFrame(planned); planned = requestAnimationFrame(mend); };
  new MutationObserver(plan).observe(document.body, { childList: true, subtree: true });
  for (const name of ["resize", "load"]) addEventListener(name, plan);
  document.addEventListener("toggle", plan, true);
  plan();

  /* A printed page has no hidden parts: what folds out is folded out on paper. */
  let opened = [];
  addEventListener("beforeprint", () => { opened = [...document.querySelectorAll("details:not([open])")]; opened.forEach(d => { d.open = true; }); });
  addEventListener("afterprint", () => opened.forEach(d => { d.open = false; }));
})();
