// Writes a programme: each change of a field goes to the studio, and comes back as a calendar.

import { ask, fill } from "./ask.js";
import { keeping } from "./draft.js";
import { follow } from "./job.js";
import { hear } from "./player.js";
import { swap } from "./swap.js";

const page = document.getElementById("programme");
const { name } = page.dataset;
const [stages, text] = ["stages", "text"].map((id) => document.getElementById(id));

let shown = page.dataset.version;
const { change, drawn, lead, typed, turned } = keeping(page, {
  turn: "programme-turn",
  show,
  keep: () => change("programme-text", () => ({ text: text.value })),
  saves: () => turned("save"),
  editor: text,
  otherwise: "add-stage",
});

function show(told) {
  if (told.stages === undefined || (told.version === shown && !told.refused)) return;
  shown = told.version;
  swap(stages, told.stages);
  document.getElementById("title").textContent = told.title;
  if (text.value !== told.text && (text !== document.activeElement || told.moved)) text.value = told.text;
  measure();
}

let measuring = false;

/** Writes beside each day how long its session is, as soon as that is known; of one state at a time. */
async function measure() {
  if (measuring || !stages.querySelector("[data-day]")) return;
  measuring = true;
  const mine = shown;
  const begun = await ask("programme-lengths", name);
  const news = begun && (await follow(begun.job, () => {}));
  measuring = false;
  if (mine !== shown) return measure();
  if (news?.state !== "ready") return;
  for (const day of stages.querySelectorAll("[data-day]")) {
    const minutes = news.lengths[day.dataset.day];
    if (minutes) day.querySelector(".length").textContent = fill(page.dataset.minutes, { n: minutes });
  }
}

const edit = (made, focus) => change("programme-edit", () => made, focus);

/** Changes the stage of a field or button, wherever it is by then. */
function set(at, value, focus) {
  const by = lead(at, JSON.parse(at.dataset.path));
  change("programme-edit", () => by() && { kind: "set", path: by(), value }, focus, value);
}

stages.addEventListener("change", ({ target }) => {
  if (target.dataset.path) set(target, target.value);
});

page.addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { day, kind, mend, path } = button.dataset;
  if (day !== undefined) hear({ name, kind: "day", day: Number(day) });
  if (mend) set(button, mend, [JSON.parse(path).join("-")]);
  const pressed = kind && (await drawn(button));
  if (pressed?.isConnected) moveOrRemove(kind, Number(pressed.dataset.stage));
});

function moveOrRemove(kind, stage) {
  const to = { up: stage - 1, down: stage + 1 }[kind];
  edit({ kind, stage }, to === undefined ? ["add-stage"] : [`stages-${to}-${kind}`, `stages-${to}-stage`]);
}

document.getElementById("add-stage").addEventListener("click", () => {
  const count = stages.querySelectorAll(".stage").length;
  change("programme-stage", () => ({}), [`stages-${count}-stage`]);
});

text.addEventListener("input", () => typed(text));
measure();
