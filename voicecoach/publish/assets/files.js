// Files from the network, read to their end and checked: nothing short or false counts as whole.
"use strict";
const Files = (() => {
  class Fault extends Error {
    constructor(kind) {
      super(kind);
      this.kind = kind;
    }
  }

  const ask = async (url, options) => {
    let response;
    try {
      response = await fetch(url, options);
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Fault(navigator.onLine ? "stalled" : "offline");
    }
    if (response.status === 404 || response.status === 410) throw new Fault("gone");
    if (!response.ok) throw new Fault("failed");
    return response;
  };

  // Read a file to its end, telling how many bytes have come.
  const read = async (url, { onBytes = () => {}, signal, cache = "default" } = {}) => {
    const response = await ask(url, { cache, signal });
    const type = response.headers.get("content-type") ?? "";
    const isPage = new URL(url).pathname.match(/(\/|\.html)$/);
    if (type.startsWith("text/html") && !isPage) throw new Fault("wrong");
    const reader = response.body.getReader();
    const chunks = [];
    for (;;) {
      let part;
      try {
        part = await reader.read();
      } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new Fault(navigator.onLine ? "short" : "offline");
      }
      if (part.done) return new Blob(chunks, { type });
      chunks.push(part.value);
      onBytes(part.value.length);
    }
  };

  // What is wrong with a file, without reading it to its end.
  const look = async (url) => {
    const stop = new AbortController();
    try {
      const response = await ask(url, { cache: "no-store", signal: stop.signal });
      const type = response.headers.get("content-type") ?? "";
      return type.startsWith("text/html") ? "wrong" : null;
    } catch (error) {
      return error.kind ?? "failed";
    } finally {
      stop.abort();
    }
  };

  const digest = async (blob) => {
    const sum = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // Whether a file is what it should be; browsers give no digest at an address that is not safe.
  const isRight = async (blob, { bytes, sha256 }) =>
    blob.size === bytes && (!window.crypto?.subtle || (await digest(blob)).startsWith(sha256));

  // The service worker of a site; what it answers with is asked of the host each time.
  const worker = (site) =>
    navigator.serviceWorker.register(new URL("sw.js", site), {
      scope: site.href,
      updateViaCache: "none",
    });

  return { Fault, read, look, digest, isRight, worker };
})();
