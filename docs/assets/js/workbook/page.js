/* What the parts of the workbook share: making elements, and how far the reader has come. `course.js`, which the build
   writes, has set `workbook.course`. */
(() => {
  "use strict";
  /* An element; what begins with "on" among its attributes is a listener, what is false or null is left out. */
  workbook.el = (kind, attributes = {}, ...children) => {
    const made = document.createElement(kind);
    for (const [name, value] of Object.entries(attributes)) {
      if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
      else if (value !== false && value != null) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.flat().filter(child => child != null && child !== false));
    return made;
  };

  /* A picture: as an image, nothing in it runs. */
  workbook.picture = (svg, alt) => workbook.el("img", { class: "picture", alt, src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}` });

  workbook.exercises = new Map(workbook.course.flatMap(unit => unit.exercises.map(one => [one.name, { ...one, unit }])));
  const root = new URL("../../../", document.currentScript.src);
  workbook.address = name => new URL(`${workbook.exercises.get(name).unit.name}.html#${name}`, root).href;
  workbook.link = (name, ...words) => workbook.el("a", { href: workbook.address(name) }, ...(words.length ? words : [workbook.el("code", {}, name)]));
  workbook.words = { pass: "right", wrong: "not right yet", error: "raises an error", timeout: "does not end", todo: "not written yet", broken: "not graded" };

  /* The verdict on each exercise that can be done here, and those who want to know when one changes. */
  const listeners = [];
  workbook.verdicts = {};
  workbook.whenProgress = listener => { listeners.push(listener); if (workbook.begun) listener(); };
  workbook.progress = verdicts => {
    Object.assign(workbook.verdicts, verdicts);
    workbook.begun = true;
    for (const listener of listeners) listener();
  };
  /* Where the reader is: the first exercise that is not right, from the beginning or after another one; or null. */
  workbook.next = after => order(after).find(name => name in workbook.verdicts && workbook.verdicts[name] !== "pass") || null;
  const order = after => { const all = [...workbook.exercises.keys()], at = all.indexOf(after) + 1; return [...all.slice(at), ...all.slice(0, at)]; };
})();
