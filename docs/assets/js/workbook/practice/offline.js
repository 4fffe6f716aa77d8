/* On a server: keep this page and what it is made of for when there is no network. From a disk all is there anyway. */
(() => {
  "use strict";
  if (!window.isSecureContext || !location.protocol.startsWith("http") || !navigator.serviceWorker) return;
  const { root, index } = window.practice, own = url => new URL(url).origin === location.origin;
  workbook.keepOffline = async () => {
    const kept = await caches.open("lessons"), { files } = await workbook.contents();
    const here = [location.href, ...performance.getEntriesByType("resource").map(entry => entry.name)].filter(own).map(url => url.replace(/[?#].*/, ""));
    const parts = Object.values(files).flatMap(file => file.parts.map(([hash]) => new URL(`parts/${hash}.js`, root).href)); /* with the answers of all units */
    for (const url of new Set([...here, ...parts, new URL("../search/search_index.json", root).href])) if (!await kept.match(url)) await kept.add(url);
    const wanted = new Set([...parts, new URL(`index-${index}.js`, root).href]);
    for (const { url } of await kept.keys()) if (/\/practice\/(parts\/|index-)/.test(url) && !wanted.has(url)) await kept.delete(url); /* of an older bundle */
    await navigator.serviceWorker.register(new URL("../offline.js", root));
  };
})();
