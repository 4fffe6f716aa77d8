/* The backend of a page that has nothing behind it but files (see backend.js for what it has to answer): texts are kept
   by `workbook.store`, and Python in two web workers runs them and judges. The one that runs what the reader wrote knows
   no answer. Where there is no room for two, one does both, which the page says.

   For what is built on it, `workbook.practice` has
     files()      { path: text } of the reader's files as they stand, with the stamp of the release
     cut(files)   promise of pieces by unit, of { unit: text }
     take(units)  promise; pieces by unit take the place of what stands there, which is kept
     ask(…)       what is asked of Python: a request, what belongs to it, and the names whose answers it needs */
(() => {
  "use strict";
  const { exercises, course, store, bar } = workbook;
  const SETTLE = 1500; /* ms without another change, after which it is graded beside */
  const ALONE = "Your code and the answers share one Python here, as this browser has no room for two: for you, not for marks.";
  const WHERE = "this browser", UNKNOWN = "wrong"; /* until it is graded: not known to be right */
  let contents, units = {}, verdicts = {}, listener = () => {};

  /* --- the files */
  const unitOf = name => exercises.get(name).unit.name;
  const pieceOf = name => units[unitOf(name)].find(([piece]) => piece === name);
  const handedOut = name => contents.units[unitOf(name)].find(([piece]) => piece === name)[1];
  const bare = text => text.replace(/\r?\n$/, "");
  const linesBefore = name => {
    const pieces = units[unitOf(name)], at = pieces.findIndex(([piece]) => piece === name);
    return pieces.slice(0, at).reduce((sum, [, text]) => sum + text.split("\n").length - 1, 0);
  };
  const textOf = unit => units[unit].map(([, text]) => text).join("");
  const texts = () => Object.fromEntries(Object.keys(units).map(unit => [unit, textOf(unit)]));
  const found = name => {
    if (!pieceOf(name)) units[unitOf(name)].push(["", "\n\n"], [name, handedOut(name)]);
    const text = bare(pieceOf(name)[1]);
    return { text, line: linesBefore(name) + 1, version: text, file: WHERE };
  };
  const ready = (async () => {
    contents = await workbook.contents();
    const kept = await store.open({ release: contents.stamp, units: contents.units });
    ({ units, verdicts } = kept);
    bar.say(kept.said);
    store.onchange((unit, pieces) => {
      units[unit] = pieces;
      for (const [name] of pieces) if (name) listener(name);
    });
  })();
  ready.catch(problem => bar.fail(problem));

  const here = () => course.filter(unit => contents.done.includes(unit.name)).flatMap(unit => unit.exercises).map(one => one.name);
  const isTodo = name => bare(pieceOf(name)?.[1] ?? "") === bare(handedOut(name));
  const verdictOf = name => isTodo(name) ? "todo" : verdicts[name] && verdicts[name] !== "todo" ? verdicts[name] : UNKNOWN;
  const note = async new_ => {
    const changed = Object.fromEntries(Object.entries(new_).filter(([name, verdict]) => verdicts[name] !== verdict));
    Object.assign(verdicts, changed);
    const lost = await store.note(changed);
    if (lost) bar.fail({ message: lost });
    return changed;
  };
  const put = async (unit, pieces) => {
    units[unit] = pieces;
    return store.put(unit, pieces);
  };

  /* --- the two Pythons */
  const CORE = "pyodide.asm.wasm";
  let core = null;
  workbook.runtime = async () => {
    const { wheel, files: all, done } = await workbook.contents();
    const first = Object.keys(all).filter(name => !done.includes(name.replace(/\.zip$/, ""))); /* the answers of a unit come when it is begun */
    const { [CORE]: compiled, ...files } = await workbook.filesOf(first, bar.bytes);
    core ||= WebAssembly.compileStreaming(new Response(compiled.blob.stream().pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": "application/wasm" } }))
      .catch(problem => { core = null; throw workbook.fallen(problem.message); });
    return { files, wheel, core: await core };
  };
  const told = () => {
    const all = [...new Set([judge, student])], states = all.map(one => one.state);
    if (states.includes("starting")) bar.state("Python starts …", true);
    else if (states.every(state => state === "ready")) {
      bar.state("Python is ready.");
      workbook.keepOffline?.().catch(() => { /* no room, or not allowed: then a network is needed */ });
      delete workbook.keepOffline; /* once a page */
    }
    else bar.state("");
  };
  const make = does => {
    const one = new workbook.Python(does, state => {
      if (state === "slow") { spare ||= make(does); spare.start().catch(() => { /* then the next one starts later */ }); } else one.state = state;
      told();
    });
    one.state = "ended";
    return one;
  };
  let spare = null; /* starts while a job seems not to end, so that nobody waits for it afterwards */
  let judge = make({ judges: true, runs: false }), student = make({ judges: false, runs: true });
  const begin = async () => {
    if (!judge.ready || !student.ready) settle((await Promise.allSettled([workbook.runtime()]))[0]); /* what does not come is no question of room */
    const both = [judge, student];
    const [one, other] = await Promise.allSettled(both.map(python => python.start()));
    if (both[0] !== judge || judge === student || other.status === "fulfilled" || other.reason.stopped) return settle(one);
    for (const python of both) python.end();
    judge = student = make({ judges: true, runs: true });
    const [alone] = await Promise.allSettled([judge.start()]);
    settle(alone);
    bar.say(ALONE);
  };
  const settle = ({ reason }) => { if (reason && !reason.stopped) { bar.state(""); throw reason; } };
  let waking = null;
  const wake = () => {
    if (waking) return waking;
    const mine = waking = begin().finally(() => { if (waking === mine) waking = null; });
    return mine;
  };
  const restart = () => {
    for (const python of [judge, student]) python.end();
    bar.fail(null);
    waking = null;
    return wake();
  };
  bar.onrestart(() => restart().catch(problem => bar.fail(problem)));
  for (const sign of ["focusin", "pointerdown"]) {
    document.addEventListener(sign, ({ target }) => { if (target.closest?.("exercise-box, .language-python.run")) wake().catch(problem => bar.fail(problem)); });
  }

  /* The answer to a request: the one who judges names jobs, the other does them, until there is an answer. */
  const ask = async (what, body, names = []) => {
    const order = contents.done, last = Math.max(-1, ...names.map(name => order.indexOf(unitOf(name)))), recordings = [];
    for (let spent = 0; ;) {
      await wake();
      await judge.have(order.slice(0, last + 1));
      const { answer, job, terms } = await judge.judge(what, body, recordings);
      if (answer?.broken) throw workbook.fallen(answer.broken);
      if (answer?.message) throw new Error(answer.message);
      if (answer) return answer;
      const made = await student.run(job, { ...terms, total: terms.total - spent });
      recordings.push(made);
      spent += made.seconds;
      if (spare && !student.ready) [judge, student] = judge === student ? [spare, spare] : [judge, spare];
      else spare?.end();
      spare = null;
      if (!student.ready) wake().catch(() => { /* who needs it is told */ });
    }
  };

  /* One request at a time; what is graded beside stops for what the reader asks. */
  let last = Promise.resolve(), beside = false, timer = 0;
  const due = new Set(); /* what is to be graded beside */
  const inTurn = work => {
    const mine = last.then(work);
    last = mine.catch(() => { /* told to who asked */ });
    return mine;
  };
  const arm = () => {
    clearTimeout(timer);
    if (due.size) timer = setTimeout(() => inTurn(grade), SETTLE);
  };
  const first = (...request) => {
    clearTimeout(timer);
    if (beside) student.end();
    return inTurn(async () => { await ready; bar.fail(null); return ask(...request); }).catch(problem => {
      if (problem.details) bar.fail(problem);
      throw problem;
    }).finally(arm);
  };
  const grade = async () => {
    const names = [...due];
    beside = true;
    try {
      workbook.progress(await note((await ask("verdicts", { files: texts(), names }, names)).verdicts));
      for (const name of names) due.delete(name);
    } catch { /* the next change, or check, tries again */ }
    beside = false;
  };
  const gradeBeside = names => {
    for (const name of names) due.add(name);
    arm();
  };
  const leaning = name => here().filter(other => other !== name && reaches(other, name) && !isTodo(other));
  const reaches = (from, name) => exercises.get(from).needs.some(need => need === name || reaches(need, name));

  const refuse = (name, text) => {
    if (text.length > 1 << 16) throw new Error(`This is too long for a function, so it is not saved: ${text.length} of ${1 << 16} characters.`);
    if (!new RegExp(`^\\s*(?:(?:async\\s+)?def\\s+${name}\\b|${name}\\s*[:=])`, "m").test(text)) throw new Error(`The line with \`def ${name}(\` is missing, so this is not saved. Bring it back.`);
  };

  workbook.backend = {
    kept: WHERE,
    async progress() {
      await ready;
      return Object.fromEntries(here().map(name => [name, verdictOf(name)]));
    },
    async load(name) { await ready; return found(name); },
    async save(name, text, version) {
      await ready;
      const now = found(name);
      if (now.text === text) return now;
      if (now.version !== version) return { conflict: now };
      refuse(name, text);
      const said = await put(unitOf(name), units[unitOf(name)].map(([piece, old]) => [piece, piece === name ? `${text}\n` : old]));
      await note({ [name]: UNKNOWN });
      gradeBeside([name, ...leaning(name)]);
      return { ...found(name), said };
    },
    async check(name) {
      const told = await first("check", { name, files: texts() }, [name]);
      const changed = await note({ [name]: told.exercise.verdict });
      due.delete(name);
      gradeBeside(leaning(name));
      return { ...told, verdicts: changed };
    },
    place: name => first("place", { name, files: texts() }, [name]),
    hint: async () => ({}),
    solution: async () => ({ text: null }),
    run: code => first("run", { code, files: texts() }),
    async reset(name, text) {
      await ready;
      const unit = unitOf(name), kept = found(name).text, having = words => units[unit].map(([piece, old]) => [piece, piece === name ? words : old]);
      await store.keep(unit, units[unit]);
      if (text !== kept) await store.keep(unit, having(`${text}\n`));
      await put(unit, having(handedOut(name)));
      return found(name);
    },
    onchange(then) { listener = then; },
  };

  workbook.practice = {
    files: () => ({ ...Object.fromEntries(Object.keys(units).map(unit => [`exercises/${unit}.py`, textOf(unit)])), "exercises/release.json": contents.stamp_text }),
    ask: first,
    cut: files => first("cut", { files }),
    async take(new_) {
      for (const [unit, pieces] of Object.entries(new_)) {
        await store.keep(unit, units[unit]);
        const lost = await put(unit, pieces);
        if (lost) bar.fail({ message: lost });
        for (const [name] of pieces) if (name) listener(name);
      }
      gradeBeside(here().filter(name => !isTodo(name)));
    },
    said: bar.say,
    tools: bar.tools,
    onready: then => ready.then(then),
  };
  if (!window.practice.began) wake().catch(problem => bar.fail(problem));
})();
