// A prescription: what was understood, and what is to be settled, line by line; all of it is kept.

import { tell } from "./ask.js";
import { keeping } from "./draft.js";
import { swap } from "./swap.js";

const [form, make, read, pasted] = ["paste", "make", "read", "pasted"].map((id) => document.getElementById(id));
const [text, file, title] = ["prescription", "file", "make-title"].map((id) => document.getElementById(id));
const most = Number(form.dataset.most);
let joined = null; // the field that was typed in last: more of it is undone together

const { change, flush, typed } = keeping(form, { turn: "turn-pasted", show, keep });

/** Keeps what was typed; more than can be read is told when it is to be. */
function keep(field) {
  if (new Blob([text.value]).size > most) return;
  const joins = joined === field;
  joined = field;
  change("type-pasted", () => ({ typed: text.value, title: title.value, choices: choices(), joins }));
}

for (const field of [text, title]) {
  field.addEventListener("input", () => typed(field));
  field.addEventListener("change", () => {
    flush();
    joined = null;
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const chosen = file.files[0];
  if (!chosen && !text.value.trim()) return tell(form.dataset.none);
  const part = chosen ?? new Blob([text.value]);
  if (part.size > most) return tell(form.dataset.large);
  flush();
  const content = await base64(part);
  const told = await change("read-pasted", () => ({ content, file: chosen?.name ?? "" }));
  if (!told?.pasted) return;
  if (!title.value && chosen) {
    title.value = chosen.name.replace(/\.\w+$/, "").replace(/[-_]+/g, " ").slice(0, title.maxLength);
    keep(title);
  }
  document.getElementById("read-title").focus();
});

// Whoever types after having chosen a file means what is typed.
text.addEventListener("input", () => (file.value = ""));

const base64 = (blob) =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", reject);
    reader.readAsDataURL(blob);
  });

/** What was chosen for each line; of a line that was never touched nothing. */
function choices() {
  const made = {};
  for (const row of pasted.querySelectorAll("[data-row]")) {
    const pick = row.querySelector("[type=radio]:checked")?.value;
    if (!pick || (row.classList.contains("understood") && !isTouched(row))) continue;
    made[row.dataset.row] = { pick };
    for (const part of row.querySelectorAll("[data-part]")) made[row.dataset.row][part.dataset.part] = part.value;
  }
  return made;
}

/** Whether somebody has chosen or typed something in a line since it was filled. */
const isTouched = (row) =>
  [...row.querySelectorAll("input")].some((each) =>
    each.type === "radio" ? each.checked !== each.defaultChecked : each.value !== each.defaultValue,
  );

/** Shows what is to be settled; and all of it as it is kept, where that was undone, cleared or changed elsewhere. */
function show(told) {
  if (told.pasted !== undefined) render(told.pasted);
  if (!told.moved) return;
  joined = null;
  text.value = told.typed;
  title.value = told.title;
  if (!told.typed) file.value = "";
}


function render(html) {
  swap(pasted, html);
  read.hidden = !html;
}

pasted.addEventListener("input", ({ target }) => {
  if (target.dataset.part) typed(target);
});

pasted.addEventListener("change", () => {
  flush();
  joined = null;
  const chosen = { choices: choices() }; // now: what comes of that before may be another prescription
  change("read-pasted", () => chosen);
});

make.addEventListener("submit", async (event) => {
  event.preventDefault();
  flush();
  const asked = { choices: choices(), title: title.value };
  const told = await change("make-pasted", () => asked);
  if (told?.go) return location.assign(told.go);
  const open = pasted.querySelector("[data-open]");
  if (!told || !open) return;
  tell(document.getElementById("pasted-count").textContent);
  open.scrollIntoView({ block: "center" });
  open.querySelector("input").focus({ preventScroll: true });
});
