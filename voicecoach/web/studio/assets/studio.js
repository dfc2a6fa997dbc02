// What all pages of the studio share, and the short ones.

import { ask, fill, tell } from "./ask.js";
import "./out.js";
import { hear } from "./player.js";
import { released } from "./press.js";
import "./unsent.js";

document.documentElement.classList.add("enhanced");

// Firefox leaves a frame of a page that was loaded again at the address it had, which may be gone.
if (performance.getEntriesByType("navigation")[0]?.type === "reload") {
  for (const frame of document.querySelectorAll("iframe")) frame.src = frame.getAttribute("src");
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.hear) {
    hear({ name: button.dataset.hear, kind: button.dataset.kind, profile: button.dataset.profile ?? "" });
  }
  if (button?.dataset.copy) {
    const made = await ask("copy", button.dataset.copy);
    if (made) location.assign(made.go);
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.dataset.deed) return;
  event.preventDefault();
  const asked = Object.fromEntries(new FormData(form));
  if (form.dataset.step) asked.step = form.dataset.step;
  const { routine = "", ...rest } = asked;
  const told = await ask(form.dataset.deed, routine, rest);
  if (told?.go) location.assign(told.go);
  if (told?.told) tell(told.told);
});

// Exercises are found while one types: the page's own answer is asked for, and its results taken.
const find = document.getElementById("find");
if (find) {
  let waiting = 0;
  let turn = 0;
  const look = async () => {
    const mine = ++turn;
    const query = new URLSearchParams([...new FormData(find)].filter(([, value]) => value));
    const address = `/exercises${query.size ? `?${query}` : ""}`;
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return tell(document.body.dataset.lost);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    await released();
    if (mine !== turn) return;
    document.getElementById("found").replaceChildren(...page.getElementById("found").childNodes);
    history.replaceState(null, "", address);
  };
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 150);
  });
  find.addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
}
