// Records one's own voice: a line is heard, said, judged at once, and kept, said again or left.

import { ask, fill, send, tell } from "./ask.js";
import { levelOf, openMicrophone, PARTS_A_SECOND, wav } from "./microphone.js";

const booth = document.getElementById("booth");
const words = booth?.dataset;
const lines = [...document.querySelectorAll("#lines button")];
const part = (id) => document.getElementById(id);
const [record, keep, audio, room, verdict] = ["record", "keep", "audio", "room", "verdict"].map(part);

const ROOM_PARTS = 2 * PARTS_A_SECOND;
const SETTLING_PARTS = 4; // the first sound of many microphones is a knock
const BEFORE_PARTS = 6; // 0.3 s from before the key: who speaks at once loses nothing
const TAIL_PARTS = PARTS_A_SECOND;
const MOST_PARTS = 57 * PARTS_A_SECOND; // the intake takes a minute
const MOST_BYTES = 5_900_000;
const LOUD_DB = -50; // softer, and there are 30 dB between the room and a voice near the microphone
const NOTHING_DB = -100;
const EACH_MS = 150;

let at = 0; // the line
let microphone = null;
let mode = "off"; // measuring, ready, recording, ending, judging
let parts = []; // what was heard, as far as it is still wanted
let left = 0; // parts of the tail
let take = null; // {name, parts, rate_hz}: what was recorded of this line last
let turn = 0; // of what is to be heard

function show() {
  const line = lines[at];
  for (const each of lines) each.toggleAttribute("aria-current", each === line);
  line.setAttribute("aria-current", "true");
  part("line").textContent = line.querySelector(".text").textContent;
  part("line-place").textContent = fill(words.place, { n: at + 1, of: lines.length });
  const count = Number(line.dataset.said);
  part("line-said").textContent = fill(count === 1 ? words.saidOne : words.said, { n: count });
  part("line-most").textContent = line.dataset.most && fill(words.most, { length: line.dataset.most });
  part("line-who").replaceChildren(...line.querySelector(".who").cloneNode(true).childNodes);
  part("line-who").toggleAttribute("data-recorded", "recorded" in line.dataset);
  part("record-label").textContent = {
    off: words.open, measuring: words.measuring, recording: words.stop, ending: words.ending, judging: words.judging,
  }[mode] ?? (take ? words.again : words.record);
  record.disabled = ["measuring", "ending", "judging"].includes(mode);
  booth.dataset.mode = mode;
  const busy = record.disabled || mode === "recording";
  keep.disabled = busy || !take?.name;
  part("hear-own").disabled = busy || !(take || "recorded" in line.dataset);
  part("hear-reference").disabled = busy;
  part("skip").disabled = part("back").disabled = busy;
  part("close").disabled = mode === "off";
}

function turnTo(mode_) {
  mode = mode_;
  const had = document.activeElement;
  show();
  if (had?.disabled && had !== record) record.focus();
}

function goTo(index) {
  at = (index + lines.length) % lines.length;
  take = null;
  say("");
  show();
}

/** The next line that nobody has recorded; the next at all, where all are. */
function next() {
  const order = lines.map((_, step) => (at + 1 + step) % lines.length);
  return order.find((index) => !("recorded" in lines[index].dataset)) ?? order[0];
}

function say(sentence, state = "") {
  verdict.textContent = sentence;
  verdict.dataset.state = state;
}

async function open() {
  turnTo("measuring");
  room.textContent = words.measuring;
  parts = [];
  try {
    const opened = await openMicrophone(words.recorder, heard, () => release(words.closed));
    if (mode !== "measuring") return opened.close(); // the page was left meanwhile
    microphone = opened;
  } catch (error) {
    release({ NotAllowedError: words.refused, NotFoundError: words.noMicrophone }[error.name] ?? words.inUse);
  }
}

/** Lets the microphone go. */
function release(why = "") {
  const had = microphone;
  microphone = null;
  parts = [];
  had?.close();
  room.textContent = "";
  part("level").style.removeProperty("--level");
  if (why) say(why, "bad");
  turnTo("off");
}

function heard(samples) {
  const db = levelOf(samples);
  part("level").style.setProperty("--level", Math.min(1, Math.max(0, 1 + db / 70)).toFixed(3));
  parts.push(samples);
  if (mode === "measuring" && parts.length === ROOM_PARTS) measured();
  else if (mode === "recording" && (parts.length === MOST_PARTS || bytes() > MOST_BYTES)) stop();
  else if (mode === "ending" && --left <= 0) judge();
  else if (!["measuring", "recording", "ending"].includes(mode)) parts = parts.slice(-BEFORE_PARTS);
}

const bytes = () => 2 * (parts.length + TAIL_PARTS) * parts[0].length;

function measured() {
  const levels = parts.slice(SETTLING_PARTS).map(levelOf).sort((a, b) => a - b);
  const db = levels[levels.length >> 1];
  const told = db < NOTHING_DB ? words.roomNone : db > LOUD_DB ? words.roomLoud : words.roomQuiet;
  room.textContent = fill(told, { level: `\u2212${Math.round(-db)}\u00a0dB` });
  turnTo("ready");
}

