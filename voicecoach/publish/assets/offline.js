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

  const remove = async () => {
    await caches.delete(name);
    const others = (await caches.keys()).some((key) => key.startsWith(prefix));
    if (others) return;
    const registration = await navigator.serviceWorker.getRegistration(site.href);
    if (registration?.scope === site.href) await registration.unregister();
  };

  // Read a file to its end, telling how many bytes have come.
  const read = async (url, onBytes, cache = "default") => {
    const response = await fetch(url, { cache });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    const type = response.headers.get("content-type") ?? "";
    const reader = response.body.getReader();
    const chunks = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      onBytes(value.length);
    }
    return new Response(new Blob(chunks, { type }), { headers: { "content-type": type } });
  };

  const save = async (files, onBytes) => {
    await navigator.serviceWorker.register(new URL("sw.js", site), {
      scope: site.href,
      updateViaCache: "none",
    });
    await navigator.serviceWorker.ready;
    navigator.storage?.persist?.().catch(() => {}); // asks not to be cleared when space is short
    const cache = await caches.open(name);
    for (const url of files) {
      // Names of files change with their content, but for the manifest's.
      const fixed = url.endsWith(".webmanifest");
      if (!fixed && (await cache.match(url))) continue;
      await cache.put(url, await read(url, onBytes, fixed ? "no-cache" : "default"));
    }
    const own = await read(page, () => {}, "no-cache");
    const text = await own.clone().text();
    if (!text.includes(`data-version="${version}"`)) throw new Error("changed while it was saved");
    await cache.put(page, own);
    await cache.put(MARK, new Response(version));
    const wanted = new Set([...files, page, MARK]);
    for (const request of await cache.keys()) {
      if (!wanted.has(request.url)) await cache.delete(request);
    }
    if ((await keptVersion()) !== version) throw new Error("removed while it was saved");
  };

  const showState = (keep, state) => {
    const kept = find("kept");
    find("save").hidden = state === "kept" || state === "saving" || state === "never";
    find("forget").hidden = state !== "kept";
    find("saving").hidden = state !== "saving";
    kept.classList.toggle("done", state === "kept");
    const texts = { kept: "saved", saving: "saving", failed: "notSaved", never: "noOffline" };
    kept.textContent = keep.dataset[texts[state]] ?? "";
    keep.hidden = false;
  };

  const saveAndShow = async (keep) => {
    const files = keep.dataset.files.split(" ").map((path) => new URL(path, page).href);
    const total = Number(keep.dataset.bytes);
    let bytes = 0;
    showState(keep, "saving");
    try {
      await save(files, (more) => {
        bytes += more;
        find("saving").value = Math.min(1, bytes / total);
      });
      showState(keep, "kept");
    } catch {
      // What was kept before stays as it was: its page still leads to its own files.
      const whole = (await keptVersion()) !== null;
      if (!whole) await caches.delete(name);
      showState(keep, whole ? "kept" : "failed");
    }
  };

  const setUp = async (keep) => {
    if (!usable) {
      showState(keep, "never");
      return;
    }
    const kept = await keptVersion();
    if (kept === null) await caches.delete(name); // what was left when a page closed while saving
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
    const gone = response.status === 404 || response.status === 410;
    if (gone || (await response.text()).includes(WITHDRAWN)) location.reload();
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
    setUp(keep).catch(() => showState(keep, "never")); // a private window, perhaps
    if (served) document.addEventListener("visibilitychange", () => lookAgain().catch(() => {}));
  } else {
    forgetWithdrawn().catch(() => {});
  }
})();
