/* Lesson 8: steps downhill, and a net that learns where one kind ends and the other begins. */
"use strict";
(function ({ add, H, clamp, range, sigmoid, show, number, text, line, dot, rect, plane, whole }) {
  /* Steps downhill on (w − 2)², as far as the slope times the rate. */
  const loss = w => (w - 2) ** 2, slope = w => 2 * (w - 2), LEFT = -2, RIGHT = 6;
  const words = rate => rate > 1 ? "each step lands farther away: it diverges" : rate === 1 ? "each step jumps to the other side, as far away"
    : rate > 0.5 ? "each step jumps over the lowest point" : rate === 0.5 ? "one step lands on the lowest point" : "each step goes part of the way";
  add("descent", {
    height: H,
    play: "steps",
    state: () => ({ steps: 4, rate: 0.2, w: -1 }),
    controls: () => [
      { key: "steps", label: "steps taken", min: 0, max: 20, step: 1, say: s => String(s.steps) },
      { key: "rate", label: "learning rate", min: 0.02, max: 1.1, step: 0.02, say: s => show(s.rate, 2) },
      { key: "w", label: "start at w", min: -1.5, max: 5.5, step: 0.1, say: s => show(s.w, 1) }],
    draw(s, o, id) {
      const p = plane(LEFT, RIGHT, -1, 19, whole(-2, 6), whole(0, 16, 4), "w", "loss"), xs = range(LEFT, RIGHT, 100), path = [s.w];
      for (let i = 0; i < s.steps; i++) path.push(path[i] - s.rate * slope(path[i]));
      const w = path[s.steps], out = w < LEFT ? -1 : w > RIGHT ? 1 : 0, tangent = t => loss(w) + slope(w) * (t - w);
      const seen = out ? (out < 0 ? LEFT : RIGHT) : w, edge = p.X(seen) - 16 * out;
      const beyond = out ? `<path d="M${edge + 12 * out} 30L${edge} 22L${edge} 38z" class="f-w"/>` + text(edge - 8 * out, 35, `w = ${show(w, 1)}`, `lbl t-w ${out < 0 ? "start" : "end"}`) : "";
      return {
        picture: p.back + p.inside(id, p.curve(xs, xs.map(loss), "curve s-y") + (s.steps ? p.curve(path, path.map(loss), "thin s-w") : "") +
            (out ? "" : p.curve([w - 1.2, w + 1.2], [w - 1.2, w + 1.2].map(tangent), "curve dash s-d")) +
            path.slice(0, -1).map(v => dot(clamp(p.X(v), -900, 900), clamp(p.Y(loss(v)), -900, 900), 4, "f-w soft")).join("")) +
          (out ? beyond : dot(p.X(w), p.Y(loss(w)), 8, "f-w grab")),
        alt: `The loss (w − 2)². After ${s.steps} steps with learning rate ${show(s.rate, 2)}, w is ${show(w)} and the loss ${show(loss(w), 4)}.`,
        reading: `w ${number("w", w, 4, "qw")} · loss ${number("loss", loss(w), 4, "qy")} · slope ${number("slope", slope(w), 4, "qd")}<br>${words(s.rate)}`,
      };
    },
    point: (s, px) => ["w", { w: plane(LEFT, RIGHT, 0, 1).x(px) }],
  });

  /* Two layers with sigmoid, each with a column of ones for its bias; all observations at once, as in the lesson. */
  const STRIDE = 10, RATE = 4;
  const times = (A, B) => A.map(row => B[0].map((_, j) => row.reduce((sum, v, k) => sum + v * B[k][j], 0)));
  const turned = A => A[0].map((_, j) => A.map(row => row[j]));
  const withOnes = A => A.map(row => [...row, 1]), layer = (A, W) => times(withOnes(A), W).map(row => row.map(sigmoid));
  const step = (W, G) => W.map((row, i) => row.map((v, j) => v - RATE * G[i][j]));
  function trainOnce({ X, y }, [W1, W2]) {
    const S1 = layer(X, W1), S2 = layer(S1, W2), m = X.length;
    const D2 = S2.map(([s], i) => [2 / m * (s - y[i]) * s * (1 - s)]);
    const D1 = times(D2, turned(W2.slice(0, -1))).map((row, i) => row.map((v, j) => v * S1[i][j] * (1 - S1[i][j])));
    return [step(W1, times(turned(withOnes(X)), D1)), step(W2, times(turned(withOnes(S1)), D2))];
  }
  const kept = new Map(); /* weights after so many strides: Play goes on from the last */
  function weights(o, strides) {
    if (!kept.size) kept.set(0, [o.W1, o.W2]);
    const from = Math.max(...[...kept.keys()].filter(k => k <= strides));
    let W = kept.get(from);
    for (let k = from + 1; k <= strides; k++) {
      for (let i = 0; i < STRIDE; i++) W = trainOnce(o, W);
      kept.set(k, W);
    }
    return W;
  }

  /* Where a function of two numbers crosses ½, by little squares. */
  function border(f, x0, x1, count) {
    const at = range(x0, x1, count), v = at.map(x => at.map(y => f(x, y) - 0.5)), pieces = [];
    const between = (a, b, t) => a + (b - a) * t;
    for (let i = 0; i < count; i++) for (let j = 0; j < count; j++) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]], cuts = [];
      corners.forEach(([a, b], k) => {
        const [c, d] = corners[(k + 1) % 4], one = v[a][b], two = v[c][d];
        if (one < 0 !== two < 0) { const t = one / (one - two); cuts.push([between(at[a], at[c], t), between(at[b], at[d], t)]); }
      });
      for (let k = 0; k + 1 < cuts.length; k += 2) pieces.push([cuts[k], cuts[k + 1]]);
    }
    return pieces;
  }
  const SIZE = 260, place = v => [150 + v[0] * 74, 140 - v[1] * 74];
  add("boundary", {
    height: H,
    play: "strides",
    state: () => ({ strides: 0 }),
    controls: () => [{ key: "strides", label: "steps taken", min: 0, max: 40, step: 1, say: s => String(s.strides * STRIDE) }],
    draw({ strides }, o, id) {
      const W = weights(o, strides), predict = X => layer(layer(X, W[0]), W[1]).map(([s]) => s), S = predict(o.X);
      const off = S.reduce((sum, s, i) => sum + (s - o.y[i]) ** 2, 0) / S.length, right = S.filter((s, i) => s > 0.5 === o.y[i] > 0.5).length;
      const pieces = border((a, b) => predict([[a, b]])[0], -1.7, 1.7, 34);
      const path = pieces.map(([a, b]) => `M${place(a).map(v => v.toFixed(1)).join(" ")}L${place(b).map(v => v.toFixed(1)).join(" ")}`).join("");
      const point = (x, i) => {
        const [px, py] = place(x), wrong = S[i] > 0.5 !== o.y[i] > 0.5;
        return (o.y[i] > 0.5 ? dot(px, py, 5, "f-x") : rect(px - 4, py - 4, 8, 8, "curve s-x")) + (wrong ? dot(px, py, 9, "ring") : "");
      };
      const history = range(0, strides, strides || 1).map(k => { const w = weights(o, k); return layer(layer(o.X, w[0]), w[1]).reduce((sum, [s], i) => sum + (s - o.y[i]) ** 2, 0) / S.length; });
      const LX = k => 320 + k / 40 * 145, LY = v => 240 - v / 0.4 * 190;
      return {
        picture: rect(150 - SIZE / 2, 140 - SIZE / 2, SIZE, SIZE, "cell") + (path ? `<path d="${path}" class="curve s-y"/>` : "") + o.X.map(point).join("") +
          text(320, 34, "loss", "tick start") + line(320, 240, 468, 240, "s-grid") + line(320, 50, 320, 240, "s-grid") +
          `<path class="curve s-y" d="M${history.map((v, k) => `${LX(k).toFixed(1)} ${LY(v).toFixed(1)}`).join("L")}"/>` + dot(LX(strides), LY(off), 6, "f-y grab") +
          text(468, 258, `${strides * STRIDE} steps`, "tick end"),
        alt: `Two kinds of points, and the boundary that the net draws between them after ${strides * STRIDE} steps: ${right} of ${S.length} on the right side, loss ${show(off, 4)}.`,
        reading: `loss ${number("loss", off, 4, "qy")} · on the right side ${number("right", right, 0, "qy")} of ${S.length}`,
      };
    },
    point: (s, px) => ["strides", { strides: clamp(Math.round((px > 300 ? (px - 320) / 145 : px / 300) * 40), 0, 40) }],
  });
})(MovingFigures);
