// What was typed and not sent yet stands there again when its page is opened again.

const nameOf = (field) => `unsent ${location.pathname} ${field.id}`;

/** Keeps what a field says in this browser; nothing of an empty one. */
function keep(field) {
  if (field.value.trim()) localStorage.setItem(nameOf(field), field.value);
  else localStorage.removeItem(nameOf(field));
}

// A form that was sent is emptied; what is refused stands there again, and is kept when it is left.
for (const kind of ["input", "focusout"]) {
  document.addEventListener(kind, ({ target }) => target.matches("[data-unsent]") && keep(target));
}
document.addEventListener("submit", ({ target }) => {
  for (const field of target.querySelectorAll("[data-unsent]")) localStorage.removeItem(nameOf(field));
}, true);

document.addEventListener("DOMContentLoaded", () => {
  for (const field of document.querySelectorAll("[data-unsent]")) {
    field.value ||= localStorage.getItem(nameOf(field)) ?? "";
    if (field.value) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
