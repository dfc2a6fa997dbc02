// The roster as a table: each cell is written when it is left, and the table is shown as it then is.
// A row is named by its line of the file. The studio tells how a change moves those below it: what
// still waits is sent with the line of that time, and what is being typed stays in its own row.

import { ask, fill, tell } from "./ask.js";
import { follow, reason } from "./job.js";
import { sendsFirst } from "./leaving.js";
import { inOrder } from "./order.js";
import { isSure } from "./sure.js";
import { isTyping, swap } from "./swap.js";

const roster = document.getElementById("roster");
const view = document.getElementById("roster-view");
const undo = document.getElementById("roster-undo");
const moves = []; // how each change moved the rows: behind which line, by how many, and which one went
let shown = 0; // how many of them are drawn
let first = 0;

/** The line of a row behind the moves that came since; null where it is gone. */
const lineBy = (line, since) =>
  moves.slice(since).reduce((at, { gone, behind, by }) => (at === null || at === gone ? null : at > behind ? at + by : at), line);

/** Says that what was typed is not taken, for its row is gone. */
const giveBack = (typed) => typed && tell(fill(roster.dataset.unkept, { text: typed }));

/** Gives the rows that are shown the lines of now, and takes away those that are gone. */
function rename() {
  for (const row of roster.querySelectorAll("tr[data-line]")) {
    const line = lineBy(Number(row.dataset.line), shown);
    if (line === null) {
      if (row.contains(document.activeElement) && isTyping()) giveBack(document.activeElement.value);
      row.remove();
      continue;
    }
    for (const each of row.querySelectorAll("[id]")) each.id = each.id.replace(/-\d+/, `-${line}`);
    row.dataset.line = line;
  }
  shown = moves.length;
}

const looked = () => ({
  find: view?.elements.find.value ?? "",
  faulty: view?.elements.faulty.checked ? "1" : "",
  column_shown: view?.elements.column_shown?.value ?? "",
  from: String(first),
});

const queue = inOrder((told) => {
  if (told.roster === undefined) return;
  undo.disabled = !told.undo;
  rename();
  swap(roster, told.roster);
});
const { send, idle } = queue;
sendsFirst(queue);

/**
 * Does something with the roster, after all that was asked for before.
 * @param line is the row's, as it is shown; none where it is about no row
 */
const change = (deed, asked = {}, line = undefined) => {
  const since = shown;
  return send(async () => {
    const at = line && lineBy(line, since);
    if (at === null) return giveBack(asked.value);
    const told = await ask(deed, "", { ...looked(), ...asked, line: at, digest: roster.dataset.digest });
    if (told?.rows) moves.push(told.rows);
    roster.dataset.digest = told?.digest ?? roster.dataset.digest;
    return told;
  });
};

/** Gives the focus on, unless somebody has gone elsewhere with it. */
const focusNext = (next) => document.activeElement === document.body && next?.focus();

const lineOf = (node) => Number(node.closest("tr").dataset.line);
const write = (input, value = input.value) => change("roster-cell", { column: input.dataset.column, value }, lineOf(input));

roster?.addEventListener("change", ({ target }) => {
  if (target.dataset.column) write(target);
});

roster?.addEventListener("keydown", (event) => {
  const { target } = event;
  if (event.key !== "Enter" || !target.dataset.column) return;
  event.preventDefault();
  const below = target.closest("tr").nextElementSibling?.querySelector(`[data-column="${target.dataset.column}"]`);
  (below ?? document.getElementById("new-label")).focus();
});

roster?.addEventListener("click", async ({ target }) => {
  const button = target.closest("button");
  if (!button) return;
  const { mend, of, remove, from } = button.dataset;
  if (mend) {
    await write(document.getElementById(of), mend);
    focusNext(document.getElementById(of));
  }
  if (remove !== undefined && (await change("roster-remove", {}, lineOf(button)))) focusNext(undo);
  if (from !== undefined) {
    first = Number(from);
    change("roster");
  }
});

let typing = 0;
view?.addEventListener("input", () => {
  clearTimeout(typing);
  first = 0;
  typing = setTimeout(() => change("roster"), 150);
});
view?.addEventListener("submit", (event) => event.preventDefault());
undo?.addEventListener("click", () => change("roster-undo"));
document.getElementById("roster-reload")?.addEventListener("click", () => change("roster"));

const added = document.getElementById("new-patient");
added?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const asked = Object.fromEntries(new FormData(added));
  added.reset(); // the next can be typed meanwhile
  document.getElementById("new-label").focus();
  if (await change("roster-add", asked)) return;
  for (const [name, value] of Object.entries(asked)) added.elements.namedItem(name).value ||= value;
});

const batch = document.getElementById("batch");
batch?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const [progress, report] = ["batch-progress", "report"].map((id) => document.getElementById(id));
  const asked = new FormData(batch);
  const button = document.getElementById("make");
  await idle();
  button.disabled = true;
  progress.textContent = batch.dataset.working;
  const ticked = Object.fromEntries(["strict", "nearest", "pdfs"].map((name) => [name, asked.has(name)]));
  const begun = await ask("batch", "", { kept: asked.get("kept"), address: asked.get("address"), ...ticked });
  const news = begun && (await follow(begun.job, (told) => {
    progress.textContent = told.total ? fill(batch.dataset[told.doing] ?? "", told) : batch.dataset.working;
  }));
  button.disabled = false;
  const ready = news?.state === "ready";
  progress.textContent = ready ? "" : reason(news, batch.dataset.failed);
  if (!ready) return;
  swap(report, news.report);
  swap(document.getElementById("addresses"), news.addresses);
  report.focus();
});

document.getElementById("addresses").addEventListener("click", async ({ target, currentTarget }) => {
  const button = target.closest("button");
  if (!button) return;
  const { address, label } = button.dataset;
  if (address !== "restore" && !isSure(button)) return;
  const told = await ask("address", "", { what: address, label });
  if (!told) return;
  swap(currentTarget, told.addresses);
  document.getElementById(`look-${label}`)?.focus();
  tell(told.told);
});

if (location.hash === "#chosen") document.getElementById("chosen")?.focus();
