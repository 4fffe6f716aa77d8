/* Keeps what the reader writes in this browser, by release: the files in pieces, the verdicts, and files that were
   replaced. What cannot be kept is said, and stays in the page.

     open({ release, units })  { units, verdicts, said }: the files as they stand, and a sentence for the reader or null;
                               `release` is its stamp, `units` the pieces that are handed out
     put(unit, pieces)         keep a file
     note(verdicts)            keep verdicts
     keep(unit, pieces)        keep a file that is replaced
     onchange(listener)        another tab has put: listener(unit, pieces)

   Pieces are [name, text]: an exercise and its lines, or "" and what stands between; together they are the file. */
(() => {
  "use strict";
  const FULL = "This browser keeps nothing more, so what you write is lost when this page is closed. Copy it somewhere.";
  let at = "";
  const get = key => { try { return JSON.parse(localStorage.getItem(at + key)); } catch { return null; } };
  const set = (key, value) => {
    try { localStorage.setItem(at + key, JSON.stringify(value)); } catch { throw new Error(FULL); }
  };
  workbook.store = {
    async open({ release, units }) {
      at = `workbook:${release.release}:`;
      const found = Object.fromEntries(Object.entries(units).map(([unit, pieces]) => [unit, get(unit) || pieces]));
      let said = null;
      try { set("used", Date.now()); } catch (problem) { said = problem.message; }
      return { units: found, verdicts: get("verdicts") || {}, said };
    },
    async put(unit, pieces) { set(unit, pieces); },
    async note(verdicts) { set("verdicts", { ...get("verdicts"), ...verdicts }); },
    async keep(unit, pieces) { set(`old:${unit}:${Date.now()}`, pieces); },
    onchange(listener) {
      addEventListener("storage", ({ key, newValue }) => {
        const unit = key?.startsWith(at) && key.slice(at.length);
        if (newValue && workbook.course.some(one => one.name === unit)) listener(unit, JSON.parse(newValue));
      });
    },
  };
})();
