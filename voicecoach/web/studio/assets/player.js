// Hears a session from any of its places. What is not spoken yet is spoken from there on, and heard
// meanwhile: as a stream along with the speaking, until the whole session is there.

import { ask, clock, fill } from "./ask.js";

const bar = document.getElementById("player");
const [audio, toggle, place, time, told, playing] = [
  "audio", "toggle", "place", "time", "told", "playing",
].map((id) => document.getElementById(id));
const EACH_MS = 250; // how often it is asked how much is spoken
const SHARES = 1000;

let wanted = null; // what is to be heard, to be asked for again when a choice changes
let heard = null; // what is heard: its state as the studio told it
let from_ms = 0; // when in the session the sound begins that is played
let end_ms = 0; // where it stops
let job = null; // while it is spoken
let turn = 0;

/**
 * Hears something.
 * @param what {name, kind}, from where on (from_step with only, from_words with from_ms, from_ms,
 * or from_share), and what else the deed takes
 */
export async function hear(what) {
  wanted = what;
  const mine = ++turn;
  bar.hidden = false;
  audio.pause();
  heard = null;
  toggle.disabled = place.disabled = true;
  told.textContent = bar.dataset.preparing;
  const { name, ...rest } = what;
  const begun = await ask("hear", name, { ...rest, ...choices() });
  if (mine !== turn) return;
  job = begun?.job ?? null;
  if (!begun) told.textContent = bar.dataset.failed;
  while (begun && mine === turn) {
    const state = await ask("job", "", { job: begun.job });
    if (mine !== turn) return;
    if (!state || state.state === "failed") {
      told.textContent = [state?.message || bar.dataset.failed, state?.remedy].filter(Boolean).join(" ");
      job = null;
      return;
    }
    if (state.state === "ready") {
      job = null;
      return isSpoken(state);
    }
    if (state.along) isSpokenAlong(state);
    if (state.total) told.textContent = [fill(bar.dataset.speaking, state), state.skipped && bar.dataset.skipped].filter(Boolean).join(". ");
    await new Promise((resolve) => setTimeout(resolve, EACH_MS));
  }
}

/** Takes news of a session that is heard while it is spoken. */
function isSpokenAlong(state) {
  const first = !heard;
  know(state);
  if (!first) return;
  play(state.along, state.along_ms, state.along_ms);
}

/** Takes a session of which all is spoken; what is heard of it goes on. */
function isSpoken(state) {
  const first = !heard;
  told.textContent = "";
  if (state.along_ms !== undefined) from_ms = state.along_ms;
  know(state);
  document.dispatchEvent(new CustomEvent("prepared", { detail: state }));
  if (first) play(state.sound, 0, state.from_ms);
  else show();
}

function know(state) {
  heard = state;
  end_ms = state.to_ms;
  playing.textContent = state.title;
  place.max = state.duration_ms;
  toggle.disabled = place.disabled = false;
  document.dispatchEvent(new CustomEvent("spoken", { detail: state }));
}

/** Plays a sound that begins at a time of the session, from another on. */
function play(sound, begins_ms, starts_ms) {
  from_ms = begins_ms;
  if (audio.getAttribute("src") !== sound) audio.src = sound;
  audio.currentTime = (starts_ms - begins_ms) / 1000;
  audio.play().catch(() => show()); // a browser that plays nothing unasked: the button is there
}

function choices() {
  const made = {};
  for (const each of bar.querySelectorAll("[data-choice]")) if (each.value) made[each.dataset.choice] = each.value;
  return made;
}

const now = () => from_ms + audio.currentTime * 1000;

function show() {
  const ms = now();
  toggle.textContent = audio.paused ? bar.dataset.play : bar.dataset.pause;
  place.value = ms;
  time.textContent = `${clock(ms)} / ${clock(heard?.duration_ms ?? 0)}`;
  place.setAttribute("aria-valuetext", clock(ms));
  if (heard?.sound && !audio.paused && end_ms < heard.duration_ms && ms >= end_ms) audio.pause();
  document.dispatchEvent(new CustomEvent("heard", { detail: ms }));
}

/** Goes to a time of the session; what is not spoken there yet is spoken first. */
function go(ms) {
  if (!heard.sound) {
    const { from_step, from_words, only, ...rest } = wanted;
    hear({ ...rest, from_ms: Math.round(ms) });
    return;
  }
  end_ms = heard.duration_ms; // who goes elsewhere wants to hear what is there
  if (audio.getAttribute("src") === heard.sound) audio.currentTime = ms / 1000;
  else play(heard.sound, 0, ms);
}

if (bar) {
  toggle.addEventListener("click", () => (audio.paused ? audio.play() : audio.pause()));
  place.addEventListener("change", () => go(Number(place.value)));
  place.addEventListener("input", () => {
    if (heard.sound) go(Number(place.value));
  });
  for (const event of ["play", "pause", "timeupdate", "seeked"]) audio.addEventListener(event, show);
  audio.addEventListener("ended", () => {
    const ms = now();
    if (heard?.sound && audio.getAttribute("src") !== heard.sound && ms < end_ms - EACH_MS) play(heard.sound, 0, ms);
    else show();
  });
  audio.addEventListener("error", () => (told.textContent = bar.dataset.failed));
  bar.addEventListener("change", (event) => {
    if (!event.target.dataset.choice || !wanted) return;
    const { from_step, from_words, from_ms: _, only, ...rest } = wanted;
    if (!heard) return hear(wanted);
    hear({ ...rest, from_share: Math.round((SHARES * now()) / heard.duration_ms) });
  });
  window.addEventListener("pagehide", () => {
    const body = JSON.stringify({ job });
    const headers = { "Content-Type": "application/json" };
    if (job) fetch("/do/leave", { method: "POST", headers, body, keepalive: true }).catch(() => null);
  });
}
