"""The studio, from inside its page: how long an edit takes to its effect, and a session to sound.

Chromium writes `daily` in full guidance, with the program behind it; times are those of the page's
own clock, from the event of an edit to the page's new layout.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.taken import VOICECOACH, Result, environment

EDITS = 50
_EDIT_MS, _FIRST_MS, _LOAD_MS, _SOUND_MS, _BYTES = 100, 300, 1000, 500, 120_000
_FLAGS = ("--no-sandbox", "--disable-gpu", "--autoplay-policy=no-user-gesture-required")
_SETTINGS = 'voice = "silent"\nlanguage = "en"\n'
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/open\?token=\S+")
_CHANGED = """
async ([kind, number]) => {
  const shown = new Promise((done) => {
    const observer = new MutationObserver(() => { observer.disconnect(); done(); });
    const all = { subtree: true, childList: true, characterData: true, attributes: true };
    observer.observe(document.getElementById("routine"), all);
  });
  const text = document.getElementById("text");
  const doses = "#steps [data-field=reps], #steps [data-field=hold]";
  const fields = [...document.querySelectorAll(doses)]
    .filter((each) => /^[0-9]+s?$/.test(each.value || each.placeholder));
  const field = fields[number % fields.length];
  const begun = performance.now();
  if (kind === "text") {
    text.value = text.value.replace(/(title: [^\\n]*?) ?[0-9]*\\n/, `$1 ${number}\\n`);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  } else {
    const had = field.value || field.placeholder;
    field.value = had.replace(/[0-9]+/, (n) => 5 + (Number(n) + 1) % 4);
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  await shown;
  document.body.offsetHeight; // laid out
  return performance.now() - begun;
}
"""
_HEARD = """
() => new Promise((done) => {
  const begun = performance.now();
  const audio = document.getElementById("audio");
  audio.addEventListener("playing", () => done(performance.now() - begun), { once: true });
  document.getElementById("play-all").click();
})
"""
_LOADED = """
() => {
  const all = performance.getEntriesByType("resource");
  const own = all.filter((each) => /\\.(js|css)/.test(each.name));
  const bytes = own.reduce((sum, each) => sum + each.decodedBodySize, 0);
  return [performance.getEntriesByType("navigation")[0].loadEventEnd, bytes];
}
"""


def measured_studio(edits: int = EDITS) -> Iterator[Result]:
    """Measure every claim.

    Args:
        edits: how many, half of them of fields and half of the text.
    """
    import psutil
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or sys.exit("Chromium is not installed.")
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*_FLAGS])
        with _opened(Path(scratch) / "clinic") as (entrance, process):
            page = browser.new_page()
            page.set_default_timeout(120_000)
            page.goto(entrance)
            page.goto(entrance.partition("/open")[0] + "/routines/daily")
            page.wait_for_timeout(500)  # as long as it takes to find the field
            load_ms, size = page.evaluate(_LOADED)
            first_ms = page.evaluate(_CHANGED, ["field", 0])
            server = psutil.Process(process.pid)
            before_s = _cpu_s(server)
            kinds = ["field" if number % 2 else "text" for number in range(edits)]
            taken_ms = [page.evaluate(_CHANGED, [kind, n]) for n, kind in enumerate(kinds)]
            cpu_ms = (_cpu_s(server) - before_s) / edits * 1000
            sound_ms = _sound_ms(page)
        browser.close()
    late_ms = quantiles(taken_ms, n=20)[18]
    said = f"{late_ms:.0f} ms; median {median(taken_ms):.0f} ms"
    said += f", of the program {cpu_ms:.0f} ms of processor time"
    what = f"an edit of `daily` to its effect, p95 of {edits}"
    yield _result(what, said, late_ms, _EDIT_MS, "ms")
    yield _result("the first edit after the start", f"{first_ms:.0f} ms", first_ms, _FIRST_MS, "ms")
    yield _result("its page, loaded", f"{load_ms:.0f} ms", load_ms, _LOAD_MS, "ms")
    yield _result("script and style of that page", f"{size / 1000:.0f} kB", size, _BYTES, "bytes")
    said = f"{sound_ms:.0f} ms"
    yield _result("to sound, of what is spoken already", said, sound_ms, _SOUND_MS, "ms")


def _result(claim: str, measured: str, value: float, most: float, unit: str) -> Result:
    return Result(claim, measured, value / most, f"under {most:,} {unit}", value < most)


def _sound_ms(page: Any) -> float:
    """From the button to sound, when all is spoken: it is spoken before, and heard twice."""
    page.evaluate(_HEARD)
    while not page.evaluate("document.getElementById('told').textContent === ''"):
        page.wait_for_timeout(200)
    return median(float(page.evaluate(_HEARD)) for _ in range(5))


def _cpu_s(process: Any) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@contextmanager
def _opened(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Open the studio of a new project; gives the address that lets one in."""
    (folder / "scripts").mkdir(parents=True)
    (folder / "voicecoach.toml").write_text(_SETTINGS, encoding="utf-8")
    home = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"), str(folder.parent))
    process = subprocess.Popen(
        [*VOICECOACH, "studio", "--no-open", "--port", "0", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment() | {"PYTHONUNBUFFERED": "1"} | home,
    )
    with process:
        try:
            assert process.stdout
            found = None
            while not found:
                found = re.search(
                    r"http://127\.0\.0\.1:\d+/open\?token=\S+", process.stdout.readline()
                )
            yield found[0], process
        finally:
            process.terminate()


def main() -> None:
    """Try it by itself: `python -m bench.studio`."""
    for result in measured_studio():
        print(f"{'holds ' if result.holds else 'FAILS '} {result.claim}: {result.measured}")


if __name__ == "__main__":
    main()
