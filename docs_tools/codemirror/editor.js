/* The editor of an exercise box, made of the parts of CodeMirror that it needs. `npm ci && npm run build` in this folder
   writes it to docs/assets/codemirror/ as one classic script, which a page fetches when the reader first enters a box.
   It keeps the interface that docs/assets/js/workbook/editor.js describes. */
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { pythonLanguage } from "@codemirror/lang-python";
import { HighlightStyle, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/* The colours of the page's own code blocks, which change with the page from light to dark. */
const colour = name => `var(--md-code-hl-${name}-color)`;
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], color: colour("keyword") },
  { tag: [tags.string, tags.docString, tags.special(tags.string)], color: colour("string") },
  { tag: tags.comment, color: colour("comment") },
  { tag: tags.number, color: colour("number") },
  { tag: tags.function(tags.definition(tags.variableName)), color: colour("function") },
  { tag: [tags.bool, tags.null, tags.self], color: colour("constant") },
  { tag: [tags.operator, tags.arithmeticOperator, tags.compareOperator, tags.definitionOperator], color: colour("operator") },
]);
const look = EditorView.theme({
  "&": { color: "var(--md-code-fg-color)", backgroundColor: "var(--md-code-bg-color)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--md-code-font-family)", lineHeight: "inherit" },
  ".cm-gutters": { color: "var(--md-default-fg-color--lighter)", backgroundColor: "var(--md-code-bg-color)", border: "0" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".5em 0" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--ink) 5%, transparent)" },
  "& .cm-selectionLayer .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--md-accent-fg-color) 25%, transparent)" },
});

/* Marks: a line, and a part of it; they move with the text around them, and go when the marked line is changed. */
const setMark = StateEffect.define();
const marks = StateField.define({
  create: () => Decoration.none,
  update(before, change) {
    for (const effect of change.effects) if (effect.is(setMark)) return effect.value;
    if (!change.docChanged || !before.size) return before;
    let touched = false;
    before.between(0, change.startState.doc.length, from => {
      const line = change.startState.doc.lineAt(from);
      if (change.changes.touchesRange(line.from, line.to)) touched = true;
    });
    return touched ? Decoration.none : before.map(change.changes);
  },
  provide: field => EditorView.decorations.from(field),
});
const markOf = (doc, { line, columns }) => {
  if (line < 1 || line > doc.lines) return Decoration.none;
  const { from, to } = doc.line(line), parts = [Decoration.line({ class: "cm-marked" }).range(from)];
  const [start, end] = (columns || []).map(column => Math.min(from + column, to));
  if (end > start) parts.push(Decoration.mark({ class: "cm-marked-part" }).range(start, end));
  return Decoration.set(parts);
};

/* Tab moves selected lines to the right; without a selection it goes to the next multiple of four with spaces. */
const tab = view => {
  const { main } = view.state.selection, column = main.head - view.state.doc.lineAt(main.head).from;
  if (!main.empty) return indentMore(view);
  view.dispatch(view.state.replaceSelection(" ".repeat(4 - column % 4)), { userEvent: "input", scrollIntoView: true });
  return true;
};

export function open(parent, { text, label, firstLine, onChange, onCheck }) {
  const numbers = new Compartment(), numbered = first => lineNumbers({ formatNumber: n => String(n + first - 1) });
  let quiet = false;
  const keys = [
    { key: "Mod-Enter", run: () => { onCheck(); return true; } },
    { key: "Escape", run: view => { view.setTabFocusMode(true); return true; } },
    { key: "Tab", run: tab, shift: indentLess },
  ];
  const view = new EditorView({
    parent,
    state: EditorState.create({ doc: text, extensions: [
      keymap.of([...keys, ...defaultKeymap, ...historyKeymap]),
      EditorView.domEventObservers({ /* Tab leads on until something is typed or clicked, and again after Escape */
        keydown: (event, view) => { if (!["Escape", "Tab", "Shift"].includes(event.key)) view.setTabFocusMode(false); },
        pointerdown: (event, view) => view.setTabFocusMode(false),
        blur: (event, view) => view.setTabFocusMode(true),
      }),
      numbers.of(numbered(firstLine)), history(), drawSelection(), highlightActiveLine(), bracketMatching(), indentOnInput(),
      indentUnit.of("    "), EditorState.tabSize.of(4), pythonLanguage, syntaxHighlighting(colours), look, marks,
      EditorView.contentAttributes.of({ "aria-label": label }),
      EditorView.updateListener.of(update => { if (update.docChanged && !quiet) onChange(); }),
    ] }),
  });
  view.setTabFocusMode(true);
  return {
    get text() { return view.state.doc.toString(); },
    set text(value) { /* keeps the cursor about where it was, and tells nobody */
      const { head } = view.state.selection.main;
      quiet = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value }, selection: { anchor: Math.min(head, value.length) } });
      quiet = false;
    },
    set firstLine(value) { view.dispatch({ effects: numbers.reconfigure(numbered(value)) }); },
    mark(place) { view.dispatch({ effects: setMark.of(place ? markOf(view.state.doc, place) : Decoration.none) }); },
    focus(from, to = from) {
      if (from !== undefined) {
        const [anchor, head] = [from, to].map(at => Math.min(at, view.state.doc.length));
        view.dispatch({ selection: { anchor, head }, scrollIntoView: true });
      }
      view.focus();
    },
    insert(words) { view.dispatch(view.state.replaceSelection(words), { userEvent: "input", scrollIntoView: true }); },
  };
}
