// Writes a routine: each change goes to the studio, and comes back as what the session will be.

import { ask, fill, tell } from "./ask.js";
import { keeping } from "./draft.js";
import { hear } from "./player.js";
import { swap } from "./swap.js";

const page = document.getElementById("routine");
const name = page.dataset.name;
const [steps, beside, text, typed, becomes, stepsView, textView] = [
  "steps", "beside", "text", "typed", "becomes", "steps-view", "text-view",
].map((id) => document.getElementById(id));
const TYPED_MS = 120;

const cueList = () => document.getElementById("cue-list");
const { change, drawn, lead, turned } = keeping(page, {
  turn: "routine-turn",
  show,
  saves: () => turned("save"),
  editor: text,
  otherwise: "typed",
});

const edit = (made, focus) => change("edit", () => ({ edit: made, cues: cueList().open }), focus);
const look = () => change("look", () => ({ cues: cueList().open }));

/** Shows the routine as the studio has it now. */
function show(told) {
  if (told.steps === undefined) return;
  swap(steps, told.steps);
  swap(beside, told.beside);
  document.getElementById("title").textContent = told.title;
  if (text.value !== told.text && (text !== document.activeElement || told.moved)) text.value = told.text;
}

const stepOf = (node) => node.closest?.(".step");
const pathOf = (step) => JSON.parse(step.dataset.path);
const idOf = (path) => path.join("-");

/** Changes the step of a field, wherever it is by then. */
function editAt(field, made) {
  const by = lead(field, pathOf(stepOf(field)));
  const asked = () => by() && { edit: { ...made, path: by() }, cues: cueList().open };
  change("edit", asked, [], field.value);
}

steps.addEventListener("change", ({ target }) => {
  const { field, line } = target.dataset;
  if (field) editAt(target, { kind: "set", field, value: target.value.trim() || null });
  if (line !== undefined) editAt(target, { kind: "replace", text: target.value });
});

page.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  if (button.dataset.act) act(button.dataset.act, button);
  if (button.dataset.mend) mend(button);
  if (button.dataset.cue) hearCue(button);
  if (button.dataset.toLine) toLine(Number(button.dataset.toLine));
});

/** Mends what a button is for, where that is still to be mended when all is drawn. */
async function mend(button) {
  const { textContent } = button;
  await drawn(button);
  if (button.isConnected && button.textContent === textContent) edit(JSON.parse(button.dataset.mend));
}

async function act(what, pressed) {
  const at = await drawn(pressed);
  const step = at.isConnected && stepOf(at);
  if (!step) return;
  const path = pathOf(step);
  const [list, index] = [path.slice(0, -1), path.at(-1)];
  const to = (place) => [...list, place];
  if (what === "up" && index > 0) move(path, to(index - 1), to(index - 1), at.id);
  if (what === "down" && sibling(to(index + 1))) move(path, to(index + 2), to(index + 1), at.id);
  if (what === "remove") {
    const next = [to(index), to(index - 1)].map((each) => `${idOf(each)}-remove`);
    edit({ kind: "remove", path }, [...next, "typed"]);
  }
  if (what === "hear") hearFrom(path);
  if (what === "only") hearOnly(step, path);
}

page.addEventListener("change", ({ target }) => {
  if (target.dataset.head) edit({ kind: "head", key: target.dataset.head, value: target.value.trim() || null });
});

const sibling = (path) => document.getElementById(idOf(path));

function move(path, to, becomes, focus) {
  const part = focus.slice(idOf(path).length);
  edit({ kind: "move", path, to }, [idOf(becomes) + part, `${idOf(becomes)}-line`]);
}

const hearFrom = (path, only = false) => hear({ name, kind: "routine", from_step: idOf(path), only });

/** Hears one exercise by itself, for which little need be spoken; another step within the whole. */
function hearOnly(step, path) {
  const { exercise, step: line } = step.dataset;
  if (exercise) hear({ name: exercise, kind: "exercise", step: line });
  else hearFrom(path, true);
}

function hearCue(button) {
  const about_ms = Number(button.dataset.cue);
  if (button.dataset.tone === undefined) hear({ name, kind: "routine", from_words: button.nextElementSibling.textContent, from_ms: about_ms });
  else hear({ name, kind: "routine", from_ms: about_ms });
}

beside.addEventListener("toggle", ({ target }) => {
  if (target === cueList() && target.open && target.childElementCount === 1) look();
}, true);

document.getElementById("play-all").addEventListener("click", () => hear({ name, kind: "routine" }));

