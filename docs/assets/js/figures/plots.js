/* Lesson 7: a picture, call by call. */
"use strict";
(function ({ add, W, clamp, range, sigmoid, show, number, text, line, rect, polyline }) {
  const CALLS = [
    "fig, ax = plt.subplots()",
    "ax.plot(x, sigmoid(x))",
    'ax.plot(x, slope, "--")',
    'ax.set_xlabel("x")',
    "ax.set_xlim(-4, 4)",
    'ax.set_yscale("log")',
    'ax.legend(["y", "slope"])',
  ];
  const LEFT = 250, RIGHT = 468, TOP = 18, BOTTOM = 210;
  const slope = x => sigmoid(x) * (1 - sigmoid(x));

  /* What the axes show after so many calls: matplotlib leaves a twentieth of the range on each side. */
  function axes(calls) {
    const lines = clamp(calls - 1, 0, 2), xs = lines ? [-6.6, 6.6] : [0, 1];
    return { lines, x: calls >= 5 ? [-4, 4] : xs, log: calls >= 6 };
  }
  add("calls", {
    height: 248,
    play: "calls",
    state: () => ({ calls: 2 }),
    controls: () => [{ key: "calls", label: "calls made", min: 1, max: CALLS.length, step: 1, say: s => `${s.calls} of ${CALLS.length}` }],
    draw({ calls }, o, id) {
      const { lines, x: [x0, x1], log } = axes(calls), X = x => LEFT + (x - x0) / (x1 - x0) * (RIGHT - LEFT);
      const Y = y => log ? BOTTOM - (Math.log10(y) + 3) / 3.1 * (BOTTOM - TOP) : BOTTOM - 8 - y * (BOTTOM - TOP - 16);
      const xs = range(-6, 6, 120).filter(x => x >= x0 && x <= x1), draw = (f, cls) => polyline(xs.map(x => [X(x), Y(f(x))]), cls);
      const code = CALLS.map((call, i) => text(8, 34 + 27 * i, call, `code ${i < calls ? "" : "soft"} ${i === calls - 1 ? "strong t-d" : ""}`)).join("");
      const xTicks = lines ? (calls >= 5 ? [-4, -2, 0, 2, 4] : [-5, 0, 5]) : [0, 0.5, 1];
      const yTicks = log ? [[0.001, "10⁻³"], [0.01, "10⁻²"], [0.1, "10⁻¹"], [1, "1"]] : [[0, "0"], [0.5, "0.5"], [1, "1"]];
      const legend = calls >= 7 ? line(382, 160, 404, 160, "curve s-y") + text(410, 164, "y", "tick start") + line(382, 180, 404, 180, "curve dash s-d") + text(410, 184, "slope", "tick start") : "";
      return {
        picture: code + rect(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, "cell") + xTicks.map(v => text(X(v), BOTTOM + 16, show(v, v % 1 ? 1 : 0), "tick")).join("") +
          yTicks.map(([v, name]) => text(LEFT - 5, Y(v) + 4, name, "tick end")).join("") +
          (lines > 0 ? draw(sigmoid, "curve s-y") : "") + (lines > 1 ? draw(slope, "curve dash s-d") : "") +
          (calls >= 4 ? text((LEFT + RIGHT) / 2, BOTTOM + 34, "x", "tick") : "") + legend,
        alt: `After ${calls} of ${CALLS.length} calls, the last being ${CALLS[calls - 1].replace(/"/g, "'")}: ${lines} lines, the x axis from ${show(x0, 1)} to ${show(x1, 1)}.`,
        reading: `lines ${number("lines", lines, 0, "qy")} · x axis from ${number("left", x0, 1, "qx")} to ${number("right", x1, 1, "qx")}`,
      };
    },
    point: (s, px, py) => ["calls", { calls: clamp(Math.round((py - 30) / 27) + 1, 1, CALLS.length) }],
  });
})(MovingFigures);
