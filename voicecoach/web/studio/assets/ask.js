// Asks the studio to do something: JSON there, JSON back; what goes wrong is told to whoever looks.

import { released } from "./press.js";

const toast = document.getElementById("toast");
const MOST_ON_LEAVING = 60_000; // bytes at once that a browser still sends for a page that was left
let surviving = 0; // bytes under way that it still sends
let breaking = 0; // requests under way that it breaks off
let fading = 0;

/** Shows a sentence for a while; screen readers say it. */
export function tell(sentence) {
  clearTimeout(fading);
  toast.textContent = sentence;
  fading = setTimeout(() => (toast.textContent = ""), 8000);
}

/** Does a deed; gives back what came of it, or null where it was refused, which is told. */
export const ask = (deed, name = "", asked = {}) =>
  send(`/do/${deed}${name && `/${name}`}`, "application/json", JSON.stringify(asked));

/** Sends something; gives back what came of it, or null where it was refused, which is told. */
export async function send(address, type, body) {
  const { size } = new Blob([body]);
  const keepalive = surviving + size <= MOST_ON_LEAVING;
  if (keepalive) surviving += size;
  else breaking++;
  try {
    const answer = await fetch(address, { method: "POST", headers: { "Content-Type": type }, body, keepalive });
    const told = await answer.json();
    if (answer.ok) return told;
    tell([told.message, told.remedy].filter(Boolean).join(" "));
  } catch {
    tell(document.body.dataset.lost);
  } finally {
    if (keepalive) surviving -= size;
    else breaking--;
    await released(); // what comes of it is drawn
  }
  return null;
}

/** Whether something is under way that does not arrive where the page is left. */
export const isBreakable = () => breaking > 0;

/** Puts values into a sentence with {places}. */
export const fill = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

/** Writes a time as 1:05. */
export const clock = (ms) => {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};