function start() {
  silence();
  parts = parts.slice(-BEFORE_PARTS);
  take = null;
  say("");
  turnTo("recording");
}

function stop() {
  left = TAIL_PARTS;
  turnTo("ending");
}

async function judge() {
  const made = { parts, rate_hz: microphone.rate_hz };
  const line = lines[at];
  parts = [];
  turnTo("judging");
  const query = new URLSearchParams({ set: words.set, key: line.dataset.key });
  const told = await send(`/take?${query}`, "audio/wav", wav(made.parts, made.rate_hz));
  if (told) {
    take = { ...made, name: told.take };
    say(told.said.join(" "), told.state);
    if (told.take && told.recognises) hearWords(take, told.said);
  }
  if (mode === "judging") turnTo("ready");
  else show(); // the microphone was let go meanwhile
}

/** Says which words a recogniser misses in a take, as long as nobody has gone on. */
async function hearWords(judged, said) {
  const news = await finished(await ask("hear-words", "", { take: judged.name }), () => take === judged);
  if (news?.unheard) say([...said, news.unheard].join(" "), "poor");
}

/** Waits for a job; gives back what came of it, or null where nobody wants it any more. */
async function finished(begun, isWanted) {
  let news = begun;
  while (news && isWanted() && !["ready", "failed"].includes(news.state)) {
    await new Promise((resolve) => setTimeout(resolve, EACH_MS));
    news = await ask("job", "", { job: begun.job });
  }
  return isWanted() ? news : null;
}

async function keepTake() {
  const kept = take?.name && (await ask("keep-take", "", { take: take.name }));
  if (!kept) return;
  const line = lines.find((each) => each.dataset.key === kept.key);
  line.dataset.recorded = "";
  line.querySelector(".name").textContent = part("lines").dataset.own;
  for (const row of kept.coverage) {
    const shown = document.querySelector(`[data-routine="${CSS.escape(row.name)}"]`);
    shown.querySelector("progress").value = row.percent;
    shown.querySelector(".soft").textContent = row.told;
  }
  goTo(next());
  say("recorded" in lines[at].dataset ? words.allKept : words.kept, "kept");
  record.focus();
}

function silence() {
  turn += 1;
  audio.pause();
}

/** Hears what was just recorded, or this line as somebody says it. */
async function hear(own) {
  silence();
  const mine = turn;
  if (own && take) return replay();
  const begun = await ask("say-line", "", { set: words.set, key: lines[at].dataset.key, own });
  const news = await finished(begun, () => mine === turn);
  if (!news) return;
  if (news.state === "failed") return tell([news.message || words.failed, news.remedy].filter(Boolean).join(" "));
  audio.src = news.sound;
  audio.play().catch(() => tell(words.failed));
}

function replay() {
  const samples = take.parts.flatMap((each) => [...each]);
  const context = microphone?.context ?? new AudioContext();
  const buffer = context.createBuffer(1, samples.length, take.rate_hz);
  buffer.copyToChannel(Float32Array.from(samples), 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(context.destination);
  source.start();
}

const go = { off: open, ready: start, recording: stop };
const DEEDS = {
  record: () => go[mode]?.(),
  keep: keepTake,
  skip: () => goTo(at + 1),
  back: () => goTo(at - 1),
  "hear-reference": () => hear(false),
  "hear-own": () => hear(true),
  close: () => release(),
};
const KEYS = {
  " ": "record", Enter: "keep", ArrowRight: "skip", ArrowLeft: "back",
  ArrowUp: "hear-reference", ArrowDown: "hear-own", Escape: "close",
};

if (booth) {
  for (const [id, deed] of Object.entries(DEEDS)) part(id).addEventListener("click", deed);
  for (const [index, line] of lines.entries()) {
    line.addEventListener("click", () => {
      if (["recording", "ending", "judging"].includes(mode)) return;
      goTo(index);
      record.focus({ preventScroll: true });
      booth.scrollIntoView({ block: "nearest" });
    });
  }
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const button = KEYS[key] && part(KEYS[key]);
    const within = booth.contains(target);
    if (!button || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.repeat) return;
    if (!within && (target !== document.body || key === "ArrowUp" || key === "ArrowDown")) return;
    if ((key === " " || key === "Enter") && target.closest("button") && target !== record) return;
    if (key === "Enter" && keep.disabled) return;
    event.preventDefault();
    if (!button.disabled) button.click();
  });
  record.addEventListener("keyup", (event) => event.key === " " && event.preventDefault());
  document.addEventListener("visibilitychange", () => document.hidden && mode !== "off" && release(words.closed));
  addEventListener("pagehide", () => release());
  addEventListener("beforeunload", (event) => {
    if (take?.name || ["recording", "ending", "judging"].includes(mode)) event.preventDefault();
  });
  show();
}
