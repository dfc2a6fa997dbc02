// Answers for sessions that were kept on the phone: from the phone, but for the page itself, which
// comes from the network while there is one, so that a withdrawn session is seen to be withdrawn.
"use strict";

const PATIENCE_MS = 4000; // for a network that is there and does not answer
const WITHDRAWN = '<meta name="voicecoach" content="withdrawn">'; // offline.js looks for the same
const ROOT = new URL("./", self.location.href);
const FAMILY = `:${ROOT.pathname}:`;
const PREFIX = `voicecoach-1${FAMILY}`; // offline.js names them the same; the number is the format's

const SESSION = /^s\/([^/]+)\/(.*)$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(ROOT.href)) return;
  const path = url.pathname.slice(ROOT.pathname.length);
  const [, slug, file] = SESSION.exec(path) ?? [];
  if (slug && (file === "" || file === "index.html")) event.respondWith(answerPage(event, slug));
  else if (slug || path.startsWith("assets/")) event.respondWith(answerFile(event.request));
});

async function takeOver() {
  const old = (key) => /^voicecoach-\d+$/.test(key.split(":")[0]) && key.includes(FAMILY);
  const keys = await caches.keys();
  await Promise.all(
    keys.filter((key) => old(key) && !key.startsWith(PREFIX)).map((key) => caches.delete(key)),
  );
  await self.clients.claim();
}

// The page: from the network, and from the phone when that fails or takes too long.
async function answerPage(event, slug) {
  const kept = await keptPage(slug);
  if (!kept) return fetch(event.request);
  const fresh = freshPage(event.request, slug);
  event.waitUntil(fresh.catch(() => {}));
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  try {
    return (await Promise.race([fresh, patience])) ?? kept;
  } catch {
    return kept;
  }
}

async function keptPage(slug) {
  if (!(await caches.has(PREFIX + slug))) return undefined;
  const cache = await caches.open(PREFIX + slug);
  return cache.match(new URL(`s/${slug}/`, ROOT).href);
}

// A page that is gone or says that it is withdrawn takes what was kept with it.
async function freshPage(request, slug) {
  const response = await fetch(request.url, { cache: "no-cache" });
  if (response.status >= 500) throw new Error(`${response.status}`);
  const text = await response.text();
  const gone = response.status === 404 || response.status === 410;
  if (gone || (response.ok && text.includes(WITHDRAWN))) await caches.delete(PREFIX + slug);
  // A new response, for one that was redirected is refused as the answer to a visit.
  const { status, statusText } = response;
  const type = response.headers.get("content-type") ?? "text/html; charset=utf-8";
  return new Response(text, { status, statusText, headers: { "content-type": type } });
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
  const size = blob.size;
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? [];
  if (!first && !last) return new Response(blob, { headers: { "content-type": type } });
  const start = first ? Number(first) : Math.max(0, size - Number(last));
  const end = first && last ? Math.min(Number(last), size - 1) : size - 1;
  if (start > end) {
    return new Response(null, { status: 416, headers: { "content-range": `bytes */${size}` } });
  }
  return new Response(blob.slice(start, end + 1, type), {
    status: 206,
    statusText: "Partial Content",
    headers: {
      "accept-ranges": "bytes",
      "content-length": String(end - start + 1),
      "content-range": `bytes ${start}-${end}/${size}`,
      "content-type": type,
    },
  });
}
