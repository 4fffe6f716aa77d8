/* Where a grader stands behind the page, its server says so in a meta element, and the exercises are done in their
   boxes. Elsewhere this is all that a page loads of it, and nothing changes. Classic scripts, run in this order. */
(() => {
  "use strict";
  if (!document.querySelector('meta[name="workbook"]')) return;
  const base = new URL(".", document.currentScript.src), add = (kind, more) => document.head.append(Object.assign(document.createElement(kind), more));
  add("link", { rel: "stylesheet", href: new URL("../../css/workbook.css", base) });
  for (const name of ["course", "page", "backend", "editor", "report", "figure", "keeper", "box", "blocks", "map", "begin"]) add("script", { src: new URL(`${name}.js`, base), async: false });
})();
