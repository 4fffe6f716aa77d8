/* Take what was written along, as a zip that every command of the grader reads, and bring it back. */
(() => {
  "use strict";
  const { el, practice, store, course } = workbook;
  const MOST = 1 << 17; /* bytes of a unit's file, as on the command line */
  const two = number => String(number).padStart(2, "0");
  const day = date => [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  const moment = date => `${day(date)}_${two(date.getHours())}-${two(date.getMinutes())}-${two(date.getSeconds())}`;
  const listed = names => names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names[0];

  /* All files as they stand, and those that others took the place of, as `grader reset` leaves them. */
  const exported = () => {
    const old = store.replaced().map(({ unit, time, text }) => [`exercises/backup/${unit}_${moment(new Date(time))}.py`, text]);
    return workbook.zip({ ...practice.files(), ...Object.fromEntries(old) });
  };
  const save = async () => {
    const left = [];
    for (const [exercise, box] of workbook.boxes) if (box.keeper && !await box.keeper.save()) left.push(exercise);
    const address = URL.createObjectURL(exported()), name = `calculus-${day(new Date())}.zip`;
    el("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    practice.said(`Saved as ${name}. The grader reads it, and so does Import, in another browser, too.${left.length ? ` It lacks what stands in the box of ${listed(left)}: that is not saved, as is said there.` : ""}`);
  };

  /* Which unit a path is the file of; those in `backup` are older ones. */
  const unitOf = path => {
    const parts = path.split("/"), unit = parts.at(-1).match(/^(\w+)\.py$/)?.[1];
    return parts.some(part => part === "backup" || part.startsWith(".") || part.startsWith("__")) ? undefined : course.find(one => one.name === unit)?.name;
  };
  const decoded = (path, bytes) => {
    try { return new TextDecoder("utf-8", { fatal: true }).decode(bytes); } catch { throw new Error(`${path} is not UTF-8 text. Save it again as UTF-8. Nothing was changed.`); }
  };
  const textsIn = async file => {
    const buffer = await file.arrayBuffer();
    if (!/\.zip$/i.test(file.name)) return unitOf(file.name) ? { [file.name]: decoded(file.name, new Uint8Array(buffer)) } : {};
    const found = Object.entries(await workbook.unzip(buffer, unitOf)), inExercises = found.filter(([path]) => path.split("/").at(-2) === "exercises");
    return Object.fromEntries((inExercises.length ? inExercises : found).map(([path, bytes]) => [path, decoded(path, bytes)])); /* a whole kit has others, too */
  };
  const bring = async files => {
    const found = {}, twice = new Set();
    for (const file of files) {
      for (const [path, text] of Object.entries(await textsIn(file))) {
        const unit = unitOf(path);
        if (text.length > MOST) throw new Error(`${path} is larger than 128 kB, too large to be source code. Nothing was changed.`);
        if (unit in found && found[unit] !== text) twice.add(unit);
        found[unit] = text;
      }
    }
    if (twice.size) throw new Error(`There is more than one file of ${listed([...twice])}. Nothing was changed.`);
    if (!Object.keys(found).length) throw new Error(`It holds no lesson file, such as ${course[0].name}.py. Nothing was changed.`);
    for (const box of workbook.boxes.values()) await box.keeper?.save(); /* what was just typed is compared, and kept, too */
    const now = practice.files(), news = Object.entries(found).filter(([unit, text]) => now[`exercises/${unit}.py`] !== text);
    if (!news.length) return "All of this is here already.";
    await practice.take(await practice.cut(Object.fromEntries(news)));
    return `Imported: ${listed(news.map(([unit]) => `${unit}.py`))}. What stood here before is kept, and comes with the next export, in exercises/backup.`;
  };

  const chosen = el("input", { type: "file", accept: ".zip,.py", multiple: true, hidden: true, "aria-label": "Files to import" });
  chosen.addEventListener("change", async () => {
    try { practice.said(await bring([...chosen.files])); } catch (problem) { practice.said(problem.message); }
    chosen.value = "";
  });
  practice.onready(() => {
    practice.tools.append(
      el("button", { type: "button", class: "md-button", onclick: save }, "Export"),
      el("button", { type: "button", class: "md-button", onclick: () => chosen.click() }, "Import"), chosen);
  });
})();
