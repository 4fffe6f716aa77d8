/* Lesson 1: arrays, their axes and shapes. */
"use strict";
(function ({ add, number, shape, show, text, table, cell, clamp }) {
  const M = [[1, 2, 3], [4, 5, 6]];
  const LEFT = 30, TOP = 60;

  /* One sum over an axis: what is added lies along it, and the axis disappears. */
  add("axes", {
    height: 226,
    play: "lane",
    state: () => ({ axis: 0, lane: 0 }),
    controls: () => [
      { key: "axis", label: "sum over axis", min: 0, max: 1, step: 1, say: s => String(s.axis) },
      { key: "lane", label: "entry", min: 0, max: 2, step: 1, say: s => String(lane(s)) }],
    draw(s) {
      const at = lane(s), over = s.axis === 0, sums = over ? [5, 7, 9] : [6, 15];
      const added = over ? M.map(row => row[at]) : M[at];
      const lit = (i, j) => (over ? j : i) === at ? ["here", "t-x strong"] : ["", "t-x"];
      const look = (i, j) => (over ? j : i) === at ? ["here", "t-y strong"] : ["", "t-y"];
      return {
        picture: text(LEFT + 76, 30, "M", "val t-x") + text(LEFT + 76, 48, "(2, 3)", "note") +
          table(M, LEFT, TOP, { digits: 0, look: lit }) +
          text(LEFT + 76, 160, "axis 1 →", "tick") + text(16, 100, "↓", "tick") + text(LEFT - 2, 160, "axis 0", "tick") +
          text(252, 86, "sum over", "lbl t-d") + text(252, 104, `axis ${s.axis}`, "lbl t-d") + text(252, 126, "→", "lbl t-d") +
          text(396, 30, "M.sum(axis=" + s.axis + ")", "lbl t-y") + text(396, 48, shape([sums.length]), "note") +
          (over ? table([sums], 320, TOP, { digits: 0, look }) : table([sums], 346, TOP, { digits: 0, look: (i, j) => look(j, i) })) +
          text(240, 206, `${added.join(" + ")} = ${sums[at]}`, "num strong"),
        alt: `The sum of M over axis ${s.axis} has shape ${shape([sums.length])}. Entry ${at}: ${added.join(" + ")} = ${sums[at]}.`,
        reading: `M.sum(axis=${s.axis})[${at}] = ${number("sum", sums[at], 0, "qy")}`,
      };
    },
    point(s, px, py) {
      const at = cell(px, py, LEFT, TOP, 2, 3);
      return ["lane", at ? { lane: s.axis === 0 ? at[1] : at[0] } : { axis: px > 240 ? 1 : 0 }];
    },
  });
  function lane(s) { return s.axis === 0 ? s.lane : Math.min(s.lane, 1); }

  /* M plus arrays of several shapes: what is stretched, and what does not fit. */
  const OTHERS = [[[10, 20, 30]], [[10], [20]], [[10]], [[10, 20, 30], [40, 50, 60]], [[10, 20]]];
  const SHAPES = [[3], [2, 1], [1, 1], [2, 3], [2]];
  add("broadcast", {
    height: 218,
    play: "entry",
    state: () => ({ other: 0, entry: 4 }),
    controls: () => [
      { key: "other", label: "shape added", min: 0, max: 4, step: 1, say: s => shape(SHAPES[s.other]) },
      { key: "entry", label: "entry", min: 0, max: 5, step: 1, say: s => place(s).join(", ") }],
    draw(s) {
      const other = OTHERS[s.other], [r, c] = place(s), fits = s.other !== 4;
      const from = [other.length === 1 ? 0 : r, other[0].length === 1 ? 0 : c];
      const stretched = M.map((row, i) => row.map((_, j) => {
        const there = other.length === 1 ? other[0] : other[i], v = there[other[0].length === 1 ? 0 : j];
        return v === undefined ? "?" : show(v, 0);
      }));
      const given = (i, j) => i < other.length && j < other[0].length;
      const here = (i, j) => i === r && j === c ? "here" : "";
      const sum = fits ? M[r][c] + other[from[0]][from[1]] : NaN;
      const result = M.map((row, i) => row.map((v, j) => fits ? show(v + Number(stretched[i][j]), 0) : "·"));
      const small = { width: 46, height: 38 };
      return {
        picture: text(74, 24, "M", "val t-x") + text(74, 42, "(2, 3)", "note") +
          table(M, 6, TOP, { ...small, digits: 0, look: (i, j) => [here(i, j), "t-x"] }) + text(154, 102, "+", "val") +
          text(237, 24, "b", "val t-w") + text(237, 42, shape(SHAPES[s.other]), "note") +
          table(stretched, 169, TOP, { ...small, look: (i, j) => [`${here(i, j)} ${given(i, j) ? "" : "ghost"}`, `t-w ${given(i, j) ? "" : "soft"}`] }) +
          text(318, 102, "=", "val") + text(400, 24, "M + b", "val t-y") + text(400, 42, fits ? "(2, 3)" : "no shape", "note") +
          table(result, 333, TOP, { ...small, look: (i, j) => [here(i, j), "t-y"] }) +
          text(240, 170, fits ? "pale: numpy repeats what is there" : "3 and 2 differ, and neither is 1", "tick") +
          text(240, 200, fits ? `${M[r][c]} + ${stretched[r][c]} = ${sum}` : "ValueError", "num strong"),
        alt: fits ? `M of shape (2, 3) plus b of shape ${shape(SHAPES[s.other])} has shape (2, 3). Entry ${r}, ${c}: ${M[r][c]} + ${stretched[r][c]} = ${sum}.`
          : "M of shape (2, 3) and b of shape (2,) do not fit: lined up from the right, 3 meets 2.",
        reading: `(2, 3) + ${shape(SHAPES[s.other])} ${fits ? "→ (2, 3)" : "do not fit"}<br>entry ${r}, ${c}: ${number("entry", sum, 0, "qy")}`,
      };
    },
    point(s, px, py) {
      for (const x of [6, 169, 333]) {
        const at = cell(px, py, x, TOP, 2, 3, 46);
        if (at) return ["entry", { entry: at[0] * 3 + at[1] }];
      }
      return ["other", { other: clamp(Math.floor(px / 96), 0, 4) }];
    },
  });
  function place(s) { return [Math.floor(s.entry / 3), s.entry % 3]; }
})(MovingFigures);
