/* Figures to move: by mouse, by touch, by keyboard.

   A figure is a pure function from its numbers to a picture. The build calls it (in QuickJS) for the picture that stands
   in the page, which is what a reader without JavaScript sees; here the same function draws again when a number changes.
   A classic script, because modules do not load from file://. */
(function (root) {
  "use strict";

  const clamp = (v, lo, hi) => Math.min(hi, Math.max(lo, v));
  const show = (v, digits = 3) => {
    const text = Math.abs(v) >= 1e5 || (v !== 0 && Math.abs(v) < 1e-4) ? v.toExponential(2) : v.toFixed(digits);
    return text.replace(/^-(0\.?0*)$/, "$1").replace("-", "−");
  };
  const power = e => "10" + String(e).replace(/[-\d]/g, c => "⁰¹²³⁴⁵⁶⁷⁸⁹"["0123456789".indexOf(c)] || "⁻");
  const sigmoid = x => 1 / (1 + Math.exp(-x));
  const text = (x, y, words, cls = "", more = "") => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${cls}" ${more}>${words}</text>`;
  const line = (x1, y1, x2, y2, cls) => `<path d="M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}" class="${cls}"/>`;
  const dot = (x, y, r, cls) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r}" class="${cls}"/>`;
  const number = (name, value, digits, colour = "") => `<b data-number="${name}" data-value="${value}" class="${colour}">${show(value, digits)}</b>`;

  /* A plane with ticks: how numbers become places and back. */
  const W = 480, H = 280, L = 40, R = 12, T = 12, B = 30;
  function plane(x0, x1, y0, y1, xTicks, yTicks, xName, yName) {
    const X = x => L + (x - x0) / (x1 - x0) * (W - L - R), Y = y => H - B - (y - y0) / (y1 - y0) * (H - T - B);
    let back = "";
    for (const [v, name] of xTicks) back += line(X(v), T, X(v), H - B, "s-grid") + text(X(v), H - B + 16, name, "tick");
    for (const [v, name] of yTicks) back += line(L, Y(v), W - R, Y(v), "s-grid") + text(L - 6, Y(v) + 4, name, "tick end");
    back += text(W - R, H - 2, xName, "tick end") + text(L + 6, T + 10, yName, "tick start");
    const curve = (xs, ys, cls) => `<path class="${cls}" d="M${xs.map((x, i) => X(x).toFixed(1) + " " + clamp(Y(ys[i]), -900, 1200).toFixed(1)).join("L")}"/>`;
    return { X, Y, x: px => x0 + (px - L) / (W - L - R) * (x1 - x0), y: py => y0 + (H - B - py) / (H - T - B) * (y1 - y0), back, curve };
  }
  const clip = id => `<defs><clipPath id="${id}"><rect x="${L}" y="${T}" width="${W - L - R}" height="${H - T - B}"/></clipPath></defs>`;
  const range = (from, to, count) => Array.from({ length: count + 1 }, (_, i) => from + (to - from) * i / count);
  const whole = (from, to, step = 1) => range(from, to, Math.round((to - from) / step)).map(v => [v, show(v, step < 1 ? 1 : 0)]);

  const curves = {
    square: { f: x => x * x, d: x => 2 * x, name: "x²", box: [-2.2, 2.2, -1, 5], ticks: [1, 1] },
    cube: { f: x => x * x * x, d: x => 3 * x * x, name: "x³", box: [-1.6, 2.2, -4, 8], ticks: [1, 2] },
    sigmoid: { f: sigmoid, d: x => sigmoid(x) * (1 - sigmoid(x)), name: "sigmoid(x)", box: [-6, 6, -0.2, 1.2], ticks: [2, 0.5] },
    parabola: { f: x => 3 * x * x - 4 * x, d: x => 6 * x - 4, name: "3x² − 4x", box: [-1, 3, -4, 12], ticks: [1, 4] },
  };

  const figures = {
    /* The secant through x − h and x + h, which turns into the tangent. */
    tangent: {
      height: H,
      state: o => ({ x: +(o.x || 1), h: +(o.h || 0.8) }),
      controls: o => { const [lo, hi] = curves[o.fn || "cube"].box; return [
        { key: "x", label: "point x", min: Math.ceil(lo + 0.1), max: Math.floor(hi * 10) / 10, step: 0.01, say: s => show(s.x, 2) },
        { key: "h", label: "step h", min: 0.01, max: Math.min(1.5, (hi - lo) / 4), step: 0.01, say: s => show(s.h, 2) }]; },
      draw(s, o, id) {
        const c = curves[o.fn || "cube"], [x0, x1, y0, y1] = c.box, p = plane(x0, x1, y0, y1, whole(Math.ceil(x0 / c.ticks[0]) * c.ticks[0], x1 - x1 % c.ticks[0], c.ticks[0]), whole(Math.ceil(y0 / c.ticks[1]) * c.ticks[1], Math.floor(y1 / c.ticks[1]) * c.ticks[1], c.ticks[1]), "x", c.name);
        const { x, h } = s, m = (c.f(x + h) - c.f(x - h)) / (2 * h), exact = c.d(x), mid = (c.f(x + h) + c.f(x - h)) / 2;
        const xs = range(x0, x1, 120), along = t => mid + m * (t - x), touch = t => c.f(x) + exact * (t - x);
        return {
          picture: clip(id) + p.back + `<g clip-path="url(#${id})">` + p.curve(xs, xs.map(c.f), "curve s-y") + p.curve([x0, x1], [touch(x0), touch(x1)], "thin s-ink") + p.curve([x0, x1], [along(x0), along(x1)], "curve dash s-d") +
            line(p.X(x), p.Y(clamp(c.f(x), y0, y1)), p.X(x), H - B, "thin s-x") + dot(p.X(x - h), p.Y(c.f(x - h)), 6, "f-d") + dot(p.X(x + h), p.Y(c.f(x + h)), 6, "f-d grab") + "</g>" + dot(p.X(x), p.Y(c.f(x)), 9, "f-x grab"),
          alt: `The curve ${c.name}. At x = ${show(x, 2)} the secant over a step of ${show(h, 2)} has slope ${show(m)}, the tangent ${show(exact)}.`,
          reading: `secant ${number("secant", m, 3, "qd")} = (${show(c.f(x + h))} − ${show(c.f(x - h)).replace(/^−(.*)/, "(−$1)")}) / ${show(2 * h, 2)}<br>tangent ${number("slope", exact, 3)} · apart ${number("error", Math.abs(m - exact), 4)}`,
        };
      },
      point(s, px, py, o, held) {
        const c = curves[o.fn || "cube"], p = plane(...c.box, [], [], "", ""), at = p.x(px);
        const far = (x) => Math.hypot(p.X(x) - px, p.Y(c.f(x)) - py);
        const hold = held || (far(s.x) <= Math.min(far(s.x + s.h), far(s.x - s.h)) ? "x" : "h");
        return [hold, hold === "x" ? { x: at } : { h: Math.abs(at - s.x) }];
      },
    },

    /* The error of both differences by step: truncation falls, rounding rises. */
    steps: {
      height: H,
      state: o => ({ e: +(o.e || -3) }),
      controls: () => [{ key: "e", label: "step h", min: -15, max: -1, step: 0.5, say: s => show(10 ** s.e, 4) }],
      errors(e) {
        const h = 10 ** e, f = x => x * x * x, up = f(1 + h), down = f(1 - h);
        return [Math.abs((up - f(1)) / h - 3), Math.abs((up - down) / (2 * h) - 3)];
      },
      draw(s, o, id) {
        const p = plane(-15.5, -0.5, -14, 1.5, [-15, -12, -9, -6, -3, -1].map(e => [e, power(e)]), [-12, -9, -6, -3, 0].map(e => [e, power(e)]), "step h", "error");
        const es = range(-15, -1, 84), low = v => Math.log10(Math.max(v, 1e-14)), both = es.map(this.errors), [forward, central] = this.errors(s.e);
        return {
          picture: clip(id) + p.back + `<g clip-path="url(#${id})">` + p.curve(es, both.map(b => low(b[0])), "curve s-w") + p.curve(es, both.map(b => low(b[1])), "curve s-d") + line(p.X(s.e), T, p.X(s.e), H - B, "thin s-x") + "</g>" +
            dot(p.X(s.e), p.Y(low(forward)), 7, "f-w grab") + dot(p.X(s.e), p.Y(low(central)), 7, "f-d grab") + text(p.X(-3.2), p.Y(-1.3), "forward", "lbl t-w end") + text(p.X(-2.3), p.Y(-6.6), "central", "lbl t-d start"),
          alt: `Error of the slope of x³ at 1 by step, both axes logarithmic. Step ${show(10 ** s.e, 4)}: forward ${show(forward, 6)}, central ${show(central, 6)}.`,
          reading: `step ${number("step", 10 ** s.e, 4, "qx")}<br>forward error ${number("forward", forward, 6, "qw")} · central error ${number("central", central, 6, "qd")}`,
        };
      },
      point: (s, px) => ["e", { e: plane(-15.5, -0.5, 0, 1, [], [], "", "").x(px) }],
    },

    /* Two boxes: values go right, slopes multiply. */
    chain: {
      height: 236,
      state: o => ({ x: +(o.x || 0.7) }),
      controls: () => [{ key: "x", label: "input x", min: -2.5, max: 2.5, step: 0.01, say: s => show(s.x, 2) }],
      draw(s) {
        const x = s.x, u = x * x, y = sigmoid(u), s1 = 2 * x, s2 = y * (1 - y), slope = s2 * s1, cy = 52;
        const box = (x, name) => `<rect x="${x}" y="${cy - 24}" width="92" height="48" rx="9" class="box"/>` + text(x + 46, cy + 5, name, "fn");
        const wire = (x1, x2) => line(x1, cy, x2 - 5, cy, "wire") + `<path d="M${x2 - 8} ${cy - 4}L${x2} ${cy}L${x2 - 8} ${cy + 4}z" class="f-ink"/>`;
        const cord = (x1, x2, words) => `<path d="M${x2} 98C${x2} 126 ${x1} 126 ${x1} 98" class="string"/><path d="M${x1 - 4} 104L${x1} 95L${x1 + 4} 104z" class="f-d"/>` + text((x1 + x2) / 2, 138, words, "lbl t-d");
        const bar = (x0, width, v, cls) => { const w = clamp(Math.abs(v) / 5, 0, 1) * width / 2; return line(x0, 200, x0 + width, 200, "s-grid") + `<rect x="${(v < 0 ? x0 + width / 2 - w : x0 + width / 2).toFixed(1)}" y="192" width="${w.toFixed(1)}" height="16" class="${cls}"/>` + line(x0 + width / 2, 188, x0 + width / 2, 212, "thin s-ink"); };
        return {
          picture: wire(64, 98) + box(98, "square") + wire(190, 294) + box(294, "sigmoid") + wire(386, 424) +
            text(34, 40, "x", "val t-x") + text(34, 62, show(x, 2), "num t-x") + text(242, 40, "u", "val t-u") + text(242, 74, show(u, 3), "num t-u") + text(452, 40, "y", "val t-y") + text(452, 62, show(y, 3), "num t-y") +
            cord(40, 236, `2x = ${show(s1, 2)}`) + cord(248, 446, `y(1 − y) = ${show(s2, 3)}`) +
            text(95, 178, "slope of square", "tick") + bar(20, 150, s1, "f-d soft") + text(240, 178, "× slope of sigmoid", "tick") + bar(175, 130, s2, "f-d soft") + text(392, 178, "= slope of the chain", "tick") + bar(315, 150, slope, "f-d"),
          alt: `x = ${show(x, 2)} goes through square, u = ${show(u)}, and through sigmoid, y = ${show(y)}. The slopes ${show(s1)} and ${show(s2)} multiply to ${show(slope)}.`,
          reading: `${number("first", s1, 3, "qd")} · ${number("second", s2, 4, "qd")} = ${number("slope", slope, 4, "qd")}`,
        };
      },
      point: (s, px) => ["x", { x: (px - 240) / 240 * 2.5 }],
    },

    /* One entry of X moves; L follows by that entry of dL/dX. */
    matrix: {
      height: 262,
      state: () => ({ entry: 0, nudge: 0.2 }),
      controls: o => { const n = o.X[0].length, last = o.X.length * n - 1; return [
        { key: "entry", label: "row, column", min: 0, max: last, step: 1, say: s => `${Math.floor(s.entry / n) + 1}, ${s.entry % n + 1}` },
        { key: "nudge", label: "nudge", min: -1, max: 1, step: 0.01, say: s => show(s.nudge, 2) }]; },
      loss: (X, W) => X.reduce((sum, row) => sum + W[0].reduce((all, _, j) => all + sigmoid(row.reduce((n, x, k) => n + x * W[k][j], 0)), 0), 0),
      slopes: (X, W) => X.map(row => { const d = W[0].map((_, j) => { const y = sigmoid(row.reduce((n, x, k) => n + x * W[k][j], 0)); return y * (1 - y); }); return row.map((_, k) => d.reduce((sum, v, j) => sum + v * W[k][j], 0)); }),
      draw(s, o) {
        const n = o.X[0].length, r = Math.floor(s.entry / n), c = s.entry % n, moved = o.X.map((row, i) => row.map((v, j) => i === r && j === c ? v + s.nudge : v));
        const before = this.loss(o.X, o.W), after = this.loss(moved, o.W), G = this.slopes(o.X, o.W), most = Math.max(...G.flat().map(Math.abs)), predicted = G[r][c] * s.nudge;
        const grid = (M, x0, cls, tint) => M.map((row, i) => row.map((v, j) => { const here = i === r && j === c;
          return `<rect x="${x0 + j * 68}" y="${44 + i * 46}" width="64" height="42" rx="6" class="cell ${here ? "here" : ""}"${tint ? ` style="fill-opacity:${(0.08 + 0.3 * Math.abs(v) / most).toFixed(2)}"` : ""}/>` + text(x0 + 32 + j * 68, 70 + i * 46, show(v, 3), `num ${here ? cls + " strong" : cls}`); }).join("")).join("");
        const scale = 200, bar = (y, v, cls, name) => { const w = Math.abs(v) * scale; return text(8, y + 12, name, "tick start") + line(270, y, 270, y + 16, "thin s-ink") + `<rect x="${(v < 0 ? 270 - w : 270).toFixed(1)}" y="${y}" width="${w.toFixed(1)}" height="16" class="${cls}"/>`; };
        return {
          picture: text(106, 28, "X (the entry moved)", "lbl t-x") + grid(moved, 6, "t-x", false) + text(374, 28, "dL/dX", "lbl t-d") + grid(G, 274, "", true) +
            bar(204, after - before, "f-y", "L really moved") + bar(232, predicted, "f-d", "dL/dX · nudge"),
          alt: `X with the entry in row ${r + 1}, column ${c + 1} moved by ${show(s.nudge, 2)}. L goes from ${show(before, 4)} to ${show(after, 4)}; dL/dX there is ${show(G[r][c], 4)}.`,
          reading: `L ${number("loss", after, 4, "qy")} moved by ${number("change", after - before, 4, "qy")}<br>dL/dX · nudge = ${number("slope", G[r][c], 4, "qd")} · ${show(s.nudge, 2)} = ${number("predicted", predicted, 4, "qd")}`,
        };
      },
      point(s, px, py, o) {
        const n = o.X[0].length, j = Math.floor(((px > 270 ? px - 274 : px - 6)) / 68), i = Math.floor((py - 44) / 46);
        return ["entry", i >= 0 && i < o.X.length && j >= 0 && j < n ? { entry: i * n + j } : {}];
      },
    },

    /* Steps downhill on (w − 2)², as far as the slope times the rate. */
    descent: {
      height: H,
      state: () => ({ steps: 4, rate: 0.2, w: -1 }),
      controls: () => [
        { key: "steps", label: "steps taken", min: 0, max: 20, step: 1, say: s => String(s.steps) },
        { key: "rate", label: "learning rate", min: 0.02, max: 1.1, step: 0.02, say: s => show(s.rate, 2) },
        { key: "w", label: "start at w", min: -1.5, max: 5.5, step: 0.1, say: s => show(s.w, 1) }],
      draw(s, o, id) {
        const p = plane(-2, 6, -1, 13, whole(-2, 6), whole(0, 12, 4), "w", ""), f = w => (w - 2) ** 2, xs = range(-2, 6, 100);
        let w = s.w; const path = [w];
        for (let i = 0; i < s.steps; i++) path.push(w -= s.rate * 2 * (w - 2));
        const touch = t => f(w) + 2 * (w - 2) * (t - w);
        return {
          picture: clip(id) + p.back + text(p.X(2), T + 12, "loss", "tick") + `<g clip-path="url(#${id})">` + p.curve(xs, xs.map(f), "curve s-y") + (path.length > 1 ? p.curve(path, path.map(f), "thin s-x") : "") + p.curve([w - 1.2, w + 1.2], [touch(w - 1.2), touch(w + 1.2)], "curve dash s-d") +
            path.slice(0, -1).map(v => dot(p.X(clamp(v, -99, 99)), clamp(p.Y(f(v)), -900, 900), 4, "f-x soft")).join("") + dot(clamp(p.X(w), -900, 900), clamp(p.Y(f(w)), -900, 900), 8, "f-x grab") + "</g>",
          alt: `The loss (w − 2)². After ${s.steps} steps with learning rate ${show(s.rate, 2)}, w is ${show(w)} and the loss ${show(f(w), 4)}.`,
          reading: `w ${number("w", w, 4, "qx")} · loss ${number("loss", f(w), 4, "qy")} · slope ${number("slope", 2 * (w - 2), 4, "qd")}<br>${s.rate > 1 ? "each step lands farther away: it diverges" : s.rate > 0.5 ? "each step jumps over the lowest point" : s.rate === 0.5 ? "one step lands on the lowest point" : "each step goes a part of the way"}`,
        };
      },
      point: (s, px) => ["w", { w: plane(-2, 6, 0, 1, [], [], "", "").x(px), steps: s.steps }],
    },
  };

  const inside = (kind, options, state, id) => {
    const figure = figures[kind], drawn = figure.draw(state, options, id);
    return { ...drawn, svg: `<svg viewBox="0 0 ${W} ${figure.height}" class="fig" role="img" aria-label="${drawn.alt}">${drawn.picture}</svg>` };
  };
  const html = (kind, options, id) => {
    const figure = figures[kind], state = figure.state(options), drawn = inside(kind, options, state, id);
    const controls = figure.controls(options).map(c => `<label><span>${c.label}</span><input type="range" name="${c.key}" min="${c.min}" max="${c.max}" step="${c.step}" value="${state[c.key]}" aria-valuetext="${c.say(state)}"><span class="said">${c.say(state)}</span></label>`).join("");
    return `${drawn.svg}<p class="reading">${drawn.reading}</p><div class="controls">${controls}</div>`;
  };
  root.MovingFigures = { html: (kind, options, id) => JSON.parse(JSON.stringify(html(kind, JSON.parse(options), id))) };

  if (typeof customElements === "undefined") return;
  customElements.define("moving-figure", class extends HTMLElement {
    connectedCallback() {
      if (this.state) return;
      const kind = this.getAttribute("kind"), figure = figures[kind], options = JSON.parse(this.getAttribute("options") || "{}");
      const svg = this.querySelector("svg"), reading = this.querySelector(".reading"), controls = figure.controls(options), id = this.getAttribute("options-id");
      const inputs = Object.fromEntries([...this.querySelectorAll("input")].map(input => [input.name, input]));
      this.state = figure.state(options);
      const set = change => {
        for (const key in change) { inputs[key].value = change[key]; this.state[key] = +inputs[key].value; }
        const drawn = figure.draw(this.state, options, id);
        svg.innerHTML = drawn.picture; svg.setAttribute("aria-label", drawn.alt); reading.innerHTML = drawn.reading;
        for (const c of controls) { const said = c.say(this.state); inputs[c.key].setAttribute("aria-valuetext", said); inputs[c.key].nextElementSibling.textContent = said; }
      };
      for (const key in inputs) inputs[key].addEventListener("input", () => set({ [key]: inputs[key].value }));
      let held = null;
      const drag = event => {
        const r = svg.getBoundingClientRect(), [hold, change] = figure.point(this.state, (event.clientX - r.left) / r.width * W, (event.clientY - r.top) / r.height * figure.height, options, held);
        held = hold; set(change);
      };
      svg.addEventListener("pointerdown", event => { held = null; svg.setPointerCapture(event.pointerId); drag(event); event.preventDefault(); });
      svg.addEventListener("pointermove", event => { if (held) drag(event); });
      for (const name of ["pointerup", "pointercancel"]) svg.addEventListener(name, () => { held = null; });
      set({}); /* a browser may have kept the sliders of the last visit */
      for (const key in inputs) inputs[key].value = this.state[key];
    }
  });
})(typeof window === "undefined" ? globalThis : window);
