// An exercise of one's own: kept and checked while it is written, and its drawing bent by handles.

import { ask, tell } from "./ask.js";
import { keeping } from "./draft.js";
import { swap } from "./swap.js";

const form = document.getElementById("own");
const [area, drawn, like, stages] = ["drawing", "drawn", "like", "stages"].map((id) => document.getElementById(id));
const STEP = 2; // units that an arrow key moves a handle, of a body of a hundred
const FAR = 10;
let typing = null; // the field in which somebody types: what is wrong with it is said behind that
let joined = null; // what was changed last: more of it is undone together

const { asNow, change, flush, typed } = keeping(form, {
  turn: "turn-own",
  show,
  keep: keepTyped,
  saves: () => form.requestSubmit(),
  ready: () => idle,
});

function asked() {
  const words = {};
  for (const each of form.querySelectorAll("[data-language]")) {
    words[each.dataset.language] = Object.fromEntries([...each.querySelectorAll("[data-word]")].map((field) => [field.dataset.word, field.value]));
  }
  const { stage, ...fields } = Object.fromEntries(new FormData(form));
  return { ...fields, words, drawing: area.dataset.drawing };
}

/** Keeps what the form says; what was changed is one with the change before where it is the same. */
function keep(what) {
  const joins = joined === what;
  joined = what;
  return change("check-own", asNow(() => ({ ...asked(), joins })));
}

function keepTyped(field) {
  typing = field;
  keep(field);
}

/** Shows what is wrong at the very field, and what is missing in each language. */
function show(told) {
  if (told.moved) fillIn(told);
  for (const [field, faults] of Object.entries(told.faults ?? {})) {
    const input = form.elements.namedItem(field);
    if (typing && input === typing) continue;
    const place = document.getElementById(`${field}-fault`);
    place?.replaceChildren(
      ...faults.map((fault) => {
        const row = document.createElement("li");
        row.textContent = fault;
        return row;
      }),
    );
    input?.toggleAttribute("aria-invalid", false);
    if (faults.length) input?.setAttribute("aria-invalid", "true");
  }
  const name = form.elements.namedItem("name");
  if (name && told.name !== undefined) name.placeholder = told.name;
  for (const [code, missing] of Object.entries(told.missing ?? {})) {
    const badge = document.getElementById(`missing-${code}`);
    badge.textContent = missing || badge.dataset.whole;
    badge.classList.toggle("whole", !missing);
  }
}

/** Shows a form as it is kept: one that was undone, or changed elsewhere. */
function fillIn({ fields, words, drawn: scene }) {
  joined = typing = null;
  for (const [name, value] of Object.entries(fields)) {
    const input = form.elements.namedItem(name);
    if (input) input.value = value;
  }
  for (const [code, said] of Object.entries(words)) {
    for (const [word, value] of Object.entries(said)) document.getElementById(`${word}-${code}`).value = value;
  }
  begun++;
  kept = area.dataset.drawing = fields.drawing;
  like.value = fields.like;
  stages.hidden = !fields.like;
  swap(drawn, scene);
}

form.addEventListener("input", ({ target }) => {
  if (target.matches("input:not([type=radio]), textarea")) typed(target);
});

form.addEventListener("change", ({ target }) => {
  if (target === like || target.name === "stage") return;
  flush();
  typing = null;
  keep(target);
  joined = null;
  if (target.name === "position" && !like.value) draw();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  flush();
  await idle;
  typing = joined = null;
  const told = await change("save-own", asked);
  if (told?.go) return location.assign(told.go);
  if (told?.told) tell(told.told);
  form.querySelector("[aria-invalid=true]")?.focus();
});

// The drawing: the studio knows where joints get to; what comes while it works is asked for after.
let busy = false;
let next = null;
let held = null;
let begun = 0; // what is answered to an earlier beginning counts no more
let idle = Promise.resolve();

function draw(more = {}) {
  if (busy) next = more;
  else idle = drawOn(more);
}

async function drawOn(more) {
  busy = true;
  const mine = begun;
  const [stage, position] = [form.elements.stage.value, form.elements.position.value];
  const told = await ask("draw", "", { drawing: area.dataset.drawing, position, stage, ...more });
  if (told && mine === begun) {
    area.dataset.drawing = told.drawing;
    swap(drawn, told.drawn);
  }
  const waiting = next;
  next = null;
  if (waiting) return drawOn(waiting);
  busy = false;
  if (!held) keepDrawing(more.handle);
}

let kept = area.dataset.drawing;
/** Keeps a drawing that has become another one; what a handle is moved in a row is one change. */
function keepDrawing(handle = "drawing") {
  if (kept === area.dataset.drawing) return;
  kept = area.dataset.drawing;
  keep(handle);
}

function begin() {
  begun++;
  joined = null;
  area.dataset.drawing = like.value;
  stages.hidden = !like.value;
  draw();
}
like.addEventListener("change", begin);
stages.addEventListener("change", () => draw());
document.getElementById("straight").addEventListener("click", begin);

const spot = (event) => {
  const grips = document.getElementById("grips");
  const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(grips.getScreenCTM().inverse());
  return [at.x, -at.y].map((each) => Math.round(Math.max(-400, Math.min(400, each)) * 10) / 10);
};
drawn.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-handle]");
  if (!grip) return;
  event.preventDefault();
  grip.focus({ preventScroll: true });
  joined = null;
  held = grip.dataset.handle;
});
document.addEventListener("pointermove", (event) => {
  if (held) draw({ handle: held, to: spot(event) });
});
for (const ending of ["pointerup", "pointercancel"]) {
  document.addEventListener(ending, () => {
    if (!held) return;
    held = null;
    if (!busy) keepDrawing();
  });
}

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
drawn.addEventListener("keydown", (event) => {
  const handle = event.target.closest("[data-handle]")?.dataset.handle;
  const way = WAYS[event.key];
  if (!handle || !way) return;
  event.preventDefault();
  const by = way.map((each) => each * (event.shiftKey ? FAR : STEP));
  if (busy && next?.by && next.handle === handle) next.by = next.by.map((each, axis) => each + by[axis]);
  else draw({ handle, by });
});
