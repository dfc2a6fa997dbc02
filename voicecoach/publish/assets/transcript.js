// Everything that is said, to be read along: the line that is spoken is marked, and a tap goes there.
"use strict";
const Transcript = (() => {
  const LOOK_MS = 10000; // whoever scrolls is left alone for this long
  const MOVES = { ArrowDown: 1, ArrowUp: -1 };

  const root = document.getElementById("transcript");
  const lines = [...root.querySelectorAll("[data-start]")].map((element) => ({
    element,
    start: Number(element.dataset.start),
  }));
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  let shown = null;
  let lookedAt = -Infinity;
  const show = (ms) => {
    const line = lines[Body.lastStarted(lines, ms)]?.element ?? null;
    if (line === shown) return;
    shown?.removeAttribute("aria-current");
    shown = line;
    if (line === null) return;
    line.setAttribute("aria-current", "true");
    if (!root.contains(document.activeElement)) reachByTab(line);
    follow(line);
  };

  // As time goes on only the transcript scrolls, never the page.
  const follow = (line) => {
    const box = root.querySelector(".lines");
    if (!root.open || performance.now() - lookedAt < LOOK_MS) return;
    const here = line.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (here.top >= frame.top && here.bottom <= frame.bottom) return;
    const top = box.scrollTop + here.top - frame.top - frame.height / 3;
    box.scrollTo({ top, behavior: still() ? "auto" : "smooth" });
  };

  // One line is reached by Tab, the others from there by arrow keys.
  let tabbed = null;
  const reachByTab = (line) => {
    if (tabbed) tabbed.tabIndex = -1;
    tabbed = line;
    line.tabIndex = 0;
  };
  root.addEventListener("keydown", (event) => {
    const at = lines.findIndex((line) => line.element === event.target);
    if (at < 0 || !(event.key in MOVES)) return;
    event.preventDefault();
    lookedAt = performance.now();
    const line = lines[at + MOVES[event.key]]?.element;
    if (!line) return;
    reachByTab(line);
    line.focus();
  });
  for (const kind of ["wheel", "touchmove"]) {
    root.addEventListener(kind, () => (lookedAt = performance.now()), { passive: true });
  }
  root.addEventListener("toggle", () => shown && follow(shown));

  const begin = () => {
    for (const { element } of lines) element.tabIndex = -1;
    if (lines.length) reachByTab(lines[0].element);
  };

  return { begin, show };
})();
