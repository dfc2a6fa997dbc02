// A page is left when what was typed in it is on its way.

import { isBreakable } from "./ask.js";
import { isTyping } from "./swap.js";

/** Has what is being typed in the field with the focus sent, as if that was left. */
export function sendTyped() {
  const field = document.activeElement;
  if (!isTyping()) return;
  field.blur();
  field.focus({ preventScroll: true });
}

/** Whether a press on a link leads from this page to another, in its place. */
function leads(link, event) {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return false;
  const elsewhere = link.href.split("#")[0] !== location.href.split("#")[0];
  return elsewhere && link.origin === location.origin && !link.target && !link.hasAttribute("download");
}

/**
 * Lets nobody leave before what was typed is sent: a link is followed behind all that waits. Who
 * closes or reloads the page is asked by the browser, where something could not be sent yet.
 * @param queue see `inOrder`
 * @param flush sends what was typed
 */
export function sendsFirst({ idle, count }, flush = sendTyped) {
  addEventListener("beforeunload", (event) => {
    flush();
    if (count() > 1 || isBreakable()) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => document.hidden && flush());
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || !leads(link, event)) return;
    flush();
    if (!count()) return;
    event.preventDefault();
    await idle();
    location.assign(link.href);
  });
}
