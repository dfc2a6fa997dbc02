"""What a microphone hears in the tests: a room, and in it somebody who says a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile
from playwright.sync_api import Page, expect

from tests.publish.browser import chromium, until, visiting
from tests.recordings.takes import RATE_HZ, Samples, room
from tests.studio.opened import Opened

BEGINS_S = 6.0  # when it is spoken: by then the room is measured, on a busy machine too
LATE_S = 8.5
VOICE = "/voice?set=anna"

Microphone = Callable[[Samples], Samples]


def _in_room(speech: Samples, room_db: float, at_s: float = BEGINS_S) -> Samples:
    start = round(at_s * RATE_HZ)
    heard = room(at_s + speech.size / RATE_HZ + 2, room_db)
    heard[start : start + speech.size] += speech
    return heard


MICROPHONES: Mapping[str, Microphone] = {
    "good": lambda speech: _in_room(0.7 * speech, -70),
    "clipped": lambda speech: np.clip(_in_room(20 * speech, -70), -1, 1),
    "noisy": lambda speech: _in_room(0.7 * speech, -40),
    "silent": lambda speech: _in_room(0 * speech, -75),
    "late": lambda speech: _in_room(0.7 * speech, -70, LATE_S),
}


@contextmanager
def at_microphone(studio: Opened, file: Path, heard: Samples) -> Iterator[Page]:
    """The page of a voice; what its microphone hears begins when that is opened."""
    soundfile.write(file, heard, RATE_HZ, subtype="PCM_16")
    fake = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}%noloop",
    )
    with chromium(*fake) as browser, visiting(browser, studio.url) as visit:
        visit.page.add_init_script(_NOTE_TRACKS)
        visit.page.goto(studio.entrance)
        visit.page.goto(studio.url + VOICE)
        yield visit.page
        visit.check()


_NOTE_TRACKS = """
window.tracks = [];
const media = navigator.mediaDevices;
const open = media.getUserMedia.bind(media);
media.getUserMedia = async (asked) => {
  const stream = await open(asked);
  window.asked = asked.audio;
  window.tracks.push(...stream.getTracks());
  return stream;
};
"""


def wait_for_mode(page: Page, mode: str) -> None:
    """Wait until the page is recording, or ready to."""
    until(page, f"document.getElementById('booth').dataset.mode === '{mode}'")


def wait_for_speech(page: Page) -> None:
    """Wait until somebody has spoken."""
    level = "getComputedStyle(document.getElementById('level')).getPropertyValue('--level')"
    until(page, f"{level} > 0.66")
    until(page, f"{level} < 0.5")


def verdict(page: Page, state: str) -> str:
    """What is said of a take, once it is."""
    shown = page.locator("#verdict")
    expect(shown).to_have_attribute("data-state", state)
    return shown.text_content() or ""
