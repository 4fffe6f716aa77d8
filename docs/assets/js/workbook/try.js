/* Offer Python in the page: a button in each box, which loads it. Who has pressed it once need not do so again. */
(() => {
  "use strict";
  const { units, bytes, began, open } = window.practice;
  const offers = [];
  const begin = () => {
    try { localStorage.setItem("workbook:began", "1"); } catch { /* it is asked for again on the next page */ }
    for (const one of offers) one.remove();
    open();
  };
  for (const box of document.querySelectorAll("exercise-box")) {
    const unit = box.querySelector(".filename")?.textContent.match(/(\w+)\.py$/)?.[1], offer = document.createElement("p");
    offer.className = "try";
    if (!units.includes(unit)) offer.textContent = "Plots are not drawn in the page: do this one with `uv run grader learn`, or in a terminal.";
    else if (began) continue;
    else {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "md-button", textContent: "Try it here", onclick: begin });
      offer.append(button, ` Python comes into this page, about ${Math.round(bytes / 1e6)} MB once. Nothing is installed, and nothing leaves your machine.`);
      offers.push(offer);
    }
    box.querySelector(".language-console").before(offer);
  }
  if (began) open();
})();
