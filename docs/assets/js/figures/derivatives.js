/* Lesson 2: a slope as a quotient, and its errors. */
"use strict";
(function ({ add, H, clamp, range, show, power, number, text, line, dot, plane, whole }) {
  const curves = {
    cube: { f: x => x * x * x, d: x => 3 * x * x, name: "x³", box: [-1.6, 2.2, -4, 11], ticks: [1, 2] },
  };
  const curve = o => curves[o.fn || "cube"];
  const upTo = (v, step) => Math.floor(v / step) * step, from = (v, step) => Math.ceil(v / step) * step;

  /* The secant through x − h and x + h, which turns into the tangent. */
  add("tangent", {
    height: H,
    play: "h",
    state: o => ({ x: +(o.x || 1), h: +(o.h || 0.8) }),
    controls(o) {
      const { f, box: [lo, hi, low, high] } = curve(o);
      const seen = range(lo + 0.1, hi, 400).filter(x => f(x) <= high - 0.3 && f(x) >= low + 0.3).map(x => Math.floor(x * 10) / 10);
      return [
        { key: "x", label: "point x", min: from(Math.min(...seen), 0.1).toFixed(1), max: Math.max(...seen).toFixed(1), step: 0.01, say: s => show(s.x, 2) },
        { key: "h", label: "step h", min: 0.01, max: Math.min(1.5, (hi - lo) / 4).toFixed(2), step: 0.01, say: s => show(s.h, 2) }];
    },
    draw(s, o, id) {
      const { f, d, name, box: [x0, x1, y0, y1], ticks: [dx, dy] } = curve(o), { x, h } = s;
      const p = plane(x0, x1, y0, y1, whole(from(x0, dx), upTo(x1, dx), dx), whole(from(y0, dy), upTo(y1, dy), dy), "x", name);
      const m = (f(x + h) - f(x - h)) / (2 * h), exact = d(x), middle = (f(x + h) + f(x - h)) / 2;
      const xs = range(x0, x1, 120), secant = t => middle + m * (t - x), tangent = t => f(x) + exact * (t - x);
      const inBrackets = v => v < 0 ? `(${show(v)})` : show(v);
      return {
        picture: p.back + p.inside(id, p.curve(xs, xs.map(f), "curve s-y") +
            p.curve([x0, x1], [x0, x1].map(tangent), "thin s-ink") + p.curve([x0, x1], [x0, x1].map(secant), "curve dash s-d") +
            line(p.X(x), p.Y(f(x)), p.X(x), p.Y(y0), "thin s-x") +
            dot(p.X(x - h), p.Y(f(x - h)), 6, "f-d") + dot(p.X(x + h), p.Y(f(x + h)), 6, "f-d grab")) +
          dot(p.X(x), p.Y(f(x)), 9, "f-x grab"),
        alt: `The curve ${name}. At x = ${show(x, 2)} the secant over a step of ${show(h, 2)} has slope ${show(m)}, the tangent ${show(exact)}.`,
        reading: `secant ${number("secant", m, 3, "qd")} = (${show(f(x + h))} − ${inBrackets(f(x - h))}) / ${show(2 * h, 2)}` +
          `<br>tangent ${number("slope", exact, 3)} · apart ${number("error", Math.abs(m - exact), 4)}`,
      };
    },
    point(s, px, py, o, held) {
      const { f, box } = curve(o), p = plane(...box), far = x => Math.hypot(p.X(x) - px, p.Y(f(x)) - py);
      const hold = held || (far(s.x) <= Math.min(far(s.x + s.h), far(s.x - s.h)) ? "x" : "h");
      return [hold, hold === "x" ? { x: p.x(px) } : { h: Math.abs(p.x(px) - s.x) }];
    },
  });

  /* The error of both differences by step: truncation falls, rounding rises. */
  const cube = x => x * x * x;
  function errors(e) {
    const h = 10 ** e, up = cube(1 + h), down = cube(1 - h);
    return [Math.abs((up - 1) / h - 3), Math.abs((up - down) / (2 * h) - 3)];
  }
  add("steps", {
    height: H,
    play: "e",
    state: o => ({ e: +(o.e || -3) }),
    controls: () => [{ key: "e", label: "step h", min: -15, max: -1, step: 0.5, say: s => show(10 ** s.e, 4) }],
    draw(s, o, id) {
      const tick = e => [e, power(e)], low = v => Math.log10(Math.max(v, 1e-14));
      const p = plane(-15.5, -0.5, -14, 1.5, [-15, -12, -9, -6, -3].map(tick), [-12, -9, -6, -3, 0].map(tick), "step h", "error");
      const es = range(-15, -1, 84), both = es.map(errors), [forward, central] = errors(s.e);
      return {
        picture: p.back + p.inside(id, p.curve(es, both.map(b => low(b[0])), "curve s-w") +
            p.curve(es, both.map(b => low(b[1])), "curve s-d") + line(p.X(s.e), p.Y(1.5), p.X(s.e), p.Y(-14), "thin s-x")) +
          dot(p.X(s.e), p.Y(low(forward)), 7, "f-w grab") + dot(p.X(s.e), p.Y(low(central)), 7, "f-d grab") +
          text(p.X(-3.2), p.Y(-1.3), "forward", "lbl t-w end") + text(p.X(-2.3), p.Y(-6.6), "central", "lbl t-d start"),
        alt: `Error of the slope of x³ at 1 by step, both axes logarithmic. Step ${show(10 ** s.e, 4)}: forward ${show(forward, 6)}, central ${show(central, 6)}.`,
        reading: `step ${number("step", 10 ** s.e, 4, "qx")}<br>forward error ${number("forward", forward, 6, "qw")} · central error ${number("central", central, 6, "qd")}`,
      };
    },
    point: (s, px) => ["e", { e: clamp(plane(-15.5, -0.5, 0, 1).x(px), -15, -1) }],
  });
})(MovingFigures);
