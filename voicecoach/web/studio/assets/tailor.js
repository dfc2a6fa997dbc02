// Tailors a routine: each change of the form shows at once what it changes.

import { ask, tell } from "./ask.js";
import { keeping } from "./draft.js";
import { swap } from "./swap.js";

const begun = document.getElementById("new-profile");
const form = document.getElementById("tailor");
const warning = document.getElementById("label-warning");
let sure = "";

begun?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { label } = Object.fromEntries(new FormData(begun));
  const told = await ask("new-profile", begun.dataset.routine, { label, sure });
  if (told?.go) return location.assign(told.go);
  warning.hidden = !told?.warning;
  warning.textContent = told?.warning ?? "";
  sure = label; // who asks again for the same means it
});

function asked() {
  const data = new FormData(form);
  return { ...Object.fromEntries(data), avoid: data.getAll("avoid") };
}

/** Shows what a profile changes; and the profile as it is kept, where it is another. */
function show(told) {
  if (told.moved) {
    joined = null;
    for (const [name, value] of Object.entries(told.fields)) form.elements.namedItem(name).value = value;
    for (const box of form.querySelectorAll("[name=avoid]")) box.checked = told.avoided.includes(box.value);
  }
  if (told.difference) swap(document.getElementById("difference"), told.difference);
}

let joined = null; // the field that was typed in last: more of it is undone together

function write() {
  const { asNow, change, flush, typed } = keeping(form, {
    turn: "turn-profile",
    show,
    keep,
    saves: () => form.requestSubmit(),
    also: { profile: form.dataset.profile },
  });

  function keep(field) {
    const joins = joined === field;
    joined = field;
    return change("tailor", asNow(() => ({ ...asked(), joins })));
  }

  form.addEventListener("input", ({ target }) => target.matches("input:not([type=checkbox])") && typed(target));
  form.addEventListener("change", ({ target }) => {
    flush();
    keep(target);
    joined = null;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    flush();
    const told = (await change("tailor", asked)) && (await change("save-profile"));
    if (told?.told) tell(told.told);
  });
}
if (form) write();
