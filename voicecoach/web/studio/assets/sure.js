// What ends something is asked for twice.

import { fill } from "./ask.js";

/** Whether a button is pressed for the second time; at the first it asks, until it is left. */
export function isSure(button) {
  const words = button.firstChild;
  const said = words.textContent;
  if (button.classList.toggle("sure")) {
    words.textContent = fill(button.closest("[data-sure]").dataset.sure, { what: said });
    button.dataset.said = said;
    button.addEventListener("blur", () => button.classList.contains("sure") && isSure(button), { once: true });
    return false;
  }
  words.textContent = button.dataset.said;
  return true;
}
