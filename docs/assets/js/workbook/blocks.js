/* The code blocks of a lesson, to edit and to run with the reader's own functions. */
(() => {
  "use strict";
  const { el, link, exercises } = workbook;
  const IMPORT = /^[ \t]*from\s+exercises\.\w+\s+import\s+(\([^)]*\)|[^\n#]+)/gm;

  /* The exercises that a text imports. */
  const importsOf = text => [...text.matchAll(IMPORT)].flatMap(found => found[1].replace(/[()\s]+/g, " ").split(",")).map(one => one.trim().split(" ")[0]).filter(name => exercises.has(name));
  /* These, and all that they lean on, in the order of the course. */
  const withNeeds = names => {
    const all = new Set();
    const add = name => { if (!all.has(name)) { all.add(name); exercises.get(name).needs.forEach(add); } };
    names.forEach(add);
    return [...exercises.keys()].filter(name => all.has(name));
  };
  workbook.codeBlock = text => el("div", { class: "highlight" }, el("pre", {}, el("code", { tabindex: 0 }, workbook.coloured(text))));

  class Block {
    constructor(element, number) {
      this.id = element.id ||= `block-${number}`;
      this.section = sectionOf(element);
      this.editor = workbook.editable(element, { label: `Code block ${number}`, onChange: () => this.look(), onCheck: () => this.run() });
      this.first = this.editor.text;
      this.go = el("button", { type: "button", class: "md-button", onclick: () => this.run() }, "Run");
      this.back = el("button", { type: "button", class: "md-button", hidden: true, onclick: () => { this.editor.text = this.first; this.look(); this.go.focus(); } }, "As it was");
      this.said = el("span", { class: "kept", role: "status" });
      this.printed = el("div", { class: "ran", role: "status" });
      element.after(el("div", { class: "tools" }, this.go, this.back, this.said), this.printed);
      element.classList.add("is-live");
      this.look();
    }

    /* Whether it can run, and if not, which box comes first. */
    look() {
      const missing = withNeeds(importsOf(this.editor.text)).find(name => workbook.verdicts[name] === "todo");
      this.go.disabled = Boolean(missing);
      this.back.hidden = this.editor.text === this.first;
      this.said.replaceChildren(...(missing ? ["Solve ", link(missing), " first."] : []));
      return !missing;
    }

    uses(name) { return importsOf(this.editor.text).includes(name); }

    async run() {
      if (!this.look() || this.working) return;
      this.working = true;
      const slow = setTimeout(() => { this.said.textContent = "Running …"; }, 300);
      try {
        for (const box of workbook.boxes.values()) if (box.keeper) await box.keeper.save();
        const { output, error, svg } = await workbook.backend.run(this.editor.text);
        const text = [output.replace(/\n$/, ""), error].filter(Boolean).join("\n");
        const same = text === this.printed.nextElementSibling?.querySelector(".output code, code")?.textContent.trimEnd();
        this.printed.replaceChildren(...[el("p", { class: "panel-name" }, error ? "It stopped" : same ? "With your functions, the same as on this page" : "With your functions"),
          (text || !svg) && el("div", { class: "output highlight" }, el("pre", {}, el("code", { tabindex: 0, class: error ? "failed" : null }, text || "It printed nothing."))),
          svg && workbook.picture(svg, "What this block draws with your functions.")].filter(Boolean));
      } catch (problem) { this.printed.replaceChildren(el("p", { class: "problem" }, problem.message)); }
      clearTimeout(slow);
      this.working = false;
      this.look();
    }
  }

  const headings = [...document.querySelectorAll("article :is(h1, h2, h3)")];
  const sectionOf = element => {
    const before = headings.filter(heading => heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING && !heading.closest("exercise-box"));
    return before.length ? before.at(-1).firstChild.textContent.trim() : document.title;
  };

  let blocks = null;
  workbook.whenProgress(() => {
    if (blocks) blocks.forEach(block => block.look());
    else {
      blocks = [...document.querySelectorAll("article .language-python.run")].map((element, at) => new Block(element, at + 1));
      for (const block of blocks) {
        const same = blocks.filter(other => other.section === block.section);
        block.title = same.length > 1 ? `${block.section} (${same.indexOf(block) + 1})` : block.section;
      }
    }
  });
  /* The blocks of this page that use an exercise and can run. */
  workbook.blocksWith = name => (blocks || []).filter(block => block.uses(name) && block.look());
})();
