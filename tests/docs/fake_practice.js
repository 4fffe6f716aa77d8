/* What stands between the boxes and the two Pythons of a page, for tests of what is kept: `files` are those of the reader. */
window.playPractice = stamp => {
  "use strict";
  const tools = document.createElement("div"), said = document.createElement("p");
  said.id = "said";
  document.querySelector("article").append(tools, said);
  window.files = {};
  const textOf = pieces => pieces.map(([, text]) => text).join("");
  workbook.practice = {
    tools,
    said(words) { said.textContent = words; },
    onready(then) { window.begin = then; },
    files: () => ({ ...Object.fromEntries(Object.entries(files).map(([unit, pieces]) => [`exercises/${unit}.py`, textOf(pieces)])), "exercises/release.json": stamp }),
    cut: texts => window.cut(texts),
    async take(found) {
      for (const [unit, pieces] of Object.entries(found)) {
        await workbook.store.keep(unit, files[unit]);
        await workbook.store.put(unit, files[unit] = pieces);
      }
    },
  };
  window.openStore = async (release, units) => {
    const found = await workbook.store.open({ release, units });
    window.files = found.units;
    return found;
  };
  window.putFile = (unit, pieces) => workbook.store.put(unit, files[unit] = pieces);
  window.fillStorage = () => {
    for (let size = 1 << 22, count = 0; size; size >>= 1) {
      try { for (;;) localStorage[`room${count++}`] = "x".repeat(size); } catch { /* less fits */ }
    }
  };
};
