/* The bar at the foot of a lesson that is done in the page: how far Python has come, what is said of it, and its tools. */
(() => {
  "use strict";
  const { el } = workbook;
  const MB = 1e6, megabytes = bytes => (bytes / MB).toFixed(1);
  const progress = el("progress", { "aria-label": "Python is loading", max: 1, value: 0, hidden: true });
  const state = el("span", { class: "state", role: "status" }), told = el("p", { class: "told", role: "status" }), problem = el("div", { class: "told problem", role: "alert" });
  const restart = el("button", { type: "button", class: "md-button" }, "Restart Python");
  const tools = el("div", { class: "tools" }, restart);
  const bar = el("section", { class: "practice", "aria-label": "Python in this page" }, el("div", { class: "line" }, progress, state, tools), told, problem);
  document.querySelector("article").append(bar);

  workbook.bar = {
    tools,
    /* How many bytes have come. */
    bytes(done, all) {
      progress.hidden = false;
      Object.assign(progress, { max: all, value: done });
      state.textContent = `Python is loading: ${megabytes(done)} of ${megabytes(all)} MB`;
    },
    state(words, busy = false) {
      if (busy) progress.removeAttribute("value"); /* no end in sight */
      progress.hidden = !busy;
      state.textContent = words;
    },
    say(words) { told.textContent = words || ""; },
    /* What went wrong, in a sentence, with details for whoever looks into it; null: nothing any more. */
    fail(error) {
      const { message, details } = error || {};
      problem.replaceChildren(...[message && el("p", {}, message), details && el("details", {}, el("summary", {}, "What Python said"), el("pre", { tabindex: 0, role: "group", "aria-label": "What Python said" }, details))].filter(Boolean));
    },
    onrestart(listener) { restart.addEventListener("click", listener); },
  };
})();