// Keys.
document.addEventListener("keydown", (event) => {
  const { key, altKey: alt } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  const step = stepOf(event.target);
  if (step && alt && (key === "ArrowUp" || key === "ArrowDown")) act(key === "ArrowUp" ? "up" : "down", event.target);
  else if (step && ctrl && key === "Delete") act("remove", event.target);
  else if (step && ctrl && key === "Enter") act("hear", event.target);
  else return;
  event.preventDefault();
});

// Order by dragging.
let dragged = null;
steps.addEventListener("dragstart", (event) => {
  dragged = stepOf(event.target);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.dataset.title);
  event.dataTransfer.setDragImage(dragged, 20, 20);
  dragged.classList.add("dragged");
});
const mark = (step, below) => {
  for (const each of steps.querySelectorAll(".before, .behind")) each.classList.remove("before", "behind");
  step?.classList.add(below ? "behind" : "before");
};
const isBelow = (step, y) => {
  const box = step.getBoundingClientRect();
  return y > box.top + box.height / 2;
};
steps.addEventListener("dragover", (event) => {
  const over = stepOf(event.target);
  if (!dragged || !over) return;
  event.preventDefault();
  mark(over, isBelow(over, event.clientY));
});
steps.addEventListener("drop", async (event) => {
  const [held, over] = [dragged, stepOf(event.target)];
  if (!held || !over || over === held) return;
  event.preventDefault();
  const below = isBelow(over, event.clientY);
  await drawn(over);
  if (!held.isConnected || !over.isConnected) return;
  const to = pathOf(over);
  if (below) to.push(to.pop() + 1);
  edit({ kind: "move", path: pathOf(held), to });
});
steps.addEventListener("dragend", () => {
  dragged?.classList.remove("dragged");
  dragged = null;
  mark(null);
});

// Steps are added by typing.
let waiting = 0;
const candidates = document.getElementById("candidates");
typed.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(understand, TYPED_MS);
});
async function understand() {
  const asked = typed.value;
  const told = asked.trim() ? await ask("typed", name, { typed: asked }) : { line: "", candidates: [] };
  if (typed.value !== asked || !told) return;
  becomes.textContent = told.line ? fill(page.dataset.becomes, told) : (told.message ?? "");
  candidates.replaceChildren(
    ...told.candidates.map(([title, line]) => {
      const [row, button] = [document.createElement("li"), document.createElement("button")];
      button.type = "button";
      button.textContent = title;
      button.title = line;
      button.addEventListener("click", () => add({ line }));
      row.append(button);
      return row;
    }),
  );
}
/** Adds a step; the next can be typed meanwhile, and what is refused stands there again. */
async function add(asked) {
  clearTimeout(waiting);
  const sent = typed.value;
  typed.value = becomes.textContent = "";
  candidates.replaceChildren();
  const told = await change("add-typed", () => ({ ...asked, cues: cueList().open }), ["typed"]);
  const added = told?.version && !told.refused && !told.elsewhere;
  if (added) return steps.lastElementChild?.scrollIntoView({ block: "nearest" });
  typed.focus();
  if (typed.value) return tell(told?.message ?? "");
  typed.value = sent;
  becomes.textContent = told?.message ?? "";
}
document.getElementById("add").addEventListener("submit", (event) => {
  event.preventDefault();
  if (typed.value.trim()) add({ typed: typed.value });
});

// The text.
let isSending = false;
let isSent = true;
text.addEventListener("input", async () => {
  isSent = false;
  if (isSending) return; // what is typed meanwhile goes with the next
  isSending = true;
  while (!isSent) {
    isSent = true;
    await change("text", () => ({ text: text.value, cues: cueList().open }));
  }
  isSending = false;
});
for (const [id, asText] of [["as-steps", false], ["as-text", true]]) {
  document.getElementById(id).addEventListener("click", () => view(asText));
}
function view(asText) {
  textView.hidden = !asText;
  stepsView.hidden = asText;
  document.getElementById("as-text").setAttribute("aria-pressed", asText);
  document.getElementById("as-steps").setAttribute("aria-pressed", !asText);
}
function toLine(line) {
  view(true);
  const before = text.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(before, before + (text.value.split("\n")[line - 1]?.length ?? 0));
}

// What is heard now is marked, and what something else changed is shown.
let heardSteps = [];
document.addEventListener("spoken", ({ detail }) => (heardSteps = detail.steps ?? []));
document.addEventListener("prepared", look); // the lengths are known now
document.addEventListener("heard", ({ detail: ms }) => {
  const now = heardSteps.filter(([, start]) => start <= ms).at(-1)?.[0]; // the innermost comes last
  for (const each of steps.querySelectorAll(".step")) {
    each.classList.toggle("heard", each.id === now);
  }
});
