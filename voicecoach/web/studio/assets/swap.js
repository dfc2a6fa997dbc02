// Fills parts of a page anew, and leaves somebody who types, chooses or reads there alone.

import { Idiomorph } from "./idiomorph.js";

let known = ""; // what the field with the focus said when it got it, was last sent, or filled anew

/** Takes what the field with the focus says as nothing that is still being typed. */
export const settle = () => (known = document.activeElement.value);

document.addEventListener("focusin", settle);
document.addEventListener("change", ({ target }) => target === document.activeElement && settle(), true);

/** Whether something is being typed that was not sent yet. */
export function isTyping() {
  const { activeElement: at } = document;
  return at.matches("input, textarea") && at.value !== known;
}

/** Whether a field says what it was filled with; what is no field does. */
const asFilled = ({ value, defaultValue, checked, defaultChecked, options }) =>
  options
    ? [...options].every((each) => each.selected === each.defaultSelected)
    : value === defaultValue && checked === defaultChecked;

/** Whether an element is there already, and nothing in it was typed or chosen since. */
const isThere = (node, made) =>
  node.isEqualNode(made) && [node, ...node.querySelectorAll("input, select, textarea")].every(asFilled);

const ways = {
  beforeAttributeUpdated: (name, _, how) => name !== "open" || how !== "remove", // what is open stays open
  beforeNodeMorphed: (node, made) => !node.firstElementChild || !isThere(node, made),
};

/**
 * Fills an element with what the studio has made for it.
 *
 * What was there stays the very same elements: focus, caret, what is being typed, an open list, and
 * the browser's own undo are not touched. What is open stays open, and so does what holds the focus.
 */
export function swap(place, html) {
  const { body } = new DOMParser().parseFromString(`<body>${html}`, "text/html");
  const [typing, had, { id }] = [isTyping(), known, document.activeElement];
  let around = id && body.querySelector(`#${CSS.escape(id)}`);
  while ((around = around?.parentElement)) around.toggleAttribute("open", around.matches("details"));
  Idiomorph.morph(place, body.childNodes, { morphStyle: "innerHTML", ignoreActiveValue: typing, callbacks: ways });
  if (typing) known = had;
  else settle();
}

/** Gives the focus to the first of these that can have it; where none can, it stays where it is. */
export function focusOn(...ids) {
  ids.map((id) => document.getElementById(id)).find((each) => each && !each.disabled)?.focus();
}
