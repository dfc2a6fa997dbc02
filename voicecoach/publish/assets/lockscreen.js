// The lock screen, and buttons on headphones.
"use strict";
const LockScreen = (() => {
  const session = navigator.mediaSession;
  // iPhones have room for two buttons beside play, and give it to seeking where that is offered;
  // only there the navigator says whether the page was opened from the home screen.
  const hasTwoButtons = "standalone" in navigator && navigator.maxTouchPoints > 1;

  const handle = (actions) => {
    for (const [action, handler] of Object.entries(actions)) {
      const isSeeking = action === "seekbackward" || action === "seekforward";
      try {
        session?.setActionHandler(action, hasTwoButtons && isSeeking ? null : handler);
      } catch {
        // An action that this browser does not know.
      }
    }
  };

  const showWhat = (doing) => {
    if (!session || !window.MediaMetadata) return;
    const { title, album } = document.getElementById("audio").dataset;
    const { src } = document.getElementById("cover"); // browsers take no cover from disk
    const cover = { src, sizes: "1000x1000", type: "image/png" };
    const artwork = src.startsWith("http") ? [cover] : [];
    session.metadata = new MediaMetadata({ title, artist: doing, album, artwork });
  };

  const showWhere = (ms, total) => {
    const where = { duration: total / 1000, playbackRate: 1, position: ms / 1000 };
    try {
      session?.setPositionState?.(where);
    } catch {
      // An old browser: its lock screen shows no place.
    }
  };

  const showPlaying = (isPlaying) => {
    if (session) session.playbackState = isPlaying ? "playing" : "paused";
  };

  return { handle, showWhat, showWhere, showPlaying };
})();
