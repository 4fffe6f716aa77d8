/* Lesson 5: one entry of a product, and one entry of X or W that moves. */
"use strict";
(function ({ add, sigmoid, show, number, text, line, rect, bar, table, cell }) {
  /* Row times column. */
  const A = [[1, 2, -1], [0, 3, 2]], B = [[2, 1], [-1, 4], [3, 0]];
  const LEFT = 8, MIDDLE = 196, RIGHT = 350, TOP = 62;
  add("product", {
    height: 234,
    play: "entry",
    state: () => ({ entry: 1 }),
    controls: () => [{ key: "entry", label: "row, column", min: 0, max: 3, step: 1, say: s => `${s.entry >> 1}, ${s.entry % 2}` }],
    draw({ entry }) {
      const r = entry >> 1, c = entry % 2, N = A.map(row => [0, 1].map(j => row.reduce((sum, v, k) => sum + v * B[k][j], 0)));
      const terms = A[r].map((v, k) => `${v < 0 ? `(${show(v, 0)})` : v}·${B[k][c] < 0 ? `(${show(B[k][c], 0)})` : B[k][c]}`).join(" + ");
      const head = (x, name, sizes, cls) => text(x, 26, name, `val ${cls}`) + text(x, 46, sizes, "note");
      return {
        picture: head(LEFT + 76, "X", "(2, 3)", "t-x") + table(A, LEFT, TOP, { digits: 0, look: i => i === r ? ["here", "t-x strong"] : ["", "t-x"] }) +
          text(180, 104, "@", "val") + head(MIDDLE + 50, "W", "(3, 2)", "t-w") +
          table(B, MIDDLE, TOP, { digits: 0, look: (i, j) => j === c ? ["here", "t-w strong"] : ["", "t-w"] }) +
          text(324, 104, "=", "val") + head(RIGHT + 50, "N", "(2, 2)", "t-u") +
          table(N, RIGHT, TOP, { digits: 0, look: (i, j) => i === r && j === c ? ["here", "t-u strong"] : ["", "t-u"] }) +
          text(240, 212, `${terms} = ${show(N[r][c], 0)}`, "num strong"),
        alt: `Row ${r} of X times column ${c} of W: ${terms} = ${show(N[r][c], 0)}. The shapes (2, 3) and (3, 2) give (2, 2).`,
        reading: `(2, <b>3</b>) @ (<b>3</b>, 2) → (2, 2)<br>N[${r}, ${c}] = ${number("product", N[r][c], 0, "qu")}`,
      };
    },
    point(s, px, py) {
      const inN = cell(px, py, RIGHT, TOP, 2, 2), inX = cell(px, py, LEFT, TOP, 2, 3), inW = cell(px, py, MIDDLE, TOP, 3, 2);
      const [r, c] = inN || [inX ? inX[0] : s.entry >> 1, inW ? inW[1] : s.entry % 2];
      return ["entry", { entry: 2 * r + c }];
    },
  });

  /* One entry of X or W moves; L = sum(sigmoid(X @ W)) follows by that entry of its slope. */
  const layer = (X, W) => X.map(row => W[0].map((_, j) => sigmoid(row.reduce((n, x, k) => n + x * W[k][j], 0))));
  const loss = (X, W) => layer(X, W).flat().reduce((sum, v) => sum + v, 0);
  function slopesOf(X, W) {
    const D = layer(X, W).map(row => row.map(v => v * (1 - v)));
    return {
      X: X.map((row, i) => row.map((_, k) => D[i].reduce((sum, d, j) => sum + d * W[k][j], 0))),
      W: W.map((row, k) => row.map((_, j) => X.reduce((sum, x, i) => sum + x[k] * D[i][j], 0))),
    };
  }
  function which(s, { X, W }) {
    const inX = s.entry < X.length * X[0].length, at = inX ? s.entry : s.entry - X.length * X[0].length, n = (inX ? X : W)[0].length;
    return { name: inX ? "X" : "W", r: Math.floor(at / n), c: at % n };
  }
  const CELL = { width: 52, height: 38 }, XS = 4, WS = 172, GS = 292, Y = 40;
  add("matrix", {
    height: 262,
    play: "nudge",
    state: () => ({ entry: 0, nudge: 0.5 }),
    controls: o => [
      { key: "entry", label: "entry", min: 0, max: o.X.length * o.X[0].length + o.W.length * o.W[0].length - 1, step: 1,
        say: s => { const { name, r, c } = which(s, o); return `${name}[${r}, ${c}]`; } },
      { key: "nudge", label: "nudge", min: -1, max: 1, step: 0.01, say: s => show(s.nudge, 2) }],
    draw(s, o) {
      const { name, r, c } = which(s, o), moved = { X: o.X.map(row => [...row]), W: o.W.map(row => [...row]) };
      moved[name][r][c] += s.nudge;
      const before = loss(o.X, o.W), after = loss(moved.X, moved.W), G = slopesOf(o.X, o.W)[name], predicted = G[r][c] * s.nudge;
      const most = Math.max(...G.flat().map(Math.abs)), long = Math.max(1, most), colour = name === "X" ? "t-x" : "t-w";
      const look = (own, cls) => (i, j) => name === own && i === r && j === c ? ["here", `${cls} strong`] : ["", cls];
      const measure = (y, words, v, reach, cls) => text(4, y + 12, words, "tick start") + bar(176, y, 300, v, reach, cls);
      return {
        picture: text(80, 28, "X", "val t-x") + table(moved.X, XS, Y, { ...CELL, digits: 2, look: look("X", "t-x") }) +
          text(222, 28, "W", "val t-w") + table(moved.W, WS, Y, { ...CELL, digits: 2, look: look("W", "t-w") }) +
          text(GS + 26 * G[0].length, 28, `dL/d${name}`, "val t-d") +
          table(G, GS, Y, { ...CELL, width: 62, digits: 3, look: (i, j) => [i === r && j === c ? "here" : "", colour], shade: (i, j) => Math.abs(G[i][j]) / most }) +
          measure(170, "L really moved by", after - before, long, "f-y") + measure(200, `dL/d${name} · nudge`, predicted, long, "f-d") +
          measure(230, "apart, times 10", 10 * (after - before - predicted), long, "f-u soft"),
        alt: `${name} with the entry in row ${r}, column ${c} moved by ${show(s.nudge, 2)}. L goes from ${show(before, 4)} to ${show(after, 4)}; dL/d${name} there is ${show(G[r][c], 4)}.`,
        reading: `L ${number("loss", after, 4, "qy")} moved by ${number("change", after - before, 4, "qy")}` +
          `<br>dL/d${name} · nudge = ${number("slope", G[r][c], 4, "qd")} · ${show(s.nudge, 2)} = ${number("predicted", predicted, 4, "qd")}`,
      };
    },
    point(s, px, py, o, held) {
      const { name } = which(s, o), tall = [o.X.length, o.X[0].length], wide = [o.W.length, o.W[0].length];
      const inG = cell(px, py, GS, Y, ...(name === "X" ? tall : wide), 62);
      const inX = cell(px, py, XS, Y, ...tall) || (name === "X" ? inG : null), inW = cell(px, py, WS, Y, ...wide) || (name === "W" ? inG : null);
      if (held !== "nudge" && inX) return ["entry", { entry: inX[0] * o.X[0].length + inX[1] }];
      if (held !== "nudge" && inW) return ["entry", { entry: o.X.length * o.X[0].length + inW[0] * o.W[0].length + inW[1] }];
      if (held === "nudge" || py > 160) return ["nudge", { nudge: (px - 326) / 150 }];
      return [held || "entry", {}];
    },
  });
})(MovingFigures);
