// A recording that is no file: laid together here, from a small plan and from sounds that many
// recordings share. The page and the service worker both use it. Every file is checked by its
// CRC-32, and the plan by its own: what is damaged is fetched again, and else nothing is heard.
"use strict";
const Splice = (() => {
  const BLOCK_BYTES = 131072;

  class Fault extends Error {
    constructor(kind) {
      super(kind);
      this.kind = kind;
    }
  }

  const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });

  const crc32 = (bytes) => {
    let crc = 0xffffffff;
    for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
    return (crc ^ 0xffffffff) >>> 0;
  };

  const kept = async (url) => self.caches?.match(url, { ignoreVary: true }).catch(() => undefined);

  const ask = async (url, cache) => {
    let response;
    try {
      response = await fetch(url, { cache });
    } catch {
      throw new Fault(navigator.onLine ? "stalled" : "offline");
    }
    if (response.status === 404 || response.status === 410) throw new Fault("gone");
    if (!response.ok) throw new Fault("failed");
    return response;
  };

  // The first that is right of what was kept on the phone, what the browser remembers, and what the
  // host has now.
  const read = async (url, check) => {
    const ways = [() => kept(url), () => ask(url, "default"), () => ask(url, "reload")];
    let fault = new Fault("gone");
    for (const way of ways) {
      try {
        const response = await way();
        if (response) return await check(response);
      } catch (error) {
        fault = error instanceof Fault ? error : new Fault("short");
      }
    }
    throw fault;
  };

  const inflated = async (response) => {
    const stream = response.body.pipeThrough(new DecompressionStream("deflate"));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const end = 4 + new DataView(bytes.buffer).getUint32(0, true);
    const told = JSON.parse(new TextDecoder().decode(bytes.subarray(4, end)));
    return { ...told, own: bytes.subarray(end) };
  };

  // A recording by the address of its plan: its size, and any stretch of it.
  const open = async (planUrl) => {
    const { size, files, sources, runs, own } = await read(planUrl, inflated);
    const [which, offsets, lengths] = runs;
    const begins = new Array(which.length);
    let total = 0;
    for (let index = 0; index < which.length; index += 1) {
      begins[index] = total;
      total += lengths[index];
    }
    if (total !== size) throw new Fault("short");

    const checked = ([, bytes, crc], content) => {
      if (content.length !== bytes || crc32(content) !== crc) throw new Fault("short");
      return content;
    };
    const fetchFile = (file) =>
      read(new URL(file[0], planUrl).href, async (response) =>
        checked(file, new Uint8Array(await response.arrayBuffer())),
      );
    const held = new Map([[0, Promise.resolve().then(() => checked(files[0], own))]]);
    const contentOf = (number) => {
      if (!held.has(number)) {
        const content = fetchFile(files[number]);
        content.catch(() => held.delete(number)); // it may be there the next time
        held.set(number, content);
      }
      return held.get(number);
    };

    const runAt = (place) => {
      let low = 0;
      let high = which.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (begins[middle] <= place) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    };

    // The bytes from one place up to another. A run reads its source on and on, round and round.
    const stretch = async (start, stop) => {
      const filled = new Uint8Array(stop - start);
      let at = start;
      for (let index = runAt(start); at < stop; index += 1) {
        const [number, first, length] = sources[which[index]];
        const content = await contentOf(number);
        const end = Math.min(stop, begins[index] + lengths[index]);
        while (at < end) {
          const phase = (offsets[index] + at - begins[index]) % length;
          const more = Math.min(length - phase, end - at);
          filled.set(content.subarray(first + phase, first + phase + more), at - start);
          at += more;
        }
      }
      return filled;
    };

    return { size, stretch };
  };

  // All of it, telling how many bytes are there.
  const whole = async (planUrl, onBytes) => {
    const { size, stretch } = await open(planUrl);
    const parts = [];
    for (let at = 0; at < size; at += BLOCK_BYTES) {
      parts.push(await stretch(at, Math.min(at + BLOCK_BYTES, size)));
      onBytes(parts.at(-1).length);
    }
    return new Blob(parts, { type: "audio/mpeg" });
  };

  return { BLOCK_BYTES, Fault, open, whole };
})();
