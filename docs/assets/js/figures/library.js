/* Figures to move: by mouse, by touch, by keyboard.

   A figure is a pure function from its numbers to a picture. The build calls it (in QuickJS) for the picture that stands
   in the page, which is what a reader without JavaScript sees; here the same function draws again when a number changes.
   The figures of a lesson stand in a file of the lesson's name; a page loads those files that it has figures from.
   Classic scripts, because modules do not load from file://.

   A figure is added as `MovingFigures.add(kind, figure)`, with
     height             of the picture; it is 480 wide
     state(options)     its numbers at the start
     controls(options)  its sliders: key, label, min, max, step, and say(state), the value in words
     play               the key of the slider that Play and Step move
     draw(state, options, id)  the picture as SVG, what it shows in words (alt), and its numbers (reading, as HTML)
     point(state, x, y, options, held)  what a pointer at a place changes: what it holds, and the new numbers */
(function (root) {
  "use strict";

  const W = 480, H = 280;
  const clamp = (v, lo, hi) => Math.min(hi, Math.max(lo, v));
  const sigmoid = x => 1 / (1 + Math.exp(-x));
  const range = (from, to, count) => Array.from({ length: count + 1 }, (_, i) => from + (to - from) * i / count);

  /* Numbers and words. */
  const show = (v, digits = 3) => {
    if (Number.isNaN(v)) return "none";
    const text = Math.abs(v) >= 1e5 || (v !== 0 && Math.abs(v) < 1e-4) ? v.toExponential(2) : v.toFixed(digits);
    return text.replace(/^-(0\.?0*)$/, "$1").replace(/-/g, "−");
  };
  const power = e => "10" + String(e).replace(/[-\d]/g, c => "⁰¹²³⁴⁵⁶⁷⁸⁹"["0123456789".indexOf(c)] || "⁻");
  const number = (name, value, digits, colour = "") =>
    `<b data-number="${name}" data-value="${value}" class="${colour}">${show(value, digits)}</b>`;
  const shape = sizes => sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(", ")})`;

  /* Pieces of a drawing; a class says the colour. */
  const text = (x, y, words, cls = "") => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" class="${cls}">${words}</text>`;
  const line = (x1, y1, x2, y2, cls) =>
    `<path d="M${x1.toFixed(1)} ${y1.toFixed(1)}L${x2.toFixed(1)} ${y2.toFixed(1)}" class="${cls}"/>`;
  const dot = (x, y, r, cls) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r}" class="${cls}"/>`;
  const rect = (x, y, width, height, cls) =>
    `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" class="${cls}"/>`;
  const polyline = (places, cls) =>
    `<path class="${cls}" d="M${places.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}"/>`;
  const arrow = (x1, y1, x2, y2, colour) => {
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (length < 1) return "";
    const [a, b] = [(x2 - x1) / length, (y2 - y1) / length], [bx, by] = [x2 - 9 * a, y2 - 9 * b];
    const head = [[x2, y2], [bx - 5 * b, by + 5 * a], [bx + 5 * b, by - 5 * a]];
    return line(x1, y1, bx, by, `curve s-${colour}`) + polyline(head, `f-${colour}`).replace('"/>', 'z"/>');
  };

  /* A bar from the middle, to the right for what is above 0. `most` is what reaches its end. */
  const bar = (x, y, width, v, most, cls) => {
    const middle = x + width / 2, long = clamp(Math.abs(v) / most, 0, 1) * width / 2;
    return line(x, y + 8, x + width, y + 8, "s-grid") + rect(v < 0 ? middle - long : middle, y, long, 16, cls) +
      line(middle, y - 4, middle, y + 20, "thin s-ink");
  };

  /* A table of numbers. `look(i, j)` gives the class of a cell and that of its number; `shade` how full it is, 0 to 1. */
  const table = (M, x, y, { width = 52, height = 38, digits = 3, look = () => ["", ""], shade = null }) =>
    M.map((row, i) => row.map((v, j) => {
      const [cell, words] = look(i, j), left = x + j * width, top = y + i * height;
      const full = shade ? ` style="fill-opacity:${(0.06 + 0.3 * shade(i, j)).toFixed(2)}"` : "";
      return `<rect x="${left}" y="${top}" width="${width - 4}" height="${height - 4}" rx="5" class="cell ${cell}"${full}/>` +
        text(left + width / 2 - 2, top + height / 2 + 3, typeof v === "string" ? v : show(v, digits), `num ${words}`);
    }).join("")).join("");

  /* The cell of such a table below a pointer, or null. */
  const cell = (px, py, x, y, rows, columns, width = 52, height = 38) => {
    const [i, j] = [Math.floor((py - y) / height), Math.floor((px - x) / width)];
    return i >= 0 && i < rows && j >= 0 && j < columns ? [i, j] : null;
  };

  /* A plane with ticks: how numbers become places and back. */
  const L = 46, R = 12, T = 12, B = 30;
  function plane(x0, x1, y0, y1, xTicks = [], yTicks = [], xName = "", yName = "", right = W) {
    const X = x => L + (x - x0) / (x1 - x0) * (right - L - R), Y = y => H - B - (y - y0) / (y1 - y0) * (H - T - B);
    const grid = xTicks.map(([v, name]) => line(X(v), T, X(v), H - B, "s-grid") + text(X(v), H - B + 16, name, "tick"))
      .concat(yTicks.map(([v, name]) => line(L, Y(v), right - R, Y(v), "s-grid") + text(L - 6, Y(v) + 4, name, "tick end")));
    return {
      X, Y,
      x: px => x0 + (px - L) / (right - L - R) * (x1 - x0),
      y: py => y0 + (H - B - py) / (H - T - B) * (y1 - y0),
      back: grid.join("") + text(right - R, H - 4, xName, "tick end") + text(L + 6, T + 10, yName, "tick start"),
      curve: (xs, ys, cls) => polyline(xs.map((x, i) => [X(x), clamp(Y(ys[i]), -900, 1200)]), cls),
      inside: (id, picture) => `<defs><clipPath id="${id}">${rect(L, T, right - L - R, H - T - B, "")}</clipPath></defs>` +
        `<g clip-path="url(#${id})">${picture}</g>`,
    };
  }
  const whole = (from, to, step = 1) =>
    range(from, to, Math.round((to - from) / step)).map(v => [v, show(v, step < 1 ? 1 : 0)]);

  /* From a figure to a page. */
  const figures = {};
  const inside = (kind, options, state, id) => {
    const figure = figures[kind], drawn = figure.draw(state, options, id);
    const svg = `<svg viewBox="0 0 ${W} ${figure.height}" class="fig" role="img" aria-label="${drawn.alt}">${drawn.picture}</svg>`;
    return { ...drawn, svg };
  };
  const html = (kind, options, id) => {
    const figure = figures[kind], state = figure.state(options), drawn = inside(kind, options, state, id);
    const sliders = figure.controls(options).map(c =>
      `<label><span>${c.label}</span><input type="range" name="${c.key}" min="${c.min}" max="${c.max}" step="${c.step}" ` +
      `value="${state[c.key]}" aria-valuetext="${c.say(state)}"><span class="said" aria-hidden="true">${c.say(state)}</span></label>`);
    const buttons = ["Play", "Step", "Reset"].map(name => `<button type="button" name="${name}">${name}</button>`);
    return `${drawn.svg}<p class="reading">${drawn.reading}</p>` +
      `<div class="controls">${sliders.join("")}<p class="actions">${buttons.join("")}</p></div>` +
      '<p class="announced" role="status"></p>';
  };
  root.MovingFigures = {
    add: (kind, figure) => { figures[kind] = figure; },
    kinds: () => Object.keys(figures),
    html: (kind, options, id) => JSON.parse(JSON.stringify(html(kind, JSON.parse(options), id))), /* QuickJS hands out no pieced strings */
    W, H, clamp, sigmoid, range, show, power, number, shape, text, line, dot, rect, polyline, arrow, bar, table, cell,
    plane, whole,
  };

  if (typeof customElements === "undefined") return; /* the build */

  const TICK = 120, QUIET = 700, STRIDES = 40; /* milliseconds between two steps; until a change is told; steps of a range */

  class MovingFigure extends HTMLElement {
    connectedCallback() {
      if (this.state) return;
      this.figure = figures[this.getAttribute("kind")];
      this.options = JSON.parse(this.getAttribute("options") || "{}");
      this.id_ = this.getAttribute("options-id");
      this.controls = this.figure.controls(this.options);
      this.inputs = Object.fromEntries([...this.querySelectorAll("input")].map(input => [input.name, input]));
      this.svg = this.querySelector("svg");
      this.state = { ...this.figure.state(this.options) };
      for (const key in this.inputs) {
        this.inputs[key].addEventListener("input", () => { this.pause(); this.set({ [key]: this.inputs[key].value }); });
      }
      this.listenToPointer();
      this.button("Play").addEventListener("click", () => this.playing ? this.pause() : this.play());
      this.button("Step").addEventListener("click", () => { this.pause(); this.step(); });
      this.button("Reset").addEventListener("click", () => { this.pause(); this.set(this.figure.state(this.options)); });
      this.set({}); /* a browser may have kept the sliders of the last visit */
      for (const key in this.inputs) this.inputs[key].value = this.state[key];
      clearTimeout(this.telling);
    }

    disconnectedCallback() { this.pause(); clearTimeout(this.telling); }

    button(name) { return this.querySelector(`button[name="${name}"]`); }

    set(change) {
      for (const key in change) {
        this.inputs[key].value = change[key];
        this.state[key] = +this.inputs[key].value;
      }
      const drawn = this.figure.draw(this.state, this.options, this.id_);
      this.svg.innerHTML = drawn.picture;
      this.svg.setAttribute("aria-label", drawn.alt);
      this.querySelector(".reading").innerHTML = drawn.reading;
      for (const c of this.controls) {
        const said = c.say(this.state);
        this.inputs[c.key].setAttribute("aria-valuetext", said);
        this.inputs[c.key].nextElementSibling.textContent = said;
      }
      clearTimeout(this.telling);
      this.telling = setTimeout(() => { this.querySelector(".announced").textContent = drawn.alt; }, QUIET);
    }

    /* One step of what Play moves; at its end it begins anew. Gives whether the end is reached. */
    step() {
      const input = this.inputs[this.figure.play], [min, max, step] = [+input.min, +input.max, +input.step];
      const stride = Math.max(step, Math.round((max - min) / STRIDES / step) * step);
      this.set({ [this.figure.play]: +input.value >= max ? min : Math.min(+input.value + stride, max) });
      return +input.value >= max;
    }

    play() {
      this.button("Play").textContent = "Pause";
      this.playing = setInterval(() => { if (this.step()) this.pause(); }, TICK);
      this.step();
    }

    pause() {
      clearInterval(this.playing);
      this.playing = null;
      this.button("Play").textContent = "Play";
    }

    listenToPointer() {
      let held = null, before = null;
      const drag = event => {
        const box = this.svg.getBoundingClientRect();
        const [x, y] = [(event.clientX - box.left) / box.width * W, (event.clientY - box.top) / box.height * this.figure.height];
        const [hold, change] = this.figure.point(this.state, x, y, this.options, held);
        held = hold;
        this.set(change);
      };
      this.svg.addEventListener("pointerdown", event => {
        if (!event.isPrimary) return; /* the second finger of two */
        held = null;
        this.pause();
        this.svg.setPointerCapture(event.pointerId);
        drag(event);
        event.preventDefault();
      });
      this.svg.addEventListener("pointermove", event => { if (held && event.isPrimary) drag(event); });
      this.svg.addEventListener("pointerup", event => { if (event.isPrimary) held = null; });
      /* A finger that turns out to scroll or zoom the page leaves all as it was, on a slider, too. */
      this.addEventListener("pointerdown", event => { if (event.isPrimary) before = { ...this.state }; }, true);
      this.addEventListener("pointercancel", event => {
        if (!event.isPrimary) return;
        held = null;
        this.set(before);
      });
    }
  }

  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  const files = new Set([...document.querySelectorAll("moving-figure")].map(one => one.getAttribute("from")));
  Promise.all([...files].map(name => new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = `${folder}${name}.js`;
    script.onload = done;
    script.onerror = fail;
    document.head.append(script);
  }))).then(() => customElements.define("moving-figure", MovingFigure));
})(typeof window === "undefined" ? globalThis : window);
