/* What the grader says of an exercise, below its editor: the sentences of the report, which are the terminal's. */
(() => {
  "use strict";
  const { el, link } = workbook;

  /* A message: its table as a table, what stands around it as paragraphs. */
  const cells = line => line.trim().split(/ {3,}/);
  workbook.message = text => {
    const lines = text.split("\n"), head = lines.findIndex(line => /\S {3,}yours {3,}\s*expected$/.test(line));
    const words = line => el("p", { class: "said" }, line);
    if (head < 0) return lines.filter(Boolean).map(words);
    const end = lines.findIndex((line, at) => at > head && cells(line).length !== 3), rest = end < 0 ? lines.length : end;
    return [...lines.slice(0, head).map(line => el("p", { class: "call" }, el("code", {}, line))), table(lines.slice(head, rest).map(cells)), ...lines.slice(rest).filter(Boolean).map(words)];
  };
  const table = ([names, ...rows]) => el("table", { class: "rows" },
    el("caption", { class: "unseen" }, "The worst rows: input, your answer, the expected answer"),
    el("thead", {}, el("tr", {}, names.map(name => el("th", { scope: "col" }, name)))),
    el("tbody", {}, rows.map(([at, yours, expected]) => el("tr", {}, el("th", { scope: "row" }, at),
      el("td", { class: yours === expected ? null : "differs" }, yours), el("td", {}, expected)))));

  /* The verdict with all that belongs to it. `place` is the one to mark, or null; `hear` is told that the reader wants to
     look at it. */
  workbook.verdict = (result, place, hear) => {
    const { exercise, which, lines } = result, asked = lines.indexOf(exercise.diagnosis?.message);
    const said = (from, to) => workbook.message(lines.slice(from, to).join("\n"));
    const head = el("p", { class: "judged" }, el("strong", {}, exercise.verdict.toUpperCase()), which ? ` ${which}` : "",
      place && [" ", el("button", { type: "button", class: "place", onclick: hear }, `line ${place.line}`)]);
    return asked < 0 ? [head, ...said(0)] : [head, ...said(0, asked), el("p", { class: "question" }, lines[asked]), ...said(asked + 1)];
  };

  /* The line to mark: where an edit would make it right, where an error was raised or its file cannot be read, or, for a
     mistake that is named, the definition. Lines are those of the file; `holds(line)` says which can be marked. */
  workbook.placeIn = ({ exercise, next }, holds) => {
    if (exercise.verdict === "pass" || exercise.verdict === "todo") return null;
    const found = exercise.diagnosis?.place;
    if (found && !found.file && holds(found.line)) return found;
    const line = [next.file === `${exercise.unit}.py` && next.line, exercise.diagnosis && exercise.line].find(one => one && holds(one));
    return line ? { line, columns: null } : null;
  };

  /* The first failing input, as a figure can show it: the first row's label, and what it counts. */
  workbook.firstInput = exercise => {
    const check = exercise.checks.find(one => !one.hidden && one.verdict !== "pass" && one.message);
    const lines = check ? check.message.split("\n") : [], head = lines.findIndex(line => /yours\s+expected$/.test(line));
    return head < 0 ? null : { [cells(lines[head])[0]]: cells(lines[head + 1])[0] };
  };
})();
