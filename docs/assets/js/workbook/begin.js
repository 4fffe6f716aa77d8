/* Ask the grader behind the page how far the reader has come; when it answers, boxes, blocks and map come to life. Where it
   cannot, that is said, and it is asked again. Of Python in the page, its bar tells. */
(() => {
  "use strict";
  const AGAIN = 1000; /* ms */
  const problem = workbook.el("p", { class: "problem", role: "alert" });
  const begin = () => workbook.backend.progress().then(verdicts => {
    problem.remove();
    workbook.progress(verdicts);
    const lookAgain = () => {
      for (const box of workbook.boxes.values()) box.keeper?.changed();
      workbook.backend.progress().then(workbook.progress, () => { /* a box will say so */ });
    };
    workbook.backend.onchange(name => name ? workbook.boxes.get(name)?.keeper?.changed() : lookAgain());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) lookAgain(); }); /* how does it stand now? */
  }, ({ message }) => {
    if (workbook.bar) return;
    if (problem.textContent !== message) problem.textContent = message;
    if (!problem.isConnected) document.querySelector("article h1").after(problem);
    setTimeout(begin, AGAIN);
  });
  begin();
})();
