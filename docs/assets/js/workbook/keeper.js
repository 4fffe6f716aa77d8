/* Keeps what is typed in a box: in its file, and until it is there in this browser, with the text that it was made of.
   Where the file was changed elsewhere meanwhile, both texts are shown and the reader chooses. */
(() => {
  "use strict";
  const { el } = workbook;
  const PAUSE = 500, AGAIN = 1000; /* ms: after the last key, and after the server did not answer */
  const stored = (what, name, ...words) => { try { return localStorage[what](`workbook:${name}`, ...words); } catch { return null; } }; /* full, or forbidden */

  workbook.Keeper = class {
    /* `box` has: editor, say(words, kind), `says`, the words that stand there, `choices`, where a choice stands, `placed(line)`, which is told where the function
       stands, and `outdate()`, which is told that another text comes into the editor. */
    constructor(name, box) {
      Object.assign(this, { name, box, version: null, saved: null, timer: 0, going: null, choice: null });
      addEventListener("pagehide", () => this.save());
    }

    async load() {
      const found = await this.fetched(), left = this.draft;
      this.take(found);
      if (!left) return;
      this.drafted = left.text;
      if (left.text === found.text) return this.drop();
      this.box.editor.text = left.text; /* it did not reach its file the last time */
      if (left.base === found.text) return this.typed();
      Object.assign(this, { saved: left.base, version: null }); /* as it was when this was typed */
      this.ask(found);
    }

    /* What stands in the file. While nobody answers, or it cannot be read, the reader is told, and it is asked again. */
    async fetched() {
      for (let told = ""; ;) {
        try {
          const found = await workbook.backend.load(this.name);
          if (told && this.box.says === told) this.box.say(""); /* and nothing else that was said since */
          return found;
        } catch (problem) {
          told = problem.message;
          this.box.say(told, "problem");
          await new Promise(done => setTimeout(done, AGAIN));
        }
      }
    }

    /* Show what stands in the file. */
    take({ text, line, version, file }) {
      Object.assign(this, { saved: text, version });
      this.file = file || this.file;
      this.choice?.remove();
      this.choice = null;
      if (text !== this.box.editor.text) this.box.outdate();
      this.box.editor.text = text;
      this.box.placed(line);
      this.drop();
    }

    get draft() { return JSON.parse(stored("getItem", this.name)); }

    /* What this box left in the browser is in the file, or not wanted; another tab may have left something else. */
    drop() { if (this.draft?.text === this.drafted) stored("removeItem", this.name); }

    get dirty() { return this.box.editor.text !== this.saved; }

    typed() {
      this.drafted = this.box.editor.text;
      this.keeps = stored("setItem", this.name, JSON.stringify({ text: this.drafted, base: this.saved })) !== null;
      this.box.say(this.choice ? "" : "…");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), PAUSE);
    }

    /* Save what is not saved yet, one after the other. Gives whether the file holds what the box shows. */
    async save() {
      clearTimeout(this.timer);
      if (this.choice) return false;
      while (this.going) await this.going;
      if (!this.dirty) { this.isSaved(); return true; }
      this.going = this.send();
      try { await this.going; } finally { this.going = null; }
      return !this.dirty && !this.choice;
    }

    isSaved(now = false) {
      this.drop();
      if (this.lost) this.box.say(this.lost, "problem");
      else if (now || this.box.says) this.box.say(`Saved in ${this.file}.`);
    }

    async send(version = this.version) {
      const text = this.box.editor.text;
      try {
        const done = await workbook.backend.save(this.name, text, version);
        if (done.conflict) return this.ask(done.conflict);
        Object.assign(this, { saved: text, version: done.version, lost: done.said });
        this.box.placed(done.line);
        if (this.dirty) return this.typed();
        this.isSaved(true);
      } catch (problem) {
        this.box.say(`${problem.message} ${this.keeps ? "What you typed is kept in this browser." : "What you typed is in this page only: copy it before you close it."}`, "problem");
        if (problem.again) this.timer = setTimeout(() => this.save(), AGAIN);
      }
    }

    /* The file was changed, by us or elsewhere. */
    async changed() {
      this.stale = true;
      if (this.saved === null || this.fetching) return; /* it is being asked for */
      this.fetching = true;
      while (this.going) await this.going;
      let found;
      while (this.stale) {
        this.stale = false;
        const before = this.saved;
        found = await this.fetched();
        this.stale ||= this.saved !== before; /* what was saved meanwhile may be newer */
      }
      this.fetching = false;
      if (this.going) return;
      if (found.text === this.saved) this.isAsBefore(found);
      else if ((this.dirty || found.gone) && found.text !== this.box.editor.text) this.ask(found);
      else { this.take(found); this.box.say(`Changed in ${this.file}.`); }
    }

    /* The file has the text that was saved last: nothing is to be chosen any more. */
    isAsBefore({ version, line }) {
      this.version = version;
      this.box.placed(line);
      if (!this.choice) return;
      this.choice.remove();
      this.choice = null;
      if (this.dirty) this.typed();
    }

    ask(found) {
      clearTimeout(this.timer);
      const choose = (words, then) => el("button", { type: "button", class: "md-button", onclick: async () => {
        this.choice.remove();
        this.choice = null;
        await then();
        this.box.editor.focus();
      } }, words);
      const text = (title, words) => el("figure", {}, el("figcaption", {}, title), el("pre", { tabindex: 0, role: "group", "aria-label": title }, el("code", {}, words)));
      const made = el("div", { class: "conflict", role: "group", "aria-label": "Which text shall be kept?" },
        el("p", {}, `${found.gone ? `${found.file} is not there any more` : `${this.name} was changed in ${this.file || "its file"} while another text stood here`}. Nothing is lost: choose which to keep.`),
        el("div", { class: "both" }, text("In this box", this.box.editor.text), text(found.gone ? "The stub" : "In the file", found.text)),
        choose("Keep this box", () => this.send(found.version)), choose(found.gone ? "Take the stub" : "Take the file", () => this.take(found)));
      if (this.choice) this.choice.replaceWith(made); else this.box.choices.append(made);
      this.choice = made;
      this.box.say("");
    }
  };
})();
