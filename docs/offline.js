/* Keeps pages that were read, with Python for them, for when there is no network. Only who asks for Python in the page
   registers it (`workbook/practice/offline.js`); what is new is always asked for first. */
"use strict";
const KEPT = "lessons";
addEventListener("install", () => skipWaiting());
addEventListener("activate", event => event.waitUntil(clients.claim()));
addEventListener("fetch", event => {
  const url = new URL(event.request.url);
  if (event.request.method === "GET" && url.origin === location.origin) event.respondWith(answer(event.request, url));
});

async function answer(request, url) {
  const kept = await caches.open(KEPT), place = url.origin + url.pathname, old = await kept.match(place);
  if (old && /\/practice\/(parts\/|index-)/.test(url.pathname)) return old; /* their names say what is in them */
  try {
    const fresh = await fetch(request);
    if (fresh.status === 200) kept.put(place, fresh.clone()).catch(() => { /* there is no room: it stays as it was */ });
    return fresh;
  } catch (problem) {
    if (old) return old;
    throw problem;
  }
}
