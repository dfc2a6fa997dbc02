// Where the steps of a routine and the stages of a programme are by now, whatever waits meanwhile.

/**
 * Gives what follows the parts of a page while others come before them, go, or change their order.
 *
 * What is asked for names a part by its path in what is shown. The studio answers where the parts
 * that the page knew are now, by their ids: what still waits is sent with the path of that time, and
 * what is shown stays the very same elements. A part that is gone has no path.
 */
export function places() {
  const told = [];
  let shown = 0;

  const follow = (id, since) => told.slice(since).reduce((at, places) => places[at] ?? "", id);

  /** Notes what the studio has answered. */
  const note = (places) => places && told.push(places);

  /** Gives what says where a path is by then that leads to what is shown at an element. */
  function lead(element, path) {
    const since = shown;
    const part = element.closest("[data-place]");
    if (!part) return () => path;
    const inside = path.slice(part.dataset.place.split("-").length);
    return () => {
      const id = part.dataset.place && follow(part.dataset.place, since);
      return id && [...id.split("-").map((key) => (/^\d+$/.test(key) ? Number(key) : key)), ...inside];
    };
  }

  /** Gives all that is shown the ids of now; gives the parts that are gone. */
  function rename(page) {
    const parts = [...page.querySelectorAll("[data-place]")];
    const moves = parts.map((part) => [part, part.dataset.place, follow(part.dataset.place, shown)]);
    shown = told.length;
    for (const [part, from, to] of moves) {
      part.dataset.place = to;
      for (const each of [part, ...part.querySelectorAll("[id]")]) {
        if (to && (each.id === from || each.id.startsWith(`${from}-`))) each.id = to + each.id.slice(from.length);
      }
    }
    return parts.filter((part) => !part.dataset.place);
  }
  return { note, lead, rename };
}
