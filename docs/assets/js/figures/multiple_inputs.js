/* Lesson 4: a slope in every direction, and a slope by every path. */
"use strict";
(function ({ add, H, clamp, range, show, number, text, line, dot, arrow, polyline, plane, whole, bar }) {
  /* x₁² + 3x₂²: a direction to turn away from the gradient. */
  const f = ([a, b]) => a * a + 3 * b * b, slopes = ([a, b]) => [2 * a, 6 * b];
  const ground = () => plane(-3, 3, -1.67, 1.67, whole(-2, 2), whole(-1, 1), "x₁", "x₂");
  const DRAWN = 0.22; /* of the length that an arrow has */
  function direction(s) {
    const [a, b] = slopes([s.x, s.y]), to = Math.hypot(a, b) === 0 ? 0 : Math.atan2(b, a);
    return to + s.angle * Math.PI / 180;
  }
  add("contour", {
    height: H,
    play: "angle",
    state: () => ({ angle: 60, x: 1.2, y: 0.4 }),
    controls: () => [
      { key: "angle", label: "turned by", min: -180, max: 180, step: 5, say: s => `${show(s.angle, 0)}°` },
      { key: "x", label: "point x₁", min: -1.5, max: 1.5, step: 0.1, say: s => show(s.x, 1) },
      { key: "y", label: "point x₂", min: -0.8, max: 0.8, step: 0.1, say: s => show(s.y, 1) }],
    draw(s, o, id) {
      const p = ground(), at = [s.x, s.y], [a, b] = slopes(at), length = Math.hypot(a, b), way = direction(s);
      const rise = length * Math.cos(s.angle * Math.PI / 180), turn = range(0, 2 * Math.PI, 72);
      const place = (u, far) => [p.X(s.x + DRAWN * far * Math.cos(u)), p.Y(s.y + DRAWN * far * Math.sin(u))];
      const ellipse = level => polyline(turn.map(t => [p.X(Math.sqrt(level) * Math.cos(t)), p.Y(Math.sqrt(level / 3) * Math.sin(t))]), "thin s-y");
      const lobe = turn.map(t => place(t, Math.max(0, a * Math.cos(t) + b * Math.sin(t))));
      const [px, py] = [p.X(s.x), p.Y(s.y)], unit = [p.X(s.x + 0.6 * Math.cos(way)), p.Y(s.y + 0.6 * Math.sin(way))];
      return {
        picture: p.back + p.inside(id, [0.3, 1, 2, 4, 7].map(ellipse).join("") + polyline(lobe, "thin dash s-d") +
            arrow(px, py, ...place(Math.atan2(b, a), length), "d") + line(px, py, ...unit, "curve s-x") + dot(...unit, 7, "f-x grab") +
            (rise > 0.05 ? dot(...place(way, rise), 4, "f-d") : "")) + dot(px, py, 8, "f-x grab"),
        alt: `Contour lines of x₁² + 3x₂². At (${show(s.x, 1)}, ${show(s.y, 1)}) the gradient has length ${show(length)}. ` +
          `In a direction turned by ${show(s.angle, 0)} degrees the function rises by ${show(rise)} for each unit of distance.`,
        reading: `gradient (${show(a, 1)}, ${show(b, 1)}), length ${number("length", length, 3, "qd")}` +
          `<br>turned by ${show(s.angle, 0)}°: rise for each unit of distance ${number("rise", rise, 3, "qd")}`,
      };
    },
    point(s, px, py, o, held) {
      const p = ground(), [cx, cy] = [p.X(s.x), p.Y(s.y)], near = Math.hypot(px - cx, py - cy) < 16;
      const hold = held || (near ? "point" : "angle");
      if (hold === "point") return [hold, { x: p.x(px), y: p.y(py) }];
      const [a, b] = slopes([s.x, s.y]), to = Math.hypot(a, b) === 0 ? 0 : Math.atan2(b, a);
      const turned = (Math.atan2(p.y(py) - s.y, p.x(px) - s.x) - to) * 180 / Math.PI;
      return [hold, { angle: turned > 180 ? turned - 360 : turned < -180 ? turned + 360 : turned }];
    },
  });

  /* u₁ = x², u₂ = 3x, y = u₁u₂: both paths open, or one of the two held still. */
  const OPEN = ["both", "by u₁ only", "by u₂ only"];
  const box = (x, y, name) => `<rect x="${x}" y="${y - 18}" width="84" height="36" rx="8" class="box"/>` + text(x + 42, y + 5, name, "fn");
  const wire = (x1, y1, x2, y2, shut) => line(x1, y1, x2, y2, shut ? "wire soft" : "wire");
  add("paths", {
    height: 272,
    play: "x",
    state: () => ({ x: 1, open: 0 }),
    controls: () => [
      { key: "x", label: "input x", min: -1.5, max: 1.5, step: 0.05, say: s => show(s.x, 2) },
      { key: "open", label: "paths open", min: 0, max: 2, step: 1, say: s => OPEN[s.open] }],
    draw({ x, open }) {
      const u1 = x * x, u2 = 3 * x, by1 = u2 * 2 * x, by2 = u1 * 3, first = open !== 2, second = open !== 1;
      const slope = (first ? by1 : 0) + (second ? by2 : 0), most = 21;
      const shut = on => on ? "" : " soft";
      return {
        picture: wire(54, 76, 108, 40, !first) + wire(54, 84, 108, 120, !second) + box(108, 40, "square") + box(108, 120, "3 ×") +
          wire(192, 40, 300, 72, !first) + wire(192, 120, 300, 88, !second) + box(300, 80, "×") + wire(384, 80, 424, 80, false) +
          text(34, 74, "x", "val t-x") + text(34, 94, show(x, 2), "num t-x") + text(452, 74, "y", "val t-y") + text(452, 94, show(u1 * u2, 2), "num t-y") +
          text(246, 34, `u₁ = ${show(u1, 2)}`, `num t-u${shut(first)}`) + text(246, 138, `u₂ = ${show(u2, 2)}`, `num t-u${shut(second)}`) +
          text(150, 78, `2x = ${show(2 * x, 2)}`, `lbl t-d${shut(first)}`) + text(150, 158, "3", `lbl t-d${shut(second)}`) +
          [["by u₁: u₂ · 2x", first ? by1 : 0, "f-d soft"], ["+ by u₂: u₁ · 3", second ? by2 : 0, "f-d soft"], ["= dy/dx", slope, "f-d"]]
            .map(([name, v, cls], i) => text(8, 200 + i * 28, name, "tick start") + bar(150, 188 + i * 28, 250, v, most, cls) + text(440, 201 + i * 28, show(v, 2), "num t-d")).join(""),
        alt: `x = ${show(x, 2)}, u₁ = ${show(u1, 2)}, u₂ = ${show(u2, 2)}, y = ${show(u1 * u2, 2)}. Paths open: ${OPEN[open]}. ` +
          `By u₁ ${show(first ? by1 : 0, 2)}, by u₂ ${show(second ? by2 : 0, 2)}, together ${show(slope, 2)}.`,
        reading: `by u₁ ${number("by_u1", first ? by1 : 0, 3, "qd")} + by u₂ ${number("by_u2", second ? by2 : 0, 3, "qd")} = ${number("slope", slope, 3, "qd")}`,
      };
    },
    point(s, px, py, o, held) {
      if (!held && py < 150 && px > 108 && px < 192) return ["open", { open: py < 80 ? 1 : 2 }];
      return held === "open" ? [held, {}] : ["x", { x: clamp((px - 240) / 240 * 1.5, -1.5, 1.5) }];
    },
  });
})(MovingFigures);
