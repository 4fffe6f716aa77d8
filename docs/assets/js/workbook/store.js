/* Keeps what the reader writes in this browser, by release: the files in pieces, the verdicts, and files that another one
   took the place of. Nothing here fails: what the browser does not keep stays in the page, and that is said.

     open({ release, units })  { units, verdicts, said }: the files as they stand. `release` is its stamp, `units` the
                               pieces that it hands out. What was written for an older release is put into them
     put(unit, pieces)         keep a file
     note(verdicts)            keep verdicts
     keep(unit, pieces)        keep a file that another one takes the place of
     replaced()                [{ unit, time, text }]: the files that were kept so, the oldest first
     onchange(listener)        another tab has put: listener(unit, pieces)

   Pieces are [name, text]: an exercise and its lines, or "" and what stands between; together they are the file. `put` and
   `note` give null, or a sentence where nothing is kept. All but the last two give promises. */
(() => {
  "use strict";
  const ALL = "workbook-release:", MOST = 5; /* replaced files that are kept of a unit */
  const HERE = "What you write is kept in this browser and nowhere else: until its data are cleared, or, in a private window, until that is closed. Export it to keep it longer, or to hand it in.";
  const LOST = "What you write is lost when this page is closed. Export it before.";
  let at = "", handedOut = {}, unkept = new Set();

  /* --- the storage, which may be full, or not there at all */
  const read = key => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const keys = () => { try { return Object.keys(localStorage); } catch { return []; } };
  const isThere = () => { try { return Boolean(localStorage); } catch { return false; } };
  const write = (key, value) => {
    try { localStorage.setItem(key, JSON.stringify(value)); unkept.delete(key); } catch { unkept.add(key); }
    return unkept.has(key) ? `${isThere() ? "The storage of this browser is full." : "This browser keeps nothing for these pages."} ${LOST}` : null;
  };
  addEventListener("beforeunload", event => { if (unkept.size) event.preventDefault(); });

  /* --- an older release */
  const namesIn = pieces => pieces.map(([name]) => name).filter(Boolean);
  const textOf = (pieces, name) => pieces.find(([piece]) => piece === name)?.[1];
  const between = pieces => JSON.stringify(pieces.filter(([name]) => !name));
  const writtenIn = ({ pieces, from }) => namesIn(pieces).filter(name => textOf(pieces, name) !== textOf(from, name));

  /* A file of this release with what was written in one of an older release. Where that has more than functions, helpers
     or imports, it is the older file that stays, with the stubs of this release in the place of those that were not written. */
  const brought = (old, fresh) => {
    const written = new Set(writtenIn(old)), taken = ([name, text]) => [name, written.has(name) ? textOf(old.pieces, name) : text];
    const gone = namesIn(old.pieces).filter(name => written.has(name) && textOf(fresh, name) === undefined);
    if (between(old.pieces) === between(old.from) && !gone.length) return fresh.map(taken);
    const kept = old.pieces.filter(([name]) => !name || written.has(name) || textOf(fresh, name) !== undefined)
      .map(([name, text]) => !name || textOf(fresh, name) === undefined ? ["", text] : [name, written.has(name) ? text : textOf(fresh, name)]);
    const imports = fresh.filter(([name]) => !name).flatMap(([, text]) => text.match(/^(?:from|import) .+(?:\((?:[^)]*)\))?$/gm) || []).filter(line => !kept.some(([, text]) => text.includes(line)));
    const missing = fresh.filter(([name]) => name && !kept.some(([other]) => other === name));
    if (missing.length && imports.length) kept.push(["", `\n\n${imports.join("\n")}\n`]);
    for (const piece of missing) kept.push(["", "\n\n"], piece);
    return kept;
  };

  /* The release of this course that was used last, but for this one. */
  const olderThan = release => {
    const all = keys().filter(key => key.startsWith(ALL) && key.endsWith(":used")).map(key => read(key)).filter(one => one?.course === release.course && one.release !== release.release);
    return all.sort((one, other) => other.time - one.time)[0];
  };
  const bring = release => {
    const old = olderThan(release), names = [];
    if (!old) return null;
    const verdicts = read(`${ALL}${old.release}:verdicts`) || {};
    for (const [unit, fresh] of Object.entries(handedOut)) {
      const file = read(`${ALL}${old.release}:file:${unit}`);
      if (!file) continue;
      write(`${at}file:${unit}`, { pieces: brought(file, fresh), from: fresh });
      names.push(...writtenIn(file));
    }
    write(`${at}verdicts`, Object.fromEntries(names.filter(name => verdicts[name]).map(name => [name, verdicts[name]])));
    return names.length ? `These pages are of another release than the last time. What you wrote was brought: ${names.join(", ")}. What was kept for the last one is still there.` : null;
  };

  workbook.store = {
    async open({ release, units }) {
      at = `${ALL}${release.release}:`;
      handedOut = units;
      const first = !read(`${at}used`), told = first ? bring(release) : null;
      const { course, kit } = release, lost = write(`${at}used`, { release: release.release, course, kit, time: Date.now() });
      return {
        units: Object.fromEntries(Object.entries(units).map(([unit, fresh]) => [unit, read(`${at}file:${unit}`)?.pieces || fresh])),
        verdicts: read(`${at}verdicts`) || {},
        said: [told, lost].filter(Boolean).join(" ") || (first ? HERE : null),
      };
    },
    async put(unit, pieces) { return write(`${at}file:${unit}`, { pieces, from: handedOut[unit] }); },
    async note(verdicts) { return write(`${at}verdicts`, { ...read(`${at}verdicts`), ...verdicts }); },
    async keep(unit, pieces) {
      const key = `${at}replaced:${unit}`, text = pieces.map(([, words]) => words).join(""), all = read(key) || [];
      if (text !== all.at(-1)?.text) return write(key, [...all, { unit, time: Date.now(), text }].slice(-MOST));
      return null;
    },
    replaced: () => Object.keys(handedOut).flatMap(unit => read(`${at}replaced:${unit}`) || []).sort((one, other) => one.time - other.time),
    onchange(listener) {
      addEventListener("storage", ({ key, newValue }) => {
        const unit = key?.startsWith(`${at}file:`) && key.slice(`${at}file:`.length);
        if (newValue && unit in handedOut) listener(unit, JSON.parse(newValue).pieces);
      });
    },
  };
})();
