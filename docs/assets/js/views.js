/* A quantity of three views, lit in all of them: by pointing at it, by a tap, or by its button above the views, which the
   Tab key and the arrow keys reach. The build has given each place where it stands the class `is-NAME`. */
(() => {
  "use strict";
  const VIEWS = [["maths", "the mathematics"], ["diagram", "the diagram"], ["code", "the code"]];
  const times = count => count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;

  const follow = three => {
    const names = three.dataset.quantities.split(" "), row = three.querySelector(".pointers");
    const buttons = new Map(), said = document.createElement("span");
    let kept = null;  /* the one that stays lit */
    const places = name => three.querySelectorAll(`.panel .is-${CSS.escape(name)}`);
    const nameOf = element => {
      const place = element.closest?.(names.map(name => `.is-${CSS.escape(name)}`).join());
      return place && three.contains(place) ? names.find(name => place.classList.contains(`is-${name}`)) : null;
    };
    const light = name => {
      for (const lit of three.querySelectorAll(".lit")) lit.classList.remove("lit");
      if (name) for (const place of places(name)) place.classList.add("lit");
      for (const [own, button] of buttons) button.classList.toggle("lit", own === name);
    };
    const tell = name => {
      const count = view => [...three.querySelectorAll(`.panel.${view} .is-${CSS.escape(name)}`)].filter(place => place.getClientRects().length && !place.matches("g, math *")).length;
      said.textContent = `${name} is lit: ${VIEWS.map(([view, words]) => `${times(count(view))} in ${words}`).join(", ")}.`;
    };
    const keep = name => {
      kept = name === kept ? null : name;
      for (const [own, button] of buttons) button.setAttribute("aria-pressed", own === kept);
      light(kept);
      if (kept) tell(kept); else said.textContent = "";
    };
    const go = (from, step) => {
      const all = [...buttons.values()], to = all[(all.indexOf(from) + step + all.length) % all.length];
      all.forEach(button => { button.tabIndex = button === to ? 0 : -1; });
      to.focus();
    };

    for (const name of names) {
      const button = document.createElement("button"), colour = [...three.querySelectorAll(`.panel.code .is-${CSS.escape(name)}`)].flatMap(place => [...place.classList]).find(one => /^q[xuywd]$/.test(one));
      Object.assign(button, { type: "button", textContent: name, className: colour || "", tabIndex: buttons.size ? -1 : 0 });
      button.setAttribute("aria-pressed", "false");
      button.addEventListener("click", () => keep(name));
      button.addEventListener("focus", () => { light(name); tell(name); });
      button.addEventListener("blur", () => light(kept));
      buttons.set(name, button);
    }
    row.setAttribute("role", "toolbar");
    row.setAttribute("aria-label", "Show a quantity in all three views");
    said.className = "announced";
    said.setAttribute("role", "status");
    row.append("Point at ", ...buttons.values());
    row.after(said);

    row.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step) { event.preventDefault(); go(event.target, step); }
    });
    three.addEventListener("keydown", event => { if (event.key === "Escape" && kept) keep(kept); });
    three.addEventListener("pointerover", event => {
      if (event.pointerType !== "mouse") return;
      const own = [...buttons].find(([, button]) => button === event.target);
      light(own ? own[0] : nameOf(event.target) || kept);
    });
    three.addEventListener("pointerleave", () => light(kept));
    three.addEventListener("click", event => {  /* a tap; in code that is edited it sets the cursor */
      const name = !event.target.closest("button, [role='textbox'], .editor") && nameOf(event.target);
      if (name) keep(name);
    });
  };
  document.querySelectorAll(".three[data-quantities]").forEach(follow);
})();
