// Answers for sessions that were kept on the phone: from the phone, but for the page itself, which
// comes from the network while there is one, so that a withdrawn session is seen to be withdrawn.
"use strict";

const PATIENCE_MS = 4000; // for a network that is there and does not answer
const OURS = '<meta name="voicecoach"'; // on each page: others come from a Wi-Fi's sign-in, perhaps
const WITHDRAWN = '<meta name="voicecoach" content="withdrawn">'; // offline.js looks for the same
const ROOT = new URL("./", self.location.href);
const ASSETS = new URL(self.ASSETS, ROOT); // shared with other sites of the place, perhaps
const FAMILY = `:${ROOT.pathname}:`;
const PREFIX = `voicecoach-1${FAMILY}`; // offline.js names them the same; the number is the format's

const SESSION = /^s\/([^/]+)\/(.*)$/;
const LAID = /^[0-9a-f]{16}\.[0-9a-f]{12}\.mp3$/; // a recording that is no file: splice.js makes it
const MOST_HELD = 2; // recordings whose sounds are held while they are heard

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  const isShared = url.href.startsWith(ASSETS.href);
  if (isShared || url.href.startsWith(ROOT.href)) answer(event, url, isShared);
});

function answer(event, url, isShared) {
  const path = url.pathname.slice(ROOT.pathname.length); // of what lies below the root
  const [, slug, file] = (!isShared && SESSION.exec(path)) || [];
  const place = `s/${slug}/`;
  if (isShared) event.respondWith(answerFile(event.request));
  else if (slug && (file === "" || file === "index.html")) event.respondWith(answerPage(event, place));
  else if (slug && file === "handout.html") event.respondWith(answerPage(event, path));
  else if (path === "" || path === "index.html") event.respondWith(answerPage(event, "index.html"));
  else if (slug && LAID.test(file)) event.respondWith(answerLaid(event.request));
  else if (slug) event.respondWith(answerFile(event.request));
}

async function takeOver() {
  const old = (key) => /^voicecoach-\d+$/.test(key.split(":")[0]) && key.includes(FAMILY);
  const keys = await caches.keys();
  await Promise.all(
    keys.filter((key) => old(key) && !key.startsWith(PREFIX)).map((key) => caches.delete(key)),
  );
  await self.clients.claim();
}

// A page: from the network, and from the phone when that fails or takes too long.
async function answerPage(event, path) {
  const kept = await keptPage(path);
  if (!kept) return fetch(event.request);
  const fresh = freshPage(event.request, path);
  event.waitUntil(fresh.catch(() => {}));
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  try {
    return (await Promise.race([fresh, patience])) ?? kept;
  } catch {
    return kept;
  }
}

// Where a page is kept: in its session, and the index in each session that was kept.
async function cachesWith(url) {
  const found = [];
  for (const key of await caches.keys()) {
    if (!key.startsWith(PREFIX)) continue;
    const cache = await caches.open(key);
    if (await cache.match(url)) found.push([key, cache]);
  }
  return found;
}

async function keptPage(path) {
  const url = new URL(path, ROOT).href;
  const [first] = await cachesWith(url);
  return first?.[1].match(url);
}

// Only a page that says that it is withdrawn takes what was kept with it: a host that has lost a
// page for a minute, or a sign-in page in its place, takes nothing.
async function freshPage(request, path) {
  const response = await fetch(request.url, { cache: "no-cache" });
  const text = await response.text();
  if (!response.ok || !text.includes(OURS)) throw new Error(`${response.status}`);
  const url = new URL(path, ROOT).href;
  const type = response.headers.get("content-type") ?? "text/html; charset=utf-8";
  // A new response, for one that was redirected is refused as the answer to a visit.
  const fresh = () => new Response(text, { headers: { "content-type": type } });
  for (const [key, cache] of await cachesWith(url)) {
    if (text.includes(WITHDRAWN)) await caches.delete(key);
    else if (path.endsWith(".html")) await cache.put(url, fresh());
  }
  return fresh();
}

// A file that is named by its content: from the phone, and from the network when it is not there.
async function answerFile(request) {
  const kept = await caches.match(request.url, { ignoreVary: true });
  if (!kept) return fetch(request);
  const range = request.headers.get("range");
  return range ? slice(kept, range) : kept;
}

// The part of a file that a player asks for; iPhones play nothing that ignores it.
async function slice(response, range) {
  const type = response.headers.get("content-type") ?? "application/octet-stream";
  const blob = await response.blob();
  return answerRange(range, blob.size, type, (start, stop) => blob.slice(start, stop, type));
}

// What a player is answered that asks for a part, or for all.
async function answerRange(range, size, type, bodyOf) {
  const headers = { "accept-ranges": "bytes", "content-type": type };
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range?.trim() ?? "") ?? [];
  if (!first && !last) {
    headers["content-length"] = String(size);
    return new Response(await bodyOf(0, size), { headers });
  }
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1;
  if (start > end) {
    return new Response(null, { status: 416, headers: { "content-range": `bytes */${size}` } });
  }
  headers["content-length"] = String(end - start + 1);
  headers["content-range"] = `bytes ${start}-${end}/${size}`;
  const body = await bodyOf(start, end + 1);
  return new Response(body, { status: 206, statusText: "Partial Content", headers });
}

const opened = new Map();

function laid(planUrl) {
  const known = opened.get(planUrl) ?? Splice.open(planUrl);
  opened.delete(planUrl);
  opened.set(planUrl, known); // the last that was heard stays the longest
  known.catch(() => opened.delete(planUrl));
  for (const url of opened.keys()) {
    if (opened.size > MOST_HELD) opened.delete(url);
  }
  return known;
}

// A recording that is laid together here. What is lost at its beginning is seen before the answer
// is begun; what is lost later breaks it off: a player that gets no more says so, or asks again.
async function answerLaid(request) {
  try {
    const { size, stretch } = await laid(request.url.split("#")[0].replace(/mp3$/, "plan"));
    const blockAt = (at, stop) => stretch(at, Math.min(at + Splice.BLOCK_BYTES, stop));
    return await answerRange(request.headers.get("range"), size, "audio/mpeg", async (start, stop) => {
      let next = blockAt(start, stop);
      let at = start;
      await next;
      return new ReadableStream({
        async pull(controller) {
          const block = await next;
          at += block.length;
          next = at < stop ? blockAt(at, stop) : null;
          next?.catch(() => {}); // which is seen when it is this one's turn
          controller.enqueue(block);
          if (!next) controller.close();
        },
      });
    });
  } catch (error) {
    const status = { gone: 404 }[error.kind] ?? 503;
    return new Response("", { status });
  }
}
