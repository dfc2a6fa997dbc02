// What was typed and not sent yet stands there again when its page is opened again.

const fields = [...document.querySelectorAll("[data-unsent]")];
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
  for (const field of fields) if (target.contains(field)) localStorage.removeItem(nameOf(field));
}, true);

// What was taken from a field otherwise than by sending its form is nothing that is to be sent.
addEventListener("pagehide", () => fields.filter(({ value }) => !value.trim()).forEach(keep));

document.addEventListener("DOMContentLoaded", () => {
  for (const field of fields) {
    field.value ||= localStorage.getItem(nameOf(field)) ?? "";
    if (field.value) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
});
