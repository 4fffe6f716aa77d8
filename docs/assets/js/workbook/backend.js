/* What stands behind the boxes: one interface, whoever keeps it. Here it is `grader learn`, a server on this machine.

     progress()                 { name: verdict }, of the exercises that can be done here
     load(name)                 { text, line, version, file }: the function as it stands in its file, and where; `gone` where
                                there is no such file, and it is the stub
     save(name, text, version)  { line, version }, and `said` where it will not last; where the file has another text than
                                `version`, { conflict: what load gives }
     check(name)                { exercise, which, lines, next, verdicts }: an exercise of the report, the check that it tells
                                of, the terminal's lines, the step that helps ({ kind, about, file, line, command }), and the
                                verdicts that have changed; with `searches` where a mistake has no name yet and its place
                                may be found
     place(name)                { diagnosis }, of the report: what that search has found, or null; it may take seconds
     hint(name, level)          tells that a hint is read
     show(name)                 { title, caption, svg }
     solution(name)             { text }, which is null where none is at hand
     run(code)                  { output, error, svg }
     reset(name, text)          what load gives; the file as it stood is kept, and with this text in it, if it has another
     onchange(listener)         tells the name of an exercise whose text or line has changed in its file, and no name where
                                any may have, since nobody was told for a while

   All but the last give a promise. One that is broken carries a sentence for the reader, and `again` if to wait may help. */
(() => {
  "use strict";
  const MOST_KEPT_ALIVE = 1 << 15; /* bytes; no browser sends more than twice as many once a page is closed */
  const at = new URL(document.querySelector('meta[name="workbook"]').content, location.href);
  const ask = async (what, words = {}) => {
    const body = new Blob([JSON.stringify(words)], { type: "application/json" });
    let answer, said;
    try {
      answer = await fetch(new URL(what, at), { method: "POST", keepalive: body.size < MOST_KEPT_ALIVE, body });
      said = await answer.json();
    } catch {
      throw Object.assign(new Error("The grader does not answer. Is `grader learn` still running?"), { again: true });
    }
    if (!answer.ok) throw Object.assign(new Error(said.message), { again: answer.status === 403 }); /* until the file is opened that it names */
    return said;
  };
  workbook.backend = {
    progress: async () => (await ask("progress")).verdicts,
    load: name => ask("load", { name }),
    save: (name, text, version) => ask("save", { name, text, version }),
    check: name => ask("check", { name }),
    place: name => ask("place", { name }),
    hint: (name, level) => ask("hint", { name, level }),
    show: name => ask("show", { name }),
    solution: name => ask("solution", { name }),
    run: code => ask("run", { code }),
    reset: (name, text) => ask("reset", { name, text }),
    onchange(listener) {
      let stream = null;
      const follow = () => { /* a browser holds few connections open: a page that nobody looks at leaves them to others */
        stream?.close();
        stream = document.hidden ? null : new EventSource(new URL("events", at));
        if (!stream) return;
        stream.onopen = () => listener();
        stream.onmessage = ({ data }) => {
          const { name, verdicts } = JSON.parse(data);
          if (name) listener(name);
          if (verdicts) workbook.progress(verdicts);
        };
      };
      document.addEventListener("visibilitychange", follow);
      follow();
    },
  };
})();
