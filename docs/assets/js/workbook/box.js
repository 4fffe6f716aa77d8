/* The box of an exercise as the place where it is done: an editor, Check, the grader's words, hints one by one. Without
   a grader behind the page it stays the box that the build wrote. */
(() => {
  "use strict";
  const { el, link, exercises } = workbook;
  const button = (words, onclick, more = {}) => el("button", { type: "button", class: "md-button", onclick, ...more }, words);
  const boxes = new Map();
  workbook.boxes = boxes;

  customElements.define("exercise-box", class extends HTMLElement {
    connectedCallback() {
      this.name = this.getAttribute("name");
      boxes.set(this.name, this);
      workbook.whenProgress(() => {
        if (!(this.name in workbook.verdicts)) return;
        if (!this.keeper) this.build();
        this.state.textContent = workbook.words[workbook.verdicts[this.name]];
        this.dataset.verdict = workbook.verdicts[this.name];
      });
    }

    build() {
      const block = this.querySelector(".highlight"), command = this.querySelector(".language-console");
      this.editor = workbook.editable(block, { label: `Your ${this.name}`, onChange: () => this.typed(), onCheck: () => this.check() });
      this.state = el("span", { class: "state" });
      this.querySelector("h3 .headerlink").before(" ", this.state);
      this.said = el("span", { class: "kept", role: "status" });
      this.verdict = el("div", { class: "verdict", role: "status" });
      this.choices = el("div", { role: "alert" });
      this.more = el("div", { class: "after", "aria-live": "polite" });
      this.go = button("Check", () => this.check(), { class: "md-button md-button--primary", "aria-keyshortcuts": "Control+Enter Meta+Enter" });
      command.replaceWith(
        el("p", { class: "keys" }, el("kbd", {}, "Ctrl"), " ", el("kbd", {}, "Enter"), " checks; ", el("kbd", {}, "Esc"), ", then ", el("kbd", {}, "Tab"), " leaves the editor."),
        el("div", { class: "tools" }, this.go, workbook.backend.show && button("Picture", () => this.picture()), button("Start again", () => this.reset()), this.said),
        this.choices, this.verdict, this.more);
      this.classList.add("is-live");
      this.hints = [...this.querySelectorAll("details.hint")];
      this.hints.forEach((hint, at) => {
        hint.hidden = at > 0;
        hint.addEventListener("toggle", () => {
          if (!hint.open) return;
          if (this.hints[at + 1]) this.hints[at + 1].hidden = false;
          workbook.backend.hint(this.name, at + 1).catch(() => { /* it stands here in any case */ });
        });
      });
      this.keeper = new workbook.Keeper(this.name, this);
      this.keeper.load();
    }

    say(words, kind = "") {
      this.said.replaceChildren(...words.split("`").map((part, at) => at % 2 ? el("code", {}, part) : part));
      this.said.className = `kept ${kind}`;
      this.says = words;
    }

    placed(line) { this.line = line || 1; this.editor.firstLine = this.line; }

    typed() { this.outdate(); this.keeper.typed(); }

    /* Another text stands here than the one that was judged. */
    outdate() { this.verdict.classList.add("is-old"); }

    /* Do what takes a moment, once at a time. */
    async busy(words, work) {
      if (this.working) return;
      this.working = true;
      const slow = setTimeout(() => this.say(words), 300);
      try { await work(); } catch (problem) { this.say(problem.message, "problem"); }
      clearTimeout(slow);
      if (this.says === words) this.say("");
      this.working = false;
      if (this.wanted) { this.wanted = false; await this.check(); }
    }

    /* Save what stands here. Gives whether the file holds it; if not, that is said. */
    async save() {
      const saved = await this.keeper.save();
      if (this.keeper.choice) {
        this.say("Choose first which of the two texts to keep.", "problem");
        this.keeper.choice.querySelector("button").focus();
      }
      return saved;
    }

    /* Check it; where something else is going on, afterwards. */
    check() {
      if (this.working) this.wanted = true;
      else return this.busy("Checking …", async () => {
        if (!await this.save()) return;
        const text = this.editor.text, result = await workbook.backend.check(this.name);
        if (!this.wanted) this.show(result, text);
      });
    }

    show(result, text) {
      const { exercise } = this.result = result, place = workbook.placeIn(result, line => this.holds(line));
      const look = place && this.here(place);
      this.judged = text;
      this.editor.mark(null);
      this.verdict.className = `verdict ${exercise.verdict}`;
      this.verdict.replaceChildren(...workbook.verdict(result, place, () => this.lookAt(look)), this.nextStep(result));
      if (this.isJudged()) { if (place) this.editor.mark(look); } else this.outdate();
      this.more.replaceChildren();
      workbook.progress({ [this.name]: exercise.verdict, ...result.verdicts });
      if (exercise.verdict === "pass") this.afterwards(result);
      else workbook.moveFigure(this.name, exercise);
      if (result.searches) this.search(result);
    }

    isJudged() { return this.editor.text === this.judged; }

    /* Whether a line of the file stands in this editor. */
    holds(line) { return line >= this.line && line < this.line + this.editor.text.split("\n").length; }

    /* A place in the file as one in this editor, where some characters count as two columns. */
    here({ line, columns }) {
      const at = line - this.line, signs = [...this.editor.text.split("\n")[at]];
      return { line: at + 1, columns: columns && columns.map(column => signs.slice(0, column).join("").length) };
    }

    /* Where a mistake without a name sits comes after the verdict, unless the reader has gone on meanwhile. */
    async search(result) {
      const { diagnosis } = await workbook.backend.place(this.name).catch(() => ({}));
      if (!diagnosis || this.result !== result || !this.isJudged()) return;
      this.verdict.querySelector(".judged").after(el("p", { class: "question" }, diagnosis.message));
      if (diagnosis.place && !diagnosis.place.file && this.holds(diagnosis.place.line)) this.editor.mark(this.here(diagnosis.place));
    }

    clear() {
      this.editor.mark(null);
      this.verdict.className = "verdict";
      for (const part of [this.verdict, this.more]) part.replaceChildren();
    }

    lookAt(place) {
      const before = this.editor.text.split("\n").slice(0, place.line - 1).join("\n").length;
      this.editor.focus(before + (place.line > 1 ? 1 : 0) + (place.columns?.[0] || 0));
    }

    /* The one thing to do next, which the answer names (see backend.js) as it does on a terminal. */
    nextStep({ next }) {
      const step = (...words) => el("p", { class: "next" }, "Next: ", ...words), raise = el("code", {}, "raise NotImplementedError");
      switch (next.kind) {
        case "on": { const after = workbook.next(this.name); return after ? step(link(after)) : step("all of the course is right."); }
        case "earlier": return step(link(next.about));
        case "write": return step("write it in the place of ", raise, ".");
        case "missing": return step(...(this.editor.text.includes("raise NotImplementedError") ? ["write it in the place of ", raise] : [`write it in ${next.file} again`]), ", and check again.");
        case "file": case "line": return step("correct ", ...this.lineOf(next), ", and check again.");
        case "doctor": return workbook.bar ? step("press Restart Python, and check again.") : step(el("code", {}, next.command), " says what is the matter here.");
        default: return this.nextHint(step);
      }
    }

    nextHint(step) {
      const hint = this.hints.find(one => !one.open);
      if (hint) return step(button(hint.querySelector("summary").textContent, () => { hint.hidden = false; hint.open = true; hint.querySelector("summary").focus(); }));
      return workbook.backend.show ? step(button("Picture", () => this.picture())) : step("look at the rows once more.");
    }

    /* What is to be corrected, in words: the line, with a way to the box of this page in which it stands, be it this one or
       another of its unit; else the file. */
    lineOf({ file, line }) {
      const box = () => [this, ...boxes.values()].find(one => one.keeper && `${exercises.get(one.name).unit.name}.py` === file && one.holds(line));
      if (!line) return [file];
      const found = box();
      if (!found) return [`line ${line} of ${file}`];
      return [button(`line ${line}`, () => box()?.goTo(line)), ...(found === this ? [] : [", in ", el("code", {}, found.name)])];
    }

    /* Go to a line of the file, and mark it. */
    goTo(line) {
      for (const fold of this.querySelectorAll("details.rest")) fold.open = true;
      const place = this.here({ line, columns: null });
      this.lookAt(place);
      this.editor.mark(place);
    }

    /* After a pass: the reference's way, where it is at hand, and the blocks of the page that use the function. */
    async afterwards(result) {
      const add = (...what) => { if (this.result === result) this.more.append(...what); };
      const solution = await workbook.backend.solution(this.name).catch(() => null), blocks = workbook.blocksWith(this.name);
      if (solution?.text) add(el("details", { class: "solution" }, el("summary", {}, "How the reference does it"), workbook.codeBlock(solution.text)));
      for (const block of blocks) await block.run();
      const words = blocks.length > 1 ? `${blocks.length} blocks of this page use it, and ran with yours: ` : "A block of this page uses it, and ran with yours: ";
      if (blocks.length) add(el("p", {}, words, blocks.flatMap((block, at) => [at ? ", " : "", el("a", { href: `#${block.id}` }, block.title)]), "."));
    }

    picture() {
      return this.busy("Drawing …", async () => {
        if (!await this.save()) return;
        const drawn = await workbook.backend.show(this.name);
        this.more.replaceChildren(el("figure", { class: "shown" }, drawn.svg && workbook.picture(drawn.svg, drawn.caption), el("figcaption", {}, drawn.caption)));
      });
    }

    bringStub() {
      return this.busy("…", async () => {
        await this.keeper.save();
        this.keeper.take(await workbook.backend.reset(this.name, this.editor.text));
        this.clear();
        workbook.progress({ [this.name]: "todo" });
        this.editor.begin();
      });
    }

    reset() {
      if (!this.asked) {
        this.asked = el("span", { class: "asked", role: "group", "aria-label": "Start again?" }, `What you wrote will be kept in ${workbook.backend.kept || "exercises/backup"}. `,
          button("Bring the stub back", () => { this.asked.remove(); this.asked = null; this.bringStub(); }),
          button("Keep mine", () => { this.asked.remove(); this.asked = null; this.go.focus(); }));
        this.querySelector(".tools").after(this.asked);
        this.asked.querySelector("button").focus();
      }
    }
  });
})();
