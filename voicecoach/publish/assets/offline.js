// Keeps a session on the phone when asked to, and removes it when asked to or when it is withdrawn.
"use strict";
(() => {
  const LOOK_AGAIN_MS = 600000;
  const WITHDRAWN = '<meta name="voicecoach" content="withdrawn">'; // sw.js looks for the same

  const find = (id) => document.getElementById(id);
  const { root, id, slug } = document.body.dataset;
  const site = new URL(root, location.href);
  const page = new URL("./", location.href).href;
  const version = document.documentElement.dataset.version;
  const prefix = `voicecoach-1:${site.pathname}:`; // sw.js names them the same
  const name = prefix + slug;
  const MARK = `${page}kept`; // an entry that says that everything else is there

  const served = location.protocol === "https:" || location.protocol === "http:";
  const usable = served && window.isSecureContext && "serviceWorker" in navigator && "caches" in window;

  // Whether, and in which version, the session is kept.
  const keptVersion = async () => {
    if (!(await caches.has(name))) return null;
    const mark = await (await caches.open(name)).match(MARK);
    return mark ? mark.text() : null;
  };

  // What a file must be: the recording is known by size and digest, others by the digest in their
  // name, and pages by who made them: what comes in their place may be anything.
  const check = async (url, blob, right) => {
    const [, named] = /\.([0-9a-f]{12})\.\w+$/.exec(url) ?? [];
    const isOurs = async () => (await blob.text()).includes('<meta name="voicecoach"');
    const isRight =
      (url.endsWith(".mp3") && (await Files.isRight(blob, right))) ||
      (named && (await Files.isRight(blob, { bytes: blob.size, sha256: named }))) ||
      (/(\/|\.html)$/.test(url) && (await isOurs())) ||
      (url.endsWith(".webmanifest") && blob.type.includes("json"));
    if (!isRight) throw new Files.Fault("untrue");
  };

  // Whether what was kept is still what it should be: a browser may have lost a part of it.
  const isTrue = async (files, right) => {
    const cache = await caches.open(name);
    const parts = files.filter((url) => /\.(mp3|plan|bin)$/.test(url));
    return (await Promise.all(parts.map((url) => isKept(cache, url, right)))).every(Boolean);
  };

  const remove = async () => {
    await caches.delete(name);
    if (find("audio")?.dataset.plan) return; // which needs the worker to be heard
    const others = (await caches.keys()).some((key) => key.startsWith(prefix));
    if (others) return;
    const registration = await navigator.serviceWorker.getRegistration(site.href);
    if (registration?.scope === site.href) await registration.unregister();
  };

  const save = async (files, right, onBytes, signal) => {
    await Files.worker(site);
    await navigator.serviceWorker.ready;
    navigator.storage?.persist?.().catch(() => {}); // asks not to be cleared when space is short
    const cache = await caches.open(name);
    const fetchInto = async (url, isFixed) => {
      const cached = isFixed ? "no-cache" : "no-store";
      const blob = await Files.read(url, { onBytes, signal, cache: cached });
      await check(url, blob, right);
      const headers = { "content-type": blob.type, "content-length": blob.size };
      await cache.put(url, new Response(blob, { headers }));
      return blob;
    };
    for (const url of files) {
      // Names of files change with their content, but for those of pages and of the manifest.
      const isFixed = /\.(webmanifest|html)$/.test(url);
      if (!isFixed && (await isKept(cache, url, right))) continue;
      await fetchInto(url, isFixed);
    }
    const own = await (await fetchInto(page, true)).text();
    if (!own.includes(`data-version="${version}"`)) throw new Files.Fault("stalled");
    await cache.put(MARK, new Response(version));
    const wanted = new Set([...files, page, MARK]);
    for (const request of await cache.keys()) {
      if (!wanted.has(request.url)) await cache.delete(request);
    }
    if ((await keptVersion()) !== version) throw new Files.Fault("stalled");
  };

  const isKept = async (cache, url, right) => {
    const kept = await cache.match(url);
    if (!kept) return false;
    try {
      await check(url, await kept.blob(), right);
      return true;
    } catch {
      return false;
    }
  };

  const showState = (keep, state, why = "") => {
    const kept = find("kept");
    find("save").hidden = state !== "open";
    find("forget").hidden = state !== "kept";
    for (const part of ["saving", "cancel"]) find(part).hidden = state !== "saving";
    kept.classList.toggle("done", state === "kept");
    kept.textContent = keep.dataset[{ kept: "saved", saving: "saving" }[state] ?? why] ?? "";
  };

  // Why it could not be kept, by what stopped it.
  const WHY = { AbortError: "cancelled", QuotaExceededError: "full", SecurityError: "refused" };
  const whyNot = (error) => {
    if (error instanceof Files.Fault) {
      return { wrong: "untrue", short: "untrue", untrue: "untrue" }[error.kind] ?? "stalled";
    }
    return WHY[error.name] ?? "stalled";
  };

  const saveAndShow = async (keep) => {
    const files = filesOf(keep);
    const right = rightOf(keep);
    const stop = new AbortController();
    let bytes = 0;
    find("cancel").onclick = () => stop.abort();
    showState(keep, "saving");
    const onBytes = (more) => {
      bytes += more;
      find("saving").value = Math.min(1, bytes / right.bytes);
    };
    try {
      await save(files, right, onBytes, stop.signal);
      showState(keep, "kept");
    } catch (error) {
      // What was kept before stays as it was: its page still leads to its own files.
      const isWhole = (await keptVersion()) !== null;
      if (!isWhole) await caches.delete(name);
      showState(keep, isWhole ? "kept" : "open", whyNot(error));
    }
  };

  const filesOf = (keep) => keep.dataset.files.split(" ").map((path) => new URL(path, page).href);
  const rightOf = (keep) => ({ bytes: Number(keep.dataset.bytes), sha256: keep.dataset.sha256 });

  const setUp = async (keep) => {
    if (!usable) {
      showState(keep, "never", "noOffline");
      return;
    }
    let kept = await keptVersion();
    // What was left when a page closed while saving, and what is short or false by now.
    if (kept === null || (kept === version && !(await isTrue(filesOf(keep), rightOf(keep))))) {
      kept = null;
      await caches.delete(name);
    }
    showState(keep, kept === null ? "open" : "kept");
    find("save").addEventListener("click", async () => {
      await saveAndShow(keep);
      if (!find("forget").hidden) find("forget").focus();
    });
    find("forget").addEventListener("click", async () => {
      await remove();
      showState(keep, "open");
      find("save").focus();
    });
    if (kept !== null && kept !== version) await saveAndShow(keep);
  };

  // An app may stay open for weeks: it looks again whether the session is still offered.
  let looked = performance.now();
  const lookAgain = async () => {
    if (document.hidden || performance.now() - looked < LOOK_AGAIN_MS) return;
    looked = performance.now();
    const response = await fetch(page, { cache: "no-cache" });
    if (response.ok && (await response.text()).includes(WITHDRAWN)) location.reload();
  };

  const forgetWithdrawn = async () => {
    try {
      localStorage.removeItem(`voicecoach:${id}`);
    } catch {
      // Nothing was kept.
    }
    if (usable) await remove();
  };

  const keep = find("keep");
  if (keep) {
    setUp(keep).catch(() => showState(keep, "never", "refused")); // a private window, perhaps
    if (served) document.addEventListener("visibilitychange", () => lookAgain().catch(() => {}));
  } else {
    forgetWithdrawn().catch(() => {});
  }
})();
