// Asks for one thing after the other.

/**
 * Gives what sends something behind all that was sent before, what waits until nothing waits, and
 * what says how much was not answered yet: all but the first was not even sent.
 *
 * What is told while more waits is older than what somebody sees by then, and is drawn with what
 * comes next. Only what was undone, or changed elsewhere, is drawn at once: what waits is asked of it.
 * @param draw is given the newest of each part that was told and not drawn yet
 */
export function inOrder(draw) {
  let last = Promise.resolve();
  let waiting = 0;
  let news = {};

  async function idle() {
    while (waiting) await last;
  }

  /** Gives what was told once that is drawn. */
  async function send(asked) {
    waiting++;
    const done = last.then(async () => {
      const told = await asked().finally(() => waiting--);
      news = { ...news, ...told };
      if (waiting && !news.moved && !news.elsewhere) return told;
      const now = news;
      news = {};
      draw(now);
      return told;
    });
    last = done.catch(() => null);
    const told = await done;
    await idle();
    return told;
  }
  return { send, idle, count: () => waiting };
}
