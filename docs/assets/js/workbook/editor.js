/* Code that can be edited. Until the reader enters it, it is the page's own code block; then CodeMirror is fetched and
   takes its place, or, should that fail, a plain field. Both keep one interface:

     text          what stands in it; to set it tells nobody
     firstLine     the number of its first line in the file (to set)
     mark(place)   marks { line, columns: [from, to] or null } with line counted from 1; null takes the mark away
     focus(from, to)  enters it, at a place in the text, and selects up to another one
     begin()       enters it where what is typed takes the place of a stub's last line
     insert(text)  takes the place of what is selected, as if typed */
(() => {
  "use strict";
  const TOKENS = /(#.*)|("""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|\b(and|as|assert|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)\b|\b(True|False|None)\b|\b(\d[\w.]*)/g;
  const CLASSES = ["c1", "s2", "k", "kc", "mi"];
  const { el } = workbook;
  const base = new URL("../../codemirror/codemirror.min.js", document.currentScript.src).href;
  let loading = null;
  const fetchEditor = () => loading ||= new Promise(done => document.head.append(el("script", { src: base, onload: () => done(CodeMirrorForLessons.open), onerror: () => done(plain) })));

  /* The text in the colours of the page's code blocks. */
  const coloured = workbook.coloured = text => {
    const parts = [];
    let at = 0;
    for (const found of text.matchAll(TOKENS)) {
      parts.push(text.slice(at, found.index), el("span", { class: CLASSES[found.slice(1).findIndex(Boolean)] }, found[0]));
      at = found.index + found[0].length;
    }
    return [...parts, text.slice(at)];
  };

  function plain(parent, { text, label, onChange, onCheck }) {
    const field = el("textarea", { class: "plain-editor", "aria-label": label, spellcheck: "false", rows: text.split("\n").length + 1, oninput: onChange,
      onkeydown: event => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); onCheck(); } } });
    field.value = text;
    parent.append(field);
    return {
      get text() { return field.value; }, set text(value) { field.value = value; }, set firstLine(value) { /* has no numbers */ },
      mark: () => {}, focus: (from, to = from) => { field.focus(); if (from !== undefined) field.setSelectionRange(from, to); },
      insert: words => { field.setRangeText(words, field.selectionStart, field.selectionEnd, "end"); onChange(); },
    };
  }

  const offsetIn = (code, node, offset) => {
    const before = document.createRange();
    before.setStart(code, 0);
    before.setEnd(node, offset);
    return before.toString().length;
  };

  /* What the reader has selected in a code block, as two places in its text; null where that is nothing. */
  const selectedIn = code => {
    const selected = getSelection(), range = selected.rangeCount ? selected.getRangeAt(0) : null;
    if (!range || range.collapsed || !code.contains(range.startContainer) || !code.contains(range.endContainer)) return null;
    return [offsetIn(code, range.startContainer, range.startOffset), offsetIn(code, range.endContainer, range.endOffset)];
  };

  const offsetAt = (code, event) => {
    const range = document.caretPositionFromPoint ? document.caretPositionFromPoint(event.clientX, event.clientY) : null;
    const [node, offset] = range ? [range.offsetNode, range.offset] : (found => [found?.startContainer, found?.startOffset])(document.caretRangeFromPoint?.(event.clientX, event.clientY));
    return node && code.contains(node) ? offsetIn(code, node, offset) : undefined;
  };

  /* Make a code block editable. `options`: label, onChange, onCheck. */
  workbook.editable = (block, options) => {
    const shown = block.querySelector("code"), code = shown.cloneNode(true), pre = shown.closest("pre");
    shown.replaceWith(code); /* Material watches that one, and takes it out of the order of the Tab key where nothing scrolls */
    let firstLine = 1, open = null, opening = null, typed = "", place = null;
    const enter = (from, to, focus = true) => {
      if (focus) place = [from, to];
      opening ||= fetchEditor().then(make => {
        const host = el("div", { class: "editor" });
        pre.before(host);
        open = make(host, { ...options, text: self.text, firstLine });
        pre.hidden = true;
        block.classList.add("is-open");
      });
      return opening.then(() => {
        if (place) open.focus(...place);
        if (typed) open.insert(typed);
        [typed, place] = ["", null];
      });
    };
    const self = {
      get text() { return open ? open.text : code.textContent.replace(/\n$/, ""); },
      set text(value) { if (value === self.text) return; if (open) open.text = value; else code.replaceChildren(...coloured(value), "\n"); },
      set firstLine(value) { firstLine = value; if (open) open.firstLine = value; },
      mark: place => { if (open) open.mark(place); else if (place) enter(undefined, undefined, false).then(() => open.mark(place)); },
      focus: enter,
      begin() {
        const todo = "raise NotImplementedError", at = self.text.indexOf(todo);
        return enter(at < 0 ? self.text.length : at, at < 0 ? undefined : at + todo.length);
      },
    };
    delete code.dataset.longest; /* it is in the order of the Tab key in any case */
    const attributes = { tabindex: 0, role: "textbox", "aria-multiline": "true", "aria-label": options.label };
    for (const name in attributes) code.setAttribute(name, attributes[name]);
    let pointed;
    code.addEventListener("pointerdown", () => { pointed = true; });
    code.addEventListener("click", event => {
      pointed = false;
      const at = offsetAt(code, event) ?? self.text.length;
      enter(...(selectedIn(code) || [at]));
    });
    code.addEventListener("focus", () => { if (!pointed) self.begin(); });
    code.addEventListener("keydown", event => { /* what is typed while the editor is on its way */
      const { key, altKey } = event, control = event.ctrlKey || event.metaKey;
      if (control && key === "Enter") options.onCheck();
      else if (control && key === "a") [typed, place] = ["", [0, self.text.length]];
      else if (control || altKey) return;
      else if (key === "Enter") typed += "\n";
      else if (key === "Backspace") typed = typed.slice(0, -1);
      else if (key.length === 1) { typed += key; event.stopPropagation(); } /* Material would turn the page at n, p, a comma, a full stop */
      else return;
      event.preventDefault();
    });
    code.addEventListener("paste", event => { typed += event.clipboardData.getData("text/plain"); event.preventDefault(); });
    return self;
  };
})();
