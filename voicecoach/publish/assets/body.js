// What the body does now: rep and side, a ring for what is counted in seconds, the breath.
"use strict";
const Body = (() => {
  const SLACK_MS = 20; // a browser may land a little before the time that it was given
  const COUNTED = new Set(["settle", "hold", "in", "out", "still", "rest", "switch"]);
  const SMALL = 0.72; // of the ring, when the breath is out

  const find = (id) => document.getElementById(id);
  const place = find("body");
  const { moments: rows, words: texts } = JSON.parse(place.dataset.moments);
  const moments = rows.map(([start, kind, prompt, rep, reps, set, sets, side]) => ({
    start,
    kind: texts[kind],
    prompt: texts[prompt],
    rep,
    reps,
    set,
    sets,
    side: texts[side],
  }));
  const words = place.dataset;
  const total = Number(find("audio").dataset.duration);
  const ring = find("ring");
  const arc = ring.querySelector(".arc");
  const around = 2 * Math.PI * arc.r.baseVal.value;
  arc.setAttribute("stroke-dasharray", around);
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  // The last of a list, sorted by start, that has started; -1 before the first.
  const lastStarted = (list, ms) => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].start <= ms + SLACK_MS) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  const fill = (text, n, whole) => text.replace("{n}", n).replace("{total}", whole);
  const sideOf = ({ side }) => (side ? words[side] : "");
  const setOf = ({ set, sets }) => (set ? fill(words.setOf, set, sets) : "");
  const join = (...texts) => texts.filter(Boolean).join(" \u00b7 ");

  let shown = -1;
  const showMoment = (index) => {
    if (index === shown) return;
    shown = index;
    const moment = moments[index];
    const count = moment.rep ? fill(words.of, moment.rep, moment.reps) : "";
    const doing = moment.prompt || words[moment.kind] || "";
    const side = document.createElement("span");
    side.textContent = sideOf(moment);
    const great = [count, moment.side ? side : ""].filter(Boolean);
    find("doing").replaceChildren(...(great.length === 2 ? [count, " ", side] : great));
    if (!great.length) find("doing").textContent = doing;
    find("phase").textContent = great.length ? doing : "";
    find("set").textContent = setOf(moment);
    place.dataset.kind = moment.kind;
    ring.classList.toggle("counted", COUNTED.has(moment.kind));
  };

  const endOf = (index) => moments[index + 1]?.start ?? total;

  const showRing = (index, ms) => {
    const { start, kind } = moments[index];
    const end = endOf(index);
    const done = Math.min(1, Math.max(0, (ms - start) / (end - start || 1)));
    const left = Math.max(0, Math.ceil((end - ms - SLACK_MS) / 1000));
    const text = COUNTED.has(kind) ? String(left) : "";
    if (find("seconds").textContent !== text) find("seconds").textContent = text;
    // By whole seconds where motion is not wanted.
    const filled = still.matches ? Math.floor(((end - start) * done) / 1000) * 1000 : 0;
    const part = still.matches ? filled / (end - start || 1) : done;
    arc.setAttribute("stroke-dashoffset", (around * part).toFixed(2));
    const breath = { in: SMALL + (1 - SMALL) * done, out: 1 - (1 - SMALL) * done };
    // Through the style's own interface: the policy of the page forbids the attribute.
    ring.style.setProperty("--breath", still.matches ? "1" : (breath[kind] ?? breathBefore(index)));
  };

  // What is held between two breaths stays as large as it was.
  const breathBefore = (index) => (moments[index].kind === "still" && moments[index - 1]?.kind === "out" ? SMALL : 1);

  const show = (ms) => {
    const index = Math.max(0, lastStarted(moments, ms));
    if (!moments.length) return;
    showMoment(index);
    showRing(index, ms);
  };

  const isSame = (one, two) => one.set === two.set && one.side === two.side;

  // Where the set or the side of a time begins, not before `least`, after the rest before it.
  const startOfRun = (ms, least) => {
    let index = Math.max(0, lastStarted(moments, ms));
    const moment = moments[index];
    if (!moment?.set && !moment?.side) return least;
    while (index > 0 && moments[index - 1].start >= least && isSame(moments[index - 1], moment)) {
      index -= 1;
    }
    while (moments[index].kind === "rest" && moments[index + 1]) index += 1;
    return Math.max(least, moments[index].start);
  };

  const nameOf = (ms) => {
    const moment = moments[Math.max(0, lastStarted(moments, ms))];
    return moment ? join(setOf(moment), sideOf(moment)) : "";
  };

  return { show, startOfRun, nameOf, join, lastStarted };
})();
