"use strict";

// Search by name: what does not match is hidden. Letters are compared without their accents.
const field = document.getElementById("search");
const none = document.getElementById("none");
const entries = [...document.querySelectorAll("main li")];

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

function search() {
  const words = plain(field.value).split(/\s+/).filter(Boolean);
  let found = 0;
  for (const entry of entries) {
    const text = plain(entry.querySelector(".title").textContent);
    entry.hidden = !words.every((word) => text.includes(word));
    found += entry.hidden ? 0 : 1;
  }
  for (const section of document.querySelectorAll("main section")) {
    section.hidden = !section.querySelector("li:not([hidden])");
  }
  none.textContent = found ? "" : none.dataset.none;
}

field.closest(".search").hidden = false;
field.addEventListener("input", search);
search(); // a browser that comes back has kept the field
