// The recording: it plays, seeks, loads itself whole, and says why nothing is heard.
"use strict";
const Recording = (() => {
  const NEAR_MS = 1000;
  const LOOK_EVERY_MS = 400;
  const PATIENCE_MS = 1000; // before one is told why nothing is heard
  const STILL_COMING_MS = 6000; // without a byte the connection counts as gone
  const AGAIN_MS = 5000;
  const EARLY_MS = 2000; // an end this long before the end is none
  const WORKER_MS = 4000; // within which a service worker begins, if it does

  const audio = document.getElementById("audio");
  // Where it is no file, the service worker lays it together at an address beside its plan's; and
  // this page does, all of it, where there is no worker, or none that has the page yet.
  const plan = audio.dataset.plan && new URL(audio.dataset.plan, location.href).href;
  const source = plan ? plan.replace(/plan$/, "mp3") : audio.src;
  const total = Number(audio.dataset.duration);
  const right = { bytes: Number(audio.dataset.bytes), sha256: audio.dataset.sha256 };
  const served = location.protocol === "https:" || location.protocol === "http:";
  let listener = { fault: () => {}, end: () => {} };

  // Where one is. Until the browser knows the recording it takes no seek, and iPhones forget one
  // that comes early: then the time is kept here until they are there.
  let wanted = null;
  let intends = false; // to hear it: a fault does not end that
  let last = 0; // seconds, where it was last heard
  const now = () => (wanted === null ? Math.min(audio.currentTime * 1000, total) : wanted);

  const tell = (kind, percent = 0) => listener.fault(kind, percent);

  // Loading all of it

  let whole = null; // its address in this browser, once all of it is here and right
  let loading = null;
  let loaded = 0; // bytes
  let cameAt = -Infinity;
  const came = () => (cameAt = performance.now());
  const percent = () => Math.min(99, Math.floor((100 * loaded) / right.bytes));

  const load = async () => {
    loaded = 0;
    const onBytes = (more) => {
      loaded += more;
      came();
      if (isWaitingForAll()) tellWaiting();
    };
    const blob = plan
      ? await Splice.whole(plan, onBytes)
      : await Files.read(source, { onBytes, cache: "no-store" });
    if (!(await Files.isRight(blob, right))) throw new Files.Fault("short");
    whole = URL.createObjectURL(blob);
  };

  // A file on a disk is whole already, and browsers let no script read it.
  const loadWhole = async () => {
    if (whole || !served) return;
    loading ??= load().finally(() => (loading = null));
    await loading;
  };

  let isShort = false; // what the host gave first ended too early
  const tellWaiting = () => tell(isShort ? "short" : "whole", percent());
  const isWaitingForAll = () => wanted !== null && !isReachable(wanted);

  const useWhole = () => {
    if (!whole || audio.src === whole) return;
    wanted = now();
    audio.src = whole;
    if (intends) play();
  };

  // Get all of it, and go on with that; what fails is tried again while somebody waits.
  const fetchAndGoOn = async () => {
    try {
      await loadWhole();
      useWhole();
    } catch (error) {
      if (!intends && !isWaitingForAll()) return;
      tell(error.kind ?? "failed");
      setTimeout(() => (intends || isWaitingForAll()) && isSilent() && fetchAndGoOn(), AGAIN_MS);
    }
  };

  // Moving about

  const isReachable = (ms) => {
    if (!audio.src) return false;
    if (audio.src === whole) return true;
    if (isShort) return false;
    if (audio.readyState === 0) return true;
    const { seekable } = audio;
    for (let index = 0; index < seekable.length; index += 1) {
      const reaches = ms <= seekable.end(index) * 1000 + NEAR_MS;
      if (ms >= seekable.start(index) * 1000 && reaches) return true;
    }
    return false;
  };

  const arrive = () => {
    if (wanted === null || audio.readyState === 0) return;
    if (!isReachable(wanted)) {
      waitForAll();
    } else if (Math.abs(audio.currentTime * 1000 - wanted) > NEAR_MS) {
      audio.currentTime = wanted / 1000;
    } else {
      wanted = null;
    }
  };

  // On a host that cannot give a part of a file nothing is heard until all of it is here.
  const waitForAll = () => {
    audio.pause();
    tellWaiting();
    fetchAndGoOn();
  };

  const seek = (ms) => {
    wanted = Math.min(Math.max(0, ms), total);
    if (audio.readyState === 0) return;
    if (!isReachable(wanted)) waitForAll();
    else audio.currentTime = wanted / 1000;
  };

  const play = () => {
    const ms = now();
    if (audio.error) {
      audio.src = whole ?? source;
      wanted = ms;
    }
    audio.play().catch((error) => {
      if (error.name !== "NotAllowedError") return; // others come as events
      intends = false;
      tell("failed");
    });
  };

  const start = () => {
    intends = true;
    movedAt = performance.now();
    if (!audio.src || isWaitingForAll()) waitForAll();
    else play();
  };
  const pause = () => {
    intends = false;
    audio.pause();
    tell(null);
  };

  // Why nothing is heard

  let movedAt = -Infinity;
  const isSilent = () => audio.paused || performance.now() - movedAt > PATIENCE_MS;
  const reason = () => {
    if (!navigator.onLine) return "offline";
    const recent = Math.max(movedAt, cameAt);
    return performance.now() - recent < STILL_COMING_MS ? "buffering" : "stalled";
  };
  let explained = false; // by what was asked of the host, which is better than a guess
  const watch = () => {
    if (!intends || audio.error || isWaitingForAll()) return;
    if (!audio.paused && audio.currentTime !== last) {
      last = audio.currentTime;
      movedAt = performance.now();
      explained = false;
      tell(null);
    } else if (isSilent() && !explained) {
      if (whole && audio.src !== whole) useWhole();
      tell(reason());
    }
  };
  if (served) setInterval(watch, LOOK_EVERY_MS);

  audio.addEventListener("loadedmetadata", arrive);
  audio.addEventListener("canplay", arrive);
  audio.addEventListener("progress", came);
  audio.addEventListener("seeked", () => {
    if (!isWaitingForAll()) wanted = null;
  });
  audio.addEventListener("playing", () => {
    arrive();
    movedAt = performance.now();
    if (!navigator.connection?.saveData) loadWhole().catch(() => {});
  });
  audio.addEventListener("waiting", () => {
    if (intends && whole) useWhole();
  });
  audio.addEventListener("pause", () => {
    if (audio.ended || audio.error || isWaitingForAll()) return;
    intends = false; // a call, or headphones pulled out, if it was not the button
    useWhole();
  });
  audio.addEventListener("ended", () => {
    const heard = audio.ended && audio.src !== whole ? last * 1000 : total;
    if (heard >= total - EARLY_MS || !served) {
      intends = false;
      listener.end();
      return;
    }
    isShort = true;
    wanted = heard;
    explained = true;
    waitForAll();
  });
  audio.addEventListener("timeupdate", () => {
    if (!audio.ended && !audio.seeking && wanted === null) last = audio.currentTime;
  });
  // A recording that is no file is there once the worker has the page, or all of it has been laid.
  const begin = async () => {
    const usable = window.isSecureContext && "serviceWorker" in navigator;
    const has = usable && (await Promise.race([isControlled(), isLate()]).catch(() => false));
    if (audio.src) return;
    if (has) {
      audio.src = source;
      if (intends) play();
    } else {
      fetchAndGoOn();
    }
  };
  const isLate = () => new Promise((resolve) => setTimeout(resolve, WORKER_MS, false));
  const isControlled = async () => {
    const { serviceWorker } = navigator;
    const changed = new Promise((resolve) => {
      serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true });
    });
    await Files.worker(new URL(document.body.dataset.root, location.href));
    return Boolean(serviceWorker.controller) || changed;
  };
  if (plan) begin();

  // Browsers save what a link leads to without asking the worker.
  const download = document.getElementById("download");
  const saveAs = async (event) => {
    if (download.href === whole) return;
    event.preventDefault();
    const name = new URL(source).pathname.split("/").pop();
    try {
      await loadWhole();
      Object.assign(download, { href: whole, download: name });
      download.click();
    } catch (error) {
      tell(error.kind ?? "failed");
    }
  };
  if (plan) download.addEventListener("click", saveAs);

  const mend = async () => {
    explained = true;
    tell("failed");
    if (!served || audio.src === whole) return;
    if (intends) await fetchAndGoOn();
    else tell((await Files.look(source)) ?? "failed");
  };
  audio.addEventListener("error", mend);
  window.addEventListener("online", () => intends && isSilent() && fetchAndGoOn());

  return {
    audio,
    total,
    source,
    now,
    seek,
    start,
    pause,
    mend,
    get isWanted() {
      return intends;
    },
    listen: (heard) => (listener = heard),
  };
})();
