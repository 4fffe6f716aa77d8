/* Lesson 3: values go right, slopes multiply. */
"use strict";
(function ({ add, sigmoid, show, number, text, line, bar }) {
  const CY = 52;
  const box = (x, name) => `<rect x="${x}" y="${CY - 24}" width="92" height="48" rx="9" class="box"/>` + text(x + 46, CY + 5, name, "fn");
  const wire = (x1, x2) => line(x1, CY, x2 - 5, CY, "wire") + `<path d="M${x2 - 8} ${CY - 4}L${x2} ${CY}L${x2 - 8} ${CY + 4}z" class="f-ink"/>`;
  const string = (x1, x2, words) =>
    `<path d="M${x2} 98C${x2} 126 ${x1} 126 ${x1} 98" class="string"/><path d="M${x1 - 4} 104L${x1} 95L${x1 + 4} 104z" class="f-d"/>` +
    text((x1 + x2) / 2, 138, words, "lbl t-d");

  /* A bar with the name of what it shows above, and its ends below: each has a scale of its own. */
  const measure = (x, v, most, name, cls) =>
    text(x + 65, 178, name, "tick") + bar(x, 192, 130, v, most, cls) +
    text(x, 226, show(-most, 2), "tick start") + text(x + 65, 226, "0", "tick") + text(x + 130, 226, show(most, 2), "tick end");

  add("chain", {
    height: 236,
    play: "x",
    state: o => ({ x: +(o.x || 0.7) }),
    controls: () => [{ key: "x", label: "input x", min: -2.5, max: 2.5, step: 0.01, say: s => show(s.x, 2) }],
    draw({ x }) {
      const u = x * x, y = sigmoid(u), first = 2 * x, second = y * (1 - y), slope = second * first;
      const value = (at, name, v, digits, cls, low) => text(at, 40, name, `val ${cls}`) + text(at, low, show(v, digits), `num ${cls}`);
      return {
        picture: wire(64, 98) + box(98, "square") + wire(190, 294) + box(294, "sigmoid") + wire(386, 424) +
          value(34, "x", x, 2, "t-x", 62) + value(242, "u", u, 3, "t-u", 74) + value(452, "y", y, 3, "t-y", 62) +
          string(40, 236, `2x = ${show(first, 2)}`) + string(248, 446, `y(1 − y) = ${show(second)}`) +
          measure(12, first, 5, "slope of square", "f-d soft") + measure(175, second, 0.25, "× slope of sigmoid", "f-d soft") +
          measure(338, slope, 0.5, "= of the chain", "f-d"),
        alt: `x = ${show(x, 2)} goes through square, u = ${show(u)}, and through sigmoid, y = ${show(y)}. The slopes ${show(first)} and ${show(second)} multiply to ${show(slope)}.`,
        reading: `${number("first", first, 3, "qd")} · ${number("second", second, 4, "qd")} = ${number("slope", slope, 4, "qd")}`,
      };
    },
    point: (s, px) => ["x", { x: (px - 240) / 240 * 2.5 }],
  });
})(MovingFigures);
