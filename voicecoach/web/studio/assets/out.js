// Hands sessions out: they are built and published, with progress, and then can be looked at.

import { ask, fill } from "./ask.js";
import { follow, reason } from "./job.js";
import { isSure } from "./sure.js";

const NOTES = "voicecoach-notes"; // what one should know of a site, until its page is there
const form = document.getElementById("out");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const progress = document.getElementById("progress");
  const asked = new FormData(form);
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  progress.textContent = form.dataset.working;
  const begun = await ask("publish", "", {
    routines: asked.getAll("routines"),
    profile: asked.get("profile"),
    private: asked.has("private"),
    pdfs: asked.has("pdfs"),
    address: asked.get("address"),
  });
  const news = begun && (await follow(begun.job, (told) => {
    if (told.total) progress.textContent = `${form.dataset.working} ${fill(form.dataset.built, told)}`;
  }));
  button.disabled = false;
  const ready = news?.state === "ready";
  progress.textContent = ready ? "" : reason(news, form.dataset.failed);
  if (!ready) return;
  sessionStorage.setItem(NOTES, JSON.stringify(news.notes));
  go(news.go);
});

function go(address) {
  if (address === location.pathname + location.search) location.reload();
  else location.assign(`${address}#made`);
}

async function takeBack(button) {
  const { back: what, site, session = "" } = button.dataset;
  if (!isSure(button)) return;
  const told = await ask("take-back", "", { what, site, session });
  if (told) go(told.go);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.dataset.back) takeBack(button);
});

const notes = document.getElementById("notes");
if (notes) {
  const told = JSON.parse(sessionStorage.getItem(NOTES) ?? "[]");
  sessionStorage.removeItem(NOTES);
  notes.replaceChildren(
    ...told.map((note) => Object.assign(document.createElement("li"), { textContent: note })),
  );
  if (told.length || location.hash === "#made") document.getElementById("made")?.focus();
}
