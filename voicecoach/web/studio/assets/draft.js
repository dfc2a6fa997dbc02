// What pages of something that is being written have in common.

import { ask, fill, tell } from "./ask.js";
import { sendsFirst, sendTyped } from "./leaving.js";
import { inOrder } from "./order.js";
import { places } from "./places.js";
import { isSure } from "./sure.js";
import { focusOn, isTyping, settle } from "./swap.js";

const [undo, redo, save, clear, state, onDisk, unkept] = ["undo", "redo", "save", "clear", "state", "on-disk", "unkept"].map((id) => document.getElementById(id));
const LOOK_MS = 3000; // how often it is looked whether something else has changed what is written
const TYPING_MS = 350; // of rest, behind which what is typed is kept
const KEYS = { s: "save", z: "undo", y: "redo" };

/** Shows whether a script is saved, what can be undone, and whether its file is another by now. */
function showDraft(told, { saved, notSaved }) {
  undo.disabled = !told.undo;
  redo.disabled = !told.redo;
  if (save) save.disabled = told.saved;
  if (clear) clear.hidden = told.saved;
  const words = told.saved ? saved : notSaved;
  if (state.textContent !== words) state.textContent = words;
  if (onDisk) onDisk.hidden = !told.on_disk;
}

/** Shows what was typed and not taken: it stands there until the page is left. */
function giveBack(typed) {
  if (!typed?.trim() || !unkept) return;
  unkept.textContent = fill(unkept.dataset.said, { text: typed });
  unkept.hidden = false;
}

/** Takes parts away that are there no more, with what is being typed in them. */
function takeAway(part) {
  if (part.contains(document.activeElement) && isTyping()) giveBack(document.activeElement.value);
  part.remove();
}

/** The turn that keys ask for; none where the browser's own undo is meant. */
function turnOf(event, editor) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return "";
  const key = event.key.toLowerCase();
  const turn = key === "z" && event.shiftKey ? "redo" : KEYS[key];
  const own = isTyping() || (editor && document.activeElement === editor);
  return own && turn !== "save" ? "" : (turn ?? "");
}

/**
 * Keeps what is written on a page.
 *
 * Deeds are done one after the other, each with the version that the page knows; what is typed is
 * kept after a rest, and at once where the page is left or goes out of sight. Buttons and keys undo and save.
 * @param page has the name and the version of what is written
 * @param turn is the deed that undoes, takes the file and the like
 * @param show is given what was told
 * @param keep keeps what was typed in a field
 * @param saves is what is done for the key of saving; where there is none, nothing
 * @param ready is waited for before something is undone or saved
 * @param editor is a field in which undoing is always the browser's
 * @param otherwise has the focus where what had it is gone
 * @param also is told with each deed
 */
export function keeping(page, { turn, show, keep, saves, ready = () => null, editor, otherwise, also = {} }) {
  let { version } = page.dataset;
  let resting = 0;
  let waits = null;
  let moves = 0;
  const { note, lead, rename } = places();

  const { send, idle, count } = inOrder((told) => {
    if (!told.version) return;
    const had = document.activeElement;
    rename(page).forEach(takeAway);
    const said = had.value;
    show(told);
    if (told.moved) moves++;
    showDraft(told, page.dataset);
    const stayed = had === told.at || had === document.body; // who has gone elsewhere stays there
    focusOn(...((stayed && told.focus) || []), ...(had.isConnected ? [] : [otherwise]));
    if (told.moved && had.value !== said) settle();
  });

  /**
   * Does a deed, and shows what came of it.
   * @param asked gives what is asked for; nothing where that is about what is gone by then
   * @param focus has the ids of what then has the focus: the first that can
   * @param typed is shown where it is not taken
   */
  function change(deed, asked = () => ({}), focus = [], typed = "") {
    const at = document.activeElement;
    return send(async () => {
      const more = asked();
      if (!more) return giveBack(typed);
      const told = await ask(deed, page.dataset.name, { ...also, ...more, version });
      note(told?.places);
      if (told?.elsewhere) giveBack(typed);
      if (told?.elsewhere) tell(page.dataset.elsewhere);
      if (told?.refused) tell(told.refused);
      version = told?.version ?? version;
      return told && focus.length ? { ...told, at, focus } : told;
    });
  }

  /** What a form says now, though more comes before it is told; anew where the form is filled anew meanwhile. */
  function asNow(values) {
    const [now, moved] = [values(), moves];
    return () => (moved === moves ? now : values());
  }

  /** Gives what was pressed or has the focus once all is drawn that was asked for before. */
  async function drawn(pressed) {
    const focused = pressed === document.activeElement;
    await idle();
    return focused ? document.activeElement : pressed;
  }

  /** Keeps what was typed and not kept yet. */
  function flush() {
    clearTimeout(resting);
    if (waits) keep(waits);
    waits = null;
  }

  function typed(field) {
    if (waits && waits !== field) flush();
    clearTimeout(resting);
    waits = field;
    resting = setTimeout(flush, TYPING_MS);
  }

  async function turned(what) {
    await ready();
    const had = document.activeElement;
    sendTyped();
    flush();
    await change(turn, () => ({ what }));
    if (had.disabled || had.closest("[hidden]")) (document.getElementById(otherwise) ?? page.querySelector("input, textarea"))?.focus();
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-turn]");
    if (button && (button.id !== "clear" || isSure(button))) turned(button.dataset.turn);
  });
  document.addEventListener("keydown", async (event) => {
    const what = turnOf(event, editor);
    if (!what || (what === "save" && !saves)) return;
    event.preventDefault();
    if (what !== "save") return turned(what);
    await ready();
    saves();
  });
  sendsFirst({ idle, count }, () => {
    sendTyped();
    flush();
  });
  setInterval(() => {
    if (!document.hidden && !waits && !count()) change(turn, () => ({ what: "look" }));
  }, LOOK_MS);
  return { asNow, change, drawn, flush, lead, typed, turned };
}
