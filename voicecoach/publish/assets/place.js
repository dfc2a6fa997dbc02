// Where one stopped, kept on the phone alone, and where one goes on from there.
"use strict";
const Place = (() => {
  const AWAY_MS = 120000; // after this one has got up, and is told how to lie down again
  const KEY = `voicecoach:${document.body.dataset.id}`;

  const keep = (ms) => {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ms: Math.round(ms), at: Date.now() }));
    } catch {
      // A browser may refuse to keep anything: then one starts at the beginning.
    }
  };

  const forget = () => {
    try {
      localStorage.removeItem(KEY);
    } catch {
      // Nothing was kept.
    }
  };

  const kept = (total) => {
    try {
      const { ms, at } = JSON.parse(localStorage.getItem(KEY));
      return ms >= 0 && ms < total && at > 0 ? { ms, at } : null;
    } catch {
      return null;
    }
  };

  const dayOf = (ms) => new Date(ms).toDateString();
  const isAnotherDay = (at) => dayOf(at) !== dayOf(Date.now());
  const isLongAgo = (at) => Date.now() - at > AWAY_MS;

  return { keep, forget, kept, isAnotherDay, isLongAgo };
})();
