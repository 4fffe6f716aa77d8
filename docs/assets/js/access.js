/* What Material's script builds without a name or without a way in for the keyboard. The build has counted the longest
   line of every code block, so that nothing has to be laid out early to know whether it scrolls. */
(() => {
  "use strict";
  let count = 0, planned = 0;
  const wide = matchMedia("(min-width: 960px)"), narrow = matchMedia("(max-width: 600px)"); /* innerWidth would cost a layout */
  const drawn = matchMedia("(max-width: 76.234375em)"); /* where the menu is a drawer */
  const LEVELS = ".md-header label[for=__drawer], .md-nav--primary label[for^=__nav_], .md-nav--primary label[for=__toc]";
  const reach = (box, scrolls) => { if (scrolls) box.setAttribute("tabindex", "0"); else box.removeAttribute("tabindex"); };
  const handle = label => label.querySelector(".md-ellipsis, .md-nav__icon, svg") || label; /* a label itself can be no button */
  const tell = () => document.querySelectorAll(LEVELS).forEach(label => { /* whether it is open, to those who hear the page */
    if (label.matches(".md-nav__title")) return;
    if (drawn.matches) handle(label).setAttribute("aria-expanded", label.control.checked); else handle(label).removeAttribute("aria-expanded");
  });
  const ready = () => {
    const letters = wide.matches ? 68 : narrow.matches ? 34 : 50;
    document.querySelectorAll("nav.md-code__nav:not([aria-label])").forEach(nav => nav.setAttribute("aria-label", `Code ${++count}`));
    document.querySelectorAll("code[data-longest]").forEach(code => reach(code, +code.dataset.longest > letters));
    document.querySelectorAll(".md-typeset__scrollwrap").forEach(box => reach(box, !wide.matches));
    document.querySelectorAll(LEVELS).forEach(label => {
      const part = handle(label), back = label.matches(".md-nav__title");
      if (part !== label) label.removeAttribute("tabindex");
      reach(part, drawn.matches);
      if (drawn.matches) part.setAttribute("role", "button"); else part.removeAttribute("role");
      if (label.htmlFor === "__drawer") part.setAttribute("aria-label", label.title = "Menu");
      else if (back) part.setAttribute("aria-label", `Back from ${label.textContent.trim()}`);
    });
    tell();
    document.documentElement.dataset.access = "ready";
  };
  document.addEventListener("change", tell);
  const plan = () => { delete document.documentElement.dataset.access; clearTimeout(planned); planned = setTimeout(ready, 150); };
  new MutationObserver(plan).observe(document.body, { childList: true, subtree: true });
  for (const name of ["resize", "load"]) addEventListener(name, plan);
  document.addEventListener("toggle", plan, true);
  plan();

  /* The menu of a narrow page is opened by the keyboard, too, level by level, and closed. */
  document.addEventListener("keydown", event => {
    const menu = document.getElementById("__drawer");
    if (event.key === "Escape" && menu?.checked) {
      menu.click();
      handle(document.querySelector(".md-header label[for=__drawer]")).focus();
    } else if (["Enter", " "].includes(event.key) && event.target.closest?.("[role=button]")?.closest(LEVELS)) {
      event.preventDefault();
      event.stopPropagation();
      event.target.closest(LEVELS).control.click();
    }
  }, true);

  /* A printed page has no hidden parts: what folds out is folded out on paper. */
  let opened = [];
  addEventListener("beforeprint", () => { opened = [...document.querySelectorAll("details:not([open])")]; opened.forEach(d => { d.open = true; }); });
  addEventListener("afterprint", () => opened.forEach(d => { d.open = false; }));

  /* A link to what is folded away, or to the heading of a box whose rest is, opens it. */
  const open = hash => {
    const target = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.closest("exercise-box")?.querySelectorAll("details.rest").forEach(fold => { fold.open = true; });
  };
  addEventListener("hashchange", () => open(location.hash));
  addEventListener("click", event => {  /* to a place that the address names already, too */
    const link = event.target.closest?.("a[href*='#']");
    if (link && link.href === location.href) open(link.hash);
  });
  open(location.hash);
})();
