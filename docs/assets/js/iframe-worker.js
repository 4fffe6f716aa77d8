/* The search runs in a worker, and a browser starts none from file://. There, this one runs the same script in a hidden
   frame that shares the page's origin, and passes messages both ways. On a server the browser's own worker stays; it is
   also there for those who have no file to start, but a text (`workbook/practice/python.js`). */
window.BrowserWorker = window.Worker;
if (location.protocol === "file:") {
  window.Worker = class extends EventTarget {
    constructor(url) {
      super();
      const frame = Object.assign(document.createElement("iframe"), { hidden: true, title: "search" });
      const waiting = [];
      let inside = null;
      const pass = data => inside.dispatchEvent(new inside.MessageEvent("message", { data }));
      this.postMessage = data => inside ? setTimeout(pass, 0, data) : waiting.push(data);
      this.terminate = () => frame.remove();
      document.documentElement.append(frame);
      const start = frame.contentWindow, script = frame.contentDocument.createElement("script");
      start.postMessage = data => setTimeout(() => {
        const event = new MessageEvent("message", { data });
        this.dispatchEvent(event);
        if (this.onmessage) this.onmessage(event);
      });
      script.src = String(url);
      script.onload = () => { inside = start; waiting.splice(0).forEach(data => setTimeout(pass, 0, data)); };
      frame.contentDocument.head.append(script);
    }
  };
} else {
  /* The index of the search weighs half as much as the rest of a page: it comes when a reader turns to the search, or
     where pages are kept for when there is no network (`offline.js`). */
  const asked = new Promise(done => {
    if (/[?&][hq]=/.test(location.search) || navigator.serviceWorker?.controller) done();
    for (const sign of ["change", "focusin"]) {
      document.addEventListener(sign, event => { if (event.target.matches("#__search, .md-search__input")) done(); });
    }
  });
  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    this.waits = String(address).endsWith("/search_index.json");
    open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (this.waits) asked.then(() => send.apply(this, body)); else send.apply(this, body);
  };
}
