/* The map of the course: a mark for each exercise by unit, what leans on what, and where the reader is; small in the
   menu, whole on the first page. */
(() => {
  "use strict";
  const { el, exercises, course, words } = workbook;
  const listed = names => names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];
  const leaning = name => [...exercises.values()].filter(one => one.needs.includes(name)).map(one => one.name);

  const marks = unit => unit.exercises.filter(one => one.name in workbook.verdicts).map(({ name }) => {
    const verdict = workbook.verdicts[name], here = name === workbook.next();
    return el("a", { href: workbook.address(name), class: `mark ${verdict}`, "data-name": name, title: `${name}: ${words[verdict]}`, "aria-current": here && "step" },
      el("span", {}, name), el("span", { class: "unseen" }, `: ${words[verdict]}${here ? ", you are here" : ""}`));
  });
  const countOf = units => {
    const all = units.flatMap(unit => unit.exercises).filter(one => one.name in workbook.verdicts), right = all.filter(one => workbook.verdicts[one.name] === "pass");
    return `${right.length} of ${all.length}`;
  };

  /* In words, and by the marks that light up: what an exercise leans on, and what leans on it. */
  const explain = (map, name) => {
    const { needs, title } = exercises.get(name), later = leaning(name);
    const parts = [`${name}: ${title.replace(/\.$/, "")}.`, needs.length && `It leans on ${listed(needs)}.`, later.length && `${listed(later)} ${later.length > 1 ? "lean" : "leans"} on it.`];
    map.querySelector(".told").textContent = parts.filter(Boolean).join(" ");
    for (const mark of map.querySelectorAll(".mark")) {
      mark.classList.toggle("needed", needs.includes(mark.dataset.name));
      mark.classList.toggle("leans", later.includes(mark.dataset.name));
    }
  };

  customElements.define("course-map", class extends HTMLElement {
    connectedCallback() {
      workbook.whenProgress(() => this.draw());
      for (const sign of ["focusin", "pointerover"]) this.addEventListener(sign, event => { const mark = event.target.closest?.(".mark"); if (mark) explain(this, mark.dataset.name); });
    }

    draw() {
      const held = this.contains(document.activeElement) && document.activeElement.dataset.name, next = workbook.next();
      const units = course.filter(unit => unit.exercises.some(one => one.name in workbook.verdicts));
      this.replaceChildren(
        el("p", { class: "sum" }, `${countOf(units)} exercises are right. `, next ? ["Go on with ", workbook.link(next), "."] : "That is all of them."),
        el("ol", {}, units.map(unit => el("li", {}, el("p", { class: "unit" }, unit.title, el("span", {}, countOf([unit]))), el("p", { class: "marks" }, marks(unit).flatMap(mark => [mark, " "]))))),
        el("p", { class: "told" }, "Point at an exercise, or move to it with the Tab key, to see what it leans on."));
      if (held) this.querySelector(`[data-name="${held}"]`)?.focus({ preventScroll: true });
    }
  });

  /* In the menu: under each lesson, its marks. */
  const menu = document.querySelector(".md-nav--primary");
  workbook.whenProgress(() => {
    for (const unit of course) {
      const entry = [...menu.querySelectorAll("a.md-nav__link")].find(one => new URL(one.href).pathname.endsWith(`/${unit.name}.html`))?.closest("li");
      const made = entry && marks(unit);
      if (!made?.length) continue;
      const before = entry.querySelector(":scope > .marks"), held = before?.contains(document.activeElement) && document.activeElement.dataset.name;
      before?.remove();
      entry.append(el("p", { class: "marks", "aria-label": `${unit.title}: ${countOf([unit])} right`, role: "group" }, made));
      if (held) made.find(mark => mark.dataset.name === held)?.focus({ preventScroll: true });
    }
  });
})();
