/* What Material's script builds without a name or without a way in for the keyboard. The build has counted the longest
   line of every code block, so that nothing has to be laid out early to know whether it scrolls. */
(() => {
  "use strict";
  let count = 0, planned = 0;
  const reach = (box, scrolls) => { if (scrolls) box.tabIndex = 0; else if (box.tabIndex === 0) box.removeAttribute("tabindex"); };
  const mend = () => {
    const letters = innerWidth < 960 ? (innerWidth - 110) / 9 : 68;
    document.querySelectorAll("nav.md-code__nav:not([aria-label])").forEach(nav => nav.setAttribute("aria-label", `Code ${++count}`));
    document.querySelectorAll("code[data-longest]").forEach(code => reach(code, +code.dataset.longest > letters));
    document.querySelectorAll(".md-typeset__scrollwrap").forEach(box => reach(box, innerWidth < 760));
    document.documentElement.dataset.access = "ready";
  };
  const plan = () => { delete document.documentElement.dataset.access; clearTimeout(planned); planned = setTimeout(mend, 150); };
  new MutationObserver(plan).observe(document.body, { childList: true, subtree: true });
  for (const name of ["resize", "load"]) addEventListener(name, plan);
  document.addEventListener("toggle", plan, true);
  plan();

  /* A printed page has no hidden parts: what folds out is folded out on paper. */
  let opened = [];
  addEventListener("beforeprint", () => { opened = [...document.querySelectorAll("details:not([open])")]; opened.forEach(d => { d.open = true; }); });
  addEventListener("afterprint", () => opened.forEach(d => { d.open = false; }));
})();
