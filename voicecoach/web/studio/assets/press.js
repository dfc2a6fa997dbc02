// What is pressed stays where it is: what is drawn under a press would move away from it.

const LONGEST_MS = 1000; // what lasts longer drags or chooses
let pressed = Promise.resolve();
let release = () => {};

// Heard behind all others: what is held in its own way is redrawn while it is.
addEventListener("pointerdown", (event) => {
  if (event.button || !event.isPrimary || event.defaultPrevented) return;
  pressed = new Promise((resolve) => (release = resolve));
  setTimeout(release, LONGEST_MS);
});
for (const ending of ["pointerup", "pointercancel"]) {
  addEventListener(ending, () => setTimeout(release)); // the click comes first
}

/** Waits until a press that goes on is over. */
export const released = () => pressed;
