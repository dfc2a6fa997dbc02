"use strict";

const entries = [...document.querySelectorAll("main li")];

// What was begun, and what is on the phone: only this phone knows.

const SITE = new URL("./", location.href).pathname;

function reads(key) {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false; // storage is switched off
  }
}

async function mark() {
  const names = "caches" in window ? await caches.keys().catch(() => []) : [];
  for (const entry of entries) {
    const { id, slug } = entry.dataset;
    entry.querySelector(".begun").hidden = !reads(`voicecoach:${id}`);
    // As offline.js names them; the number is the format's.
    const ending = `:${SITE}:${slug}`;
    entry.querySelector(".kept").hidden = !names.some((name) => name.endsWith(ending));
  }
}

window.addEventListener("pageshow", mark); // also when one comes back to it

// Search: what does not match is hidden. Letters are compared without their accents.

const field = document.getElementById("search");
const none = document.getElementById("none");

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

function search() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const entry of entries) {
    const text = plain(`${entry.querySelector(".title").textContent} ${entry.dataset.words}`);
    entry.hidden = !words.every((word) => text.includes(word));
    found += entry.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll("main section")) {
    section.hidden = !section.querySelector("li:not([hidden])");
  }
  none.textContent = found ? "" : none.dataset.none;
}

if (field) {
  field.closest(".search").hidden = false;
  field.addEventListener("input", search);
  search(); // a browser that comes back has kept the field
}
