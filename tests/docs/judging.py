"""Whether everyone can read a page: axe's judgement, and the contrast of each visible text."""

from __future__ import annotations

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Those that depend on colours and widths, for a page that was judged by all in other colours and at another width
LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
# axe judges no contrast of a single letter, and a formula is made of those; and it takes milliseconds for each text. So
# every visible text is judged here, and axe judges the fields and one text of each look: of each kind of element, with
# its classes, size, weight, ink, opacity and ground.
FAINT = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true }), known = new Map();
  const bytes = colour => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const read = colour => known.get(colour) ?? known.set(colour, bytes(colour)).get(colour);
  const over = (top, below) => below.map((b, i) => (top[i] * top[3] + b * (255 - top[3])) / 255);
  const kept = (e, of, make) => of.get(e) ?? of.set(e, make(e)).get(e);
  const grounds = new Map(), opacities = new Map();
  const ground = e => !e ? [255, 255, 255] : kept(e, grounds, () => {
    const own = read(getComputedStyle(e).backgroundColor);
    return own[3] === 255 ? own.slice(0, 3) : over(own, ground(e.parentElement));
  });
  const opacity = e => !e ? 1 : kept(e, opacities, () => getComputedStyle(e).opacity * opacity(e.parentElement));
  const linear = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), faint = [], looks = new Set();
  let judged = 0;
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, text = walk.currentNode.data.trim();
    if (!text || e.closest("svg, math, script, style, noscript, .md-skip")) continue;
    if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(e), [r, g, b, alpha] = read(style.color);
    if (!alpha) continue;  // a phantom, which keeps room in a formula
    const colour = [r, g, b, alpha * opacity(e)], paper = ground(e), ink = over(colour, paper);
    const [low, high] = [light(ink), light(paper)].sort((a, b) => a - b), ratio = (high + 0.05) / (low + 0.05);
    const large = parseFloat(style.fontSize) >= 24;
    judged += 1;
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${e.className}: ${text.slice(0, 40)}`);
    const look = [e.localName, e.className, style.fontSize, style.fontWeight, ...colour, ...paper].join();
    if (!looks.has(look)) looks.add(look), e.setAttribute("data-look", "");
  }
  return [judged, faint];
}"""
ONE_OF_EACH_LOOK = "[data-look], input, select, textarea, .md-skip"
AT_REST = """() => Promise.allSettled(document.getAnimations()
  .filter(animation => animation.effect.getComputedTiming().endTime < Infinity)  // a cursor blinks for ever
  .map(animation => animation.finished))"""
JUDGE = """async ([looks, rules, within]) => {
  axe.configure({ rules: [{ id: "color-contrast", selector: looks }] });
  const options = { runOnly: rules, resultTypes: ["violations"] };  // to list all that is right takes as long
  const places = () => JSON.stringify([...document.querySelectorAll("a, button")].map(e => e.getBoundingClientRect()));
  for (let again = 4; ; again -= 1) {
    const before = places(), found = await axe.run({ include: [[within]] }, options);
    if (places() === before || !again) return found;  // else something moved meanwhile: axe looks where it was before
  }
}"""
QUIET = """() => {
  const count = performance.getEntriesByType("resource").length, now = performance.now();
  if (count !== window.cameBefore?.count) window.cameBefore = { count, now };
  return document.readyState === "complete" && now - window.cameBefore.now > 500;
}"""


def wait_until_ready(page):
    """Material's script builds some things without a name, and `access.js` gives them one; what slides in is there."""
    page.wait_for_function("document.documentElement.dataset.access === 'ready'")
    page.evaluate(AT_REST)


def wait_until_quiet(page):
    """Half a second in which nothing more has come. The browser's own event for it may never come on a busy machine."""
    page.wait_for_function(QUIET, polling=100)


def assert_readable_by_everyone(page, way):
    """Nothing on a page is against the rules of accessibility, and no text is faint; `way` says how it is looked at."""
    assert_no_text_is_faint(page, way)
    assert_no_rule_is_broken(page, way)


def assert_no_text_is_faint(page, way, least=50):
    """Each text can be read on its ground, and there are so many texts at least."""
    judged, faint = page.evaluate(FAINT)
    assert (way, faint) == (way, [])
    assert judged > least, "hardly any text was looked at"


def assert_no_rule_is_broken(page, way, rules=RULES, within="html"):
    """What axe says, after the look at each text, which chooses those whose contrast it judges.

    Args:
        page: the page.
        way: how it is looked at, in words.
        rules: those of axe, or kinds of them.
        within: which elements are judged, with all that is in them.
    """
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")  # else the header may lie over half a link
    page.evaluate(Axe().axe_script)
    found = AxeResults(page.evaluate(JUDGE, [ONE_OF_EACH_LOOK, rules, within]))
    assert found.violations_count == 0, f"{way}: {found.generate_report()}"
