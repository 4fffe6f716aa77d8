/* Lesson 6: lines on a kink, one input pushed, and a table that stands or lies. */
"use strict";
(function ({ add, H, clamp, range, show, number, shape, text, dot, bar, table, cell, plane, whole }) {
  /* A line through a point of |x|: a subderivative if it is nowhere above. */
  const LOW = -2, HIGH = 2, ground = () => plane(-2.2, 2.2, -1.6, 2.4, whole(-2, 2), whole(-1, 2), "x", "|x|");
  add("kink", {
    height: H,
    play: "a",
    state: () => ({ a: 0.5, x: 0 }),
    controls: () => [
      { key: "a", label: "slope a", min: -2, max: 2, step: 0.05, say: s => show(s.a, 2) },
      { key: "x", label: "point x", min: -1.5, max: 1.5, step: 0.1, say: s => show(s.x, 1) }],
    draw({ a, x }, o, id) {
      const p = ground(), at = t => Math.abs(x) + a * (t - x), xs = range(LOW, HIGH, 80);
      const [worst, above] = [LOW, 0, HIGH].map(t => [t, at(t) - Math.abs(t)]).reduce((one, two) => two[1] > one[1] ? two : one);
      const allowed = above < 1e-9, over = xs.filter(t => at(t) > Math.abs(t) + 1e-9);
      const sides = [over.filter(t => t < x), over.filter(t => t > x)].filter(ts => ts.length > 1);
      return {
        picture: p.back + p.inside(id, p.curve(xs, xs.map(Math.abs), "curve s-y") + p.curve([LOW, HIGH], [at(LOW), at(HIGH)], "curve dash s-d") +
            sides.map(ts => p.curve(ts, ts.map(at), "curve s-w")).join("") + (allowed ? "" : dot(p.X(worst), clamp(p.Y(at(worst)), 20, 240), 5, "f-w"))) +
          dot(p.X(x), p.Y(Math.abs(x)), 8, "f-x grab"),
        alt: `The absolute value and a line of slope ${show(a, 2)} through its point at x = ${show(x, 1)}. ` +
          (allowed ? "The line is nowhere above: the slope is a subderivative." : `At ${show(worst, 0)} the line is ${show(above, 2)} above: the slope is none.`),
        reading: `slope ${number("a", a, 2, "qd")} at ${show(x, 1)}: ${allowed ? "a subderivative" : "none"}` +
          `<br>the line is at most ${number("above", Math.max(0, allowed ? 0 : above), 2, "qw")} above the curve`,
      };
    },
    point(s, px, py, o, held) {
      const p = ground(), x = p.x(px), hold = held || (Math.hypot(p.X(s.x) - px, p.Y(Math.abs(s.x)) - py) < 18 ? "x" : "a");
      return [hold, hold === "x" ? { x } : Math.abs(x - s.x) < 0.05 ? {} : { a: (p.y(py) - Math.abs(s.x)) / (x - s.x) }];
    },
  });

  /* x₁·x₂ and sin x₃ at (2, 3, 0): pushing one input moves both outputs by its column. */
  const f = ([a, b, c]) => [a * b, Math.sin(c)], POINT = [2, 3, 0], J = [[3, 2, 0], [0, 0, 1]];
  const LEFT = 40, TOP = 48, CELL = 62;
  add("jacobian", {
    height: 262,
    play: "push",
    state: () => ({ input: 1, push: 0.6 }),
    controls: () => [
      { key: "input", label: "input", min: 0, max: 2, step: 1, say: s => `x${"₁₂₃"[s.input]}` },
      { key: "push", label: "push", min: -1, max: 1, step: 0.05, say: s => show(s.push, 2) }],
    draw({ input, push }) {
      const moved = POINT.map((v, i) => i === input ? v + push : v), before = f(POINT), after = f(moved).map((v, i) => v - before[i]);
      const told = J.map(row => row[input] * push), name = `x${"₁₂₃"[input]}`;
      const row = (y, words, v, cls) => text(8, y + 12, words, "tick start") + bar(176, y, 250, v, 3, cls) + text(476, y + 13, show(v, 3), "tick end");
      return {
        picture: [0, 1, 2].map(j => text(LEFT + CELL * j + 29, 34, `x${"₁₂₃"[j]}`, `num t-x ${j === input ? "strong" : ""}`)).join("") +
          [0, 1].map(i => text(LEFT - 16, TOP + 38 * i + 22, `y${"₁₂"[i]}`, "num t-y")).join("") +
          table(J, LEFT, TOP, { width: CELL, digits: 0, look: (i, j) => j === input ? ["here", "t-d strong"] : ["", "t-d"] }) +
          text(360, 34, "x pushed", "val t-x") + moved.map((v, i) => text(360, 60 + 24 * i, show(v, 2), `num ${i === input ? "t-x strong" : "t-x soft"}`)).join("") +
          row(142, "y₁ really moved by", after[0], "f-y") + row(168, "column · push", told[0], "f-d") +
          row(204, "y₂ really moved by", after[1], "f-y") + row(230, "column · push", told[1], "f-d"),
        alt: `${name} is pushed by ${show(push, 2)}. The outputs move by ${show(after[0])} and ${show(after[1])}; column ${input + 1} of the Jacobian times the push gives ${show(told[0])} and ${show(told[1])}.`,
        reading: `y₁ moved by ${number("y1", after[0], 3, "qy")}, told ${number("told1", told[0], 3, "qd")}` +
          `<br>y₂ moved by ${number("y2", after[1], 3, "qy")}, told ${number("told2", told[1], 3, "qd")}`,
      };
    },
    point(s, px, py, o, held) {
      const at = cell(px, py, LEFT, TOP, 2, 3, CELL);
      if (at && held !== "push") return ["input", { input: at[1] }];
      return held === "input" ? [held, {}] : ["push", { push: clamp((px - 301) / 125, -1, 1) }];
    },
  });

  /* Two outputs by three inputs, in both layouts; one entry is followed from one to the other. */
  const LAYOUTS = ["numerator", "denominator"];
  add("layout", {
    height: 244,
    play: "entry",
    state: () => ({ layout: 0, entry: 1 }),
    controls: () => [
      { key: "layout", label: "layout", min: 0, max: 1, step: 1, say: s => LAYOUTS[s.layout] },
      { key: "entry", label: "slope", min: 0, max: 5, step: 1, say: s => `y${"₁₂"[Math.floor(s.entry / 3)]} by x${"₁₂₃"[s.entry % 3]}` }],
    draw({ layout, entry }) {
      const i = Math.floor(entry / 3), j = entry % 3, lies = layout === 0, sizes = lies ? [2, 3] : [3, 2];
      const names = range(0, sizes[0] - 1, sizes[0] - 1).map(r => range(0, sizes[1] - 1, sizes[1] - 1).map(c => {
        const [y, x] = lies ? [r, c] : [c, r];
        return `∂y${"₁₂"[y]}/∂x${"₁₂₃"[x]}`;
      }));
      const [row, column] = lies ? [i, j] : [j, i], width = 92, left = 240 - width * sizes[1] / 2;
      const down = lies ? ["y", "t-y", "₁₂"] : ["x", "t-x", "₁₂₃"], along = lies ? ["x", "t-x", "₁₂₃"] : ["y", "t-y", "₁₂"];
      const strong = on => on ? "strong" : "soft";
      return {
        picture: text(240, 24, `${LAYOUTS[layout]} layout: ${lies ? "outputs" : "inputs"} down the rows`, "tick") +
          range(0, sizes[1] - 1, sizes[1] - 1).map(c => text(left + width * c + 44, 52, along[0] + along[2][c], `num ${along[1]} ${strong(c === column)}`)).join("") +
          range(0, sizes[0] - 1, sizes[0] - 1).map(r => text(left - 22, 86 + 44 * r, down[0] + down[2][r], `num ${down[1]} ${strong(r === row)}`)).join("") +
          table(names, left, 60, { width, height: 44, look: (r, c) => r === row && c === column ? ["here", "t-d strong"] : ["", "t-d"] }) +
          text(240, 222, `shape ${shape(sizes)}`, "num strong"),
        alt: `In ${LAYOUTS[layout]} layout the table has shape ${shape(sizes)}. The slope of y${i + 1} by x${j + 1} is in row ${row}, column ${column}.`,
        reading: `shape (${number("rows", sizes[0], 0)}, ${number("columns", sizes[1], 0)})` +
          `<br>∂y${"₁₂"[i]}/∂x${"₁₂₃"[j]} is at [${number("row", row, 0, "qd")}, ${number("column", column, 0, "qd")}]`,
      };
    },
    point(s, px, py) {
      const lies = s.layout === 0, [rows, columns] = lies ? [2, 3] : [3, 2], at = cell(px, py, 240 - 46 * columns, 60, rows, columns, 92, 44);
      if (!at) return ["layout", { layout: px < 240 ? 0 : 1 }];
      return ["entry", { entry: lies ? 3 * at[0] + at[1] : 3 * at[1] + at[0] }];
    },
  });
})(MovingFigures);
