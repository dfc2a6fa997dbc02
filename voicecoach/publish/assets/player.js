// Plays a session: classic scripts share it, for browsers refuse module scripts from disk.
"use strict";
(() => {
  const SKIP_MS = 10000;
  const PAGE_MS = 60000;
  const KEEP_EVERY_MS = 5000;
  const RESTART_MS = 3000; // "previous" within this goes to the step before

  const find = (id) => document.getElementById(id);
  const { audio, total, now } = Recording;
  const steps = [...document.querySelectorAll("#steps > li")].map((element) => ({
    element,
    start: Number(element.dataset.start),
  }));
  const said = find("said");
  const position = find("position");
  const play = find("play");
  const stepAt = (ms) => Math.max(0, Body.lastStarted(steps, ms));

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
    const isLast = step + 1 >= steps.length;
    find("following").classList.toggle("none", isLast);
    find("next").textContent = isLast ? "" : titleOf(step + 1);
    find("following-step").setAttribute("aria-disabled", String(isLast));
    showDrawing(find("figure"), steps[step].element);
    showDrawing(find("next-figure"), steps[step + 1]?.element);
    find("cover").hidden = !find("figure").hidden;
    copyDose(find("dose"), steps[step].element);
    LockScreen.showWhat(titleOf(step));
  };

  const showDrawing = (place, step) => {
    const drawn = step?.querySelector(".figure");
    const parts = drawn ? [...drawn.children] : [];
    place.replaceChildren(...parts.map((child) => child.cloneNode(true)));
    if (place.id !== "figure") return; // the small one is told by the words beside it
    place.hidden = !drawn;
    if (!drawn) return;
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", drawn.getAttribute("aria-label"));
  };

  const copyDose = (place, step) => {
    const dose = step.querySelector(".dose");
    place.replaceChildren(...(dose ? [...dose.childNodes].map((node) => node.cloneNode(true)) : []));
  };

  const showTime = (ms) => {
    find("left").textContent = clock(total - ms);
    const text = `${clock(ms)} \u00b7 ${titleOf(stepAt(ms))}`;
    position.value = String(Math.floor(ms / 1000));
    if (position.getAttribute("aria-valuetext") !== text) {
      position.setAttribute("aria-valuetext", text);
    }
    position.style.setProperty("--done", `${(100 * ms) / total}%`);
  };

  const show = () => {
    const ms = now();
    showStep(stepAt(ms));
    Body.show(ms);
    Transcript.show(ms);
    if (!sliding) showTime(ms);
  };

  // The ring moves with each picture of the screen, all else when the browser tells the time.
  const animate = () => {
    if (audio.paused) return;
    Body.show(now());
    requestAnimationFrame(animate);
  };

  const showPlaying = () => {
    const isWanted = Recording.isWanted && !audio.ended;
    play.querySelector(".unseen").textContent = isWanted ? play.dataset.pause : play.dataset.play;
    play.classList.toggle("playing", isWanted);
    LockScreen.showPlaying(isWanted);
  };

  // What one is told: why nothing is heard, or where one goes on

  let fault = null;
  const tell = (text, { restart = false, goOn = "", wayOn = false } = {}) => {
    if (said.textContent !== text) said.textContent = text;
    find("again").hidden = !restart && !goOn;
    find("restart").hidden = !restart;
    find("go-on").hidden = !goOn;
    find("go-on").textContent = goOn;
    find("way-on").hidden = !wayOn;
  };
  const tellFault = (kind, percent = 0) => {
    if (kind === null && fault === null) return;
    fault = kind;
    if (kind === null) tell("");
    else tell(said.dataset[kind].replace("{percent}", percent), { wayOn: kind !== "elsewhere" });
    showPlaying();
  };
  Recording.listen({
    fault: tellFault,
    end: () => {
      Place.forget();
      tell(said.dataset.done);
      showPlaying();
      Diary.ask();
    },
  });

  // Moving about

  let leftAt = null; // when it was paused here
  const seek = (ms) => {
    leftAt = null;
    Recording.seek(ms);
    show();
    remember();
    LockScreen.showWhere(now(), total);
  };
  const previous = () => {
    const step = stepAt(now());
    const isEarly = now() - steps[step].start < RESTART_MS;
    seek(steps[isEarly ? Math.max(0, step - 1) : step].start);
  };
  const following = () => {
    const step = stepAt(now()) + 1;
    if (step < steps.length) seek(steps[step].start);
  };
  const start = () => {
    if (leftAt !== null && Place.isLongAgo(leftAt)) goOn(lastChange(now()));
    else if (fault === null && said.textContent === said.dataset.done) tell("");
    leftAt = null;
    others?.postMessage("playing");
    Recording.start();
    showPlaying();
  };
  const pause = () => {
    Recording.pause();
    showPlaying();
  };
  const toggle = () => (Recording.isWanted ? pause() : start());

  // Two windows do not play at once.
  const others = window.BroadcastChannel ? new BroadcastChannel("voicecoach") : null;
  others?.addEventListener("message", () => {
    if (!Recording.isWanted) return;
    pause();
    tellFault("elsewhere");
  });

  // Where one stopped

  let remembered = 0;
  const remember = () => {
    remembered = performance.now();
    Place.keep(now());
  };
  const lastSet = (ms) => Body.startOfRun(ms, steps[stepAt(ms)].start);
  const lastChange = (ms) => {
    const changes = steps.slice(0, stepAt(ms) + 1).filter(({ element }) => "changes" in element.dataset);
    return (changes.at(-1) ?? steps[stepAt(ms)]).start;
  };
  const nameOf = (ms) => Body.join(titleOf(stepAt(ms)), Body.nameOf(ms));
  const resumed = (ms) => said.dataset.resumed.replace("{title}", () => nameOf(ms));
  const goOn = (ms) => {
    Recording.seek(ms);
    show();
    tell(resumed(ms), { restart: true });
  };
  let stoppedAt = null;
  const resume = () => {
    const kept = Place.kept(total);
    if (!kept || stepAt(kept.ms) === 0) return;
    const isLong = Place.isLongAgo(kept.at);
    const ms = isLong ? lastChange(kept.ms) : lastSet(kept.ms);
    if (!Place.isAnotherDay(kept.at)) {
      goOn(ms);
      return;
    }
    stoppedAt = ms;
    tell(said.dataset.newDay, { goOn: said.dataset.goOn.replace("{title}", () => nameOf(ms)) });
  };

  // Events of the recording

  audio.addEventListener("loadedmetadata", () => {
    show();
    LockScreen.showWhere(now(), total);
  });
  audio.addEventListener("timeupdate", () => {
    show();
    if (!audio.paused && performance.now() - remembered > KEEP_EVERY_MS) remember();
  });
  audio.addEventListener("seeked", show);
  audio.addEventListener("play", () => {
    // The browser's own button, or a headphone's; the event may come when one has paused again.
    if (!Recording.isWanted && !audio.paused) Recording.start();
    showPlaying();
  });
  const ACTIONS = {
    play: start,
    pause,
    seekbackward: (details) => seek(now() - (details.seekOffset * 1000 || SKIP_MS)),
    seekforward: (details) => seek(now() + (details.seekOffset * 1000 || SKIP_MS)),
    previoustrack: previous,
    nexttrack: following,
    // Without it, and without the place, iPhones show no slider on the lock screen.
    seekto: (details) => seek(details.seekTime * 1000),
  };
  audio.addEventListener("playing", () => {
    LockScreen.handle(ACTIONS); // Safari forgets them when another page has played
    LockScreen.showWhat(titleOf(shownStep));
    LockScreen.showWhere(now(), total);
    animate();
  });
  audio.addEventListener("pause", () => {
    if (!audio.ended) {
      leftAt = Date.now();
      remember();
    }
    showPlaying();
    LockScreen.showWhere(now(), total);
  });
  window.addEventListener("pagehide", () => {
    if (now() > 0 && !audio.ended) remember();
  });

  // Buttons, slider and lists

  play.addEventListener("click", toggle);
  find("back").addEventListener("click", () => seek(now() - SKIP_MS));
  find("previous").addEventListener("click", previous);
  find("following-step").addEventListener("click", following);
  find("restart").addEventListener("click", () => {
    seek(0);
    tell("");
    play.focus();
  });
  find("go-on").addEventListener("click", () => {
    goOn(stoppedAt);
    play.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest("button, input, select, textarea, summary, audio, dialog")) return;
    event.preventDefault(); // it would scroll the page
    if (!event.repeat) toggle();
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

  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const showPlayer = () => {
    if (play.getBoundingClientRect().bottom > 0) return;
    find("player").scrollIntoView({ behavior: still() ? "auto" : "smooth" });
  };
  const isPlainClick = (event) =>
    event.button === 0 && !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  for (const list of ["steps", "transcript"]) {
    find(list).addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || !isPlainClick(event)) return;
      event.preventDefault();
      seek(Number(link.closest("[data-start]").dataset.start));
      if (list === "steps" && event.detail > 0) showPlayer(); // a finger, not a key
    });
  }

  // The page without this script has the browser's own controls.
  const begin = () => {
    audio.controls = false;
    Transcript.begin();
    Diary.begin();
    resume();
    if (audio.error) Recording.mend();
    LockScreen.handle(ACTIONS);
    show();
    showPlaying();
  };
  begin();
})();
