/* Where a grader stands behind the page, the exercises are done in their boxes: a server says so in a meta element. Or
   Python lies beside the pages and the reader asks for it: `practice/here.js` tells (see try.js). Elsewhere this is all
   that a page loads of it, and nothing changes. Classic scripts, run in this order. */
(() => {
  "use strict";
  const base = new URL(".", document.currentScript.src), add = (kind, more) => document.head.append(Object.assign(document.createElement(kind), more));
  const load = names => {
    add("link", { rel: "stylesheet", href: new URL("../../css/workbook.css", base) });
    for (const name of names) add("script", { src: new URL(`${name}.js`, base), async: false });
  };
  const boxes = ["editor", "report", "figure", "keeper", "box", "blocks", "map", "begin"];
  if (document.querySelector('meta[name="workbook"]')) return load(["course", "page", "backend", ...boxes]);
  let began = false; /* on an earlier page: then the map is shown on all */
  try { began = localStorage.getItem("workbook:began") === "1"; } catch { /* no storage here */ }
  if (!began && !document.querySelector("exercise-box")) return;
  const root = new URL("../../../practice/", base);
  document.addEventListener("practice", ({ detail }) => {
    window.practice = { ...detail, root, began, open: () => load(["course", "page", "store", "zip", "practice/bundle", "practice/worker", "practice/python", "practice/bar", "practice/offline", "practice/backend", "take", ...boxes]) };
    add("script", { src: new URL("try.js", base) });
  });
  add("script", { src: new URL("here.js", root) });
})();
