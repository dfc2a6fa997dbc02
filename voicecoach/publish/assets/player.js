// Plays a session: a classic script, for browsers refuse module scripts from disk.
"use strict";
(() => {
  const SKIP_MS = 10000;
  const PAGE_MS = 60000;
  const KEEP_EVERY_MS = 5000;
  const SLACK_MS = 20; // a browser may land a little before the time that it was given
  const RESTART_MS = 3000; // "previous" within this goes to the step before
  const LOOK_MS = 10000; // whoever scrolls the transcript is left alone for this long

  const find = (id) => document.getElementById(id);
  const audio = find("audio");
  const total = Number(audio.dataset.duration);
  const timed = (element) => ({
    element,
    start: Number(element.dataset.start),
    end: Number(element.dataset.end),
  });
  const steps = [...document.querySelectorAll("#steps [data-start]")].map(timed);
  const lines = [...document.querySelectorAll("#transcript [data-start]")].map(timed);
  const rows = [...document.querySelectorAll("#exercises tr")];
  const said = find("said");
  const position = find("position");
  const play = find("play");

  // Where one is. Until the browser knows the recording it takes no seek, and iPhones forget one
  // that comes early: then the time is kept here until they are there.
  let wanted = null;
  const NEAR_MS = 1000;
  const arrive = () => {
    if (wanted === null || audio.readyState === 0) return;
    if (Math.abs(audio.currentTime * 1000 - wanted) > NEAR_MS) audio.currentTime = wanted / 1000;
    else wanted = null;
  };
  const now = () => (wanted === null ? Math.min(audio.currentTime * 1000, total) : wanted);

  const lastStarted = (list, ms) => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].start <= ms + SLACK_MS) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const stepAt = (ms) => Math.max(0, lastStarted(steps, ms));

  const clock = (ms) => {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const two = (number) => String(number).padStart(2, "0");
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    const rest = two(seconds % 60);
    return hours ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
  };

  const titleOf = (step) => steps[step].element.querySelector(".name").textContent;

  // What one sees

  let shownStep = -1;
  const showStep = (step) => {
    if (step === shownStep) return;
    steps[shownStep]?.element.querySelector("a").removeAttribute("aria-current");
    shownStep = step;
    steps[step].element.querySelector("a").setAttribute("aria-current", "true");
    find("now").textContent = titleOf(step);
    find("following").hidden = step + 1 >= steps.length;
    find("next").textContent = step + 1 < steps.length ? titleOf(step + 1) : "";
    find("following-step").setAttribute("aria-disabled", String(step + 1 >= steps.length));
    showExercise(rows[steps[step].element.dataset.exercise || -1]);
    tellSystem();
  };

  const showExercise = (row) => {
    const figure = find("figure");
    find("dose").textContent = row ? row.querySelector(".dose").textContent : "";
    find("cover").hidden = Boolean(row);
    figure.hidden = !row;
    if (!row) return;
    const drawn = row.querySelector(".figure");
    figure.setAttribute("role", "img");
    figure.setAttribute("aria-label", drawn.getAttribute("aria-label"));
    figure.replaceChildren(...[...drawn.children].map((child) => child.cloneNode(true)));
  };

  let shownLine = null;
  let lookedAt = -Infinity;
  const showLine = (ms) => {
    const line = lines[lastStarted(lines, ms)]?.element ?? null;
    if (line === shownLine) return;
    shownLine?.removeAttribute("aria-current");
    shownLine = line;
    if (line === null) return;
    line.setAttribute("aria-current", "true");
    if (!find("transcript").contains(document.activeElement)) reachByTab(line);
    follow(line);
  };

  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  // As time goes on only the transcript scrolls, never the page.
  const follow = (line) => {
    const box = document.querySelector("#transcript .lines");
    if (!find("transcript").open || performance.now() - lookedAt < LOOK_MS) return;
    const here = line.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (here.top >= frame.top && here.bottom <= frame.bottom) return;
    const top = box.scrollTop + here.top - frame.top - frame.height / 3;
    box.scrollTo({ top, behavior: still() ? "auto" : "smooth" });
  };

  const showTime = (ms) => {
    find("left").textContent = clock(total - ms);
    const text = `${clock(ms)} · ${titleOf(stepAt(ms))}`;
    position.value = String(Math.floor(ms / 1000));
    if (position.getAttribute("aria-valuetext") !== text) {
      position.setAttribute("aria-valuetext", text);
    }
    // Through the style's own interface: the policy of the page forbids the attribute.
    position.style.setProperty("--done", `${(100 * ms) / total}%`);
  };

  const show = () => {
    const ms = now();
    showStep(stepAt(ms));
    showLine(ms);
    if (!sliding) showTime(ms);
  };

  const showPlaying = () => {
    const name = audio.paused ? play.dataset.play : play.dataset.pause;
    play.querySelector(".unseen").textContent = name;
    play.classList.toggle("playing", !audio.paused);
  };

  const tell = (text, offersRestart = false) => {
    if (said.textContent !== text) said.textContent = text;
    find("again").hidden = !offersRestart;
  };

  // Moving about

  const seek = (ms) => {
    wanted = Math.min(Math.max(0, ms), total);
    if (audio.readyState > 0) audio.currentTime = wanted / 1000;
    show();
    remember();
    tellPlace();
  };
  const previous = () => {
    const step = stepAt(now());
    const early = now() - steps[step].start < RESTART_MS;
    seek(steps[early ? Math.max(0, step - 1) : step].start);
  };
  const following = () => {
    const step = stepAt(now()) + 1;
    if (step < steps.length) seek(steps[step].start);
  };
  const start = () => {
    if (audio.error) {
      const ms = now();
      audio.load();
      wanted = ms;
    }
    audio.play().catch((error) => {
      if (error.name !== "AbortError") tell(said.dataset.failed);
    });
  };

  // Where one stopped

  const KEY = `voicecoach:${document.body.dataset.id}`;
  let remembered = 0;
  const remember = () => {
    remembered = performance.now();
    try {
      localStorage.setItem(KEY, String(Math.round(now())));
    } catch {
      // A browser may refuse to keep anything: then one starts at the beginning.
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // Nothing was kept.
    }
  };
  const resume = () => {
    let ms = NaN;
    try {
      ms = Number.parseInt(localStorage.getItem(KEY), 10);
    } catch {
      return;
    }
    const step = ms >= 0 && ms < total ? stepAt(ms) : 0;
    if (step === 0) return;
    wanted = steps[step].start;
    tell(said.dataset.resumed.replace("{title}", () => titleOf(step)), true);
  };

  // The lock screen, and buttons on headphones

  const session = navigator.mediaSession;
  const tellSystem = () => {
    if (!session || !window.MediaMetadata || shownStep < 0) return;
    const { src } = find("cover"); // browsers take no cover from disk
    const cover = { src, sizes: "1000x1000", type: "image/png" };
    session.metadata = new MediaMetadata({
      title: audio.dataset.title,
      artist: titleOf(shownStep),
      album: audio.dataset.album,
      artwork: src.startsWith("http") ? [cover] : [],
    });
  };
  const tellPlace = () => {
    try {
      session?.setPositionState?.({ duration: total / 1000, playbackRate: 1, position: now() / 1000 });
    } catch {
      // An old browser: its lock screen shows no place.
    }
  };
  const HANDLERS = {
    play: start,
    pause: () => audio.pause(),
    seekbackward: (details) => seek(now() - (details.seekOffset * 1000 || SKIP_MS)),
    seekforward: (details) => seek(now() + (details.seekOffset * 1000 || SKIP_MS)),
    previoustrack: previous,
    nexttrack: following,
    // Without it, and without the place, iPhones show no slider on the lock screen.
    seekto: (details) => seek(details.seekTime * 1000),
  };
  const handle = () => {
    for (const [action, handler] of Object.entries(HANDLERS)) {
      try {
        session?.setActionHandler(action, handler);
      } catch {
        // An action that this browser does not know.
      }
    }
  };

  // Events of the recording

  audio.addEventListener("loadedmetadata", () => {
    arrive();
    show();
    tellPlace();
  });
  audio.addEventListener("canplay", arrive);
  audio.addEventListener("timeupdate", () => {
    show();
    if (!audio.paused && performance.now() - remembered > KEEP_EVERY_MS) remember();
  });
  audio.addEventListener("seeked", () => {
    wanted = null;
    show();
  });
  audio.addEventListener("play", () => {
    showPlaying();
    if (said.textContent === said.dataset.failed || said.textContent === said.dataset.done) tell("");
  });
  audio.addEventListener("playing", () => {
    arrive();
    handle(); // Safari forgets them when another page has played
    tellSystem();
    tellPlace();
  });
  audio.addEventListener("pause", () => {
    showPlaying();
    remember();
    tellPlace();
  });
  audio.addEventListener("ended", () => {
    forget();
    tell(said.dataset.done);
  });
  audio.addEventListener("error", () => {
    showPlaying();
    tell(said.dataset.failed);
  });
  window.addEventListener("pagehide", () => {
    if (now() > 0 && !audio.ended) remember();
  });

  // Buttons, slider and lists

  play.addEventListener("click", () => (audio.paused ? start() : audio.pause()));
  find("back").addEventListener("click", () => seek(now() - SKIP_MS));
  find("previous").addEventListener("click", previous);
  find("following-step").addEventListener("click", following);
  find("restart").addEventListener("click", () => {
    seek(0);
    tell("");
    play.focus();
  });

  let sliding = false;
  position.addEventListener("input", () => {
    sliding = true;
    showTime(Number(position.value) * 1000);
  });
  const settle = () => {
    if (!sliding) return;
    sliding = false;
    seek(Number(position.value) * 1000);
  };
  // A slider that is let go of where it was taken up tells of no change.
  for (const kind of ["change", "pointerup", "pointercancel", "blur"]) {
    position.addEventListener(kind, settle);
  }
  const KEYS = {
    ArrowLeft: -SKIP_MS,
    ArrowDown: -SKIP_MS,
    ArrowRight: SKIP_MS,
    ArrowUp: SKIP_MS,
    PageDown: -PAGE_MS,
    PageUp: PAGE_MS,
  };
  position.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    seek(now() + KEYS[event.key]);
  });

  const showPlayer = () => {
    if (play.getBoundingClientRect().bottom > 0) return;
    find("player").scrollIntoView({ behavior: still() ? "auto" : "smooth" });
  };
  const plainClick = (event) =>
    event.button === 0 && !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  for (const list of ["steps", "transcript"]) {
    find(list).addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || !plainClick(event)) return;
      event.preventDefault();
      seek(Number(link.closest("[data-start]").dataset.start));
      if (list === "steps" && event.detail > 0) showPlayer(); // a finger, not a key
    });
  }

  // One line of the transcript is reached by Tab, the others from there by arrow keys.
  let tabbed = null;
  const reachByTab = (line) => {
    if (tabbed) tabbed.tabIndex = -1;
    tabbed = line;
    line.tabIndex = 0;
  };
  const MOVES = { ArrowDown: 1, ArrowUp: -1 };
  find("transcript").addEventListener("keydown", (event) => {
    const at = lines.findIndex((line) => line.element === event.target);
    if (at < 0 || !(event.key in MOVES)) return;
    event.preventDefault();
    lookedAt = performance.now();
    const line = lines[at + MOVES[event.key]]?.element;
    if (!line) return;
    reachByTab(line);
    line.focus();
  });
  for (const kind of ["wheel", "touchmove"]) {
    const look = () => (lookedAt = performance.now());
    find("transcript").addEventListener(kind, look, { passive: true });
  }
  find("transcript").addEventListener("toggle", () => shownLine && follow(shownLine));

  // The page without this script has the browser's own controls.
  const begin = () => {
    if (!steps.length) return;
    audio.controls = false;
    for (const part of document.querySelectorAll(".controls, .progress, .left")) part.hidden = false;
    for (const { element } of lines) element.tabIndex = -1;
    if (lines.length) reachByTab(lines[0].element);
    resume();
    arrive();
    if (audio.error) tell(said.dataset.failed);
    handle();
    show();
    showPlaying();
  };
  begin();
})();
