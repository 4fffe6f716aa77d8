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
}
