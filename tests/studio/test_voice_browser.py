"""One's own voice in Chromium, whose microphone hears files of real speech."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Page, expect

from tests.conftest import find_tool
from tests.publish.browser import barriers, chromium, until, visiting
from tests.recordings.takes import RATE_HZ, Samples, begins_at, likeness, speak
from tests.running import run_voicecoach
from tests.studio.hands import InChromium, choose
from tests.studio.microphones import (
    MICROPHONES,
    VOICE,
    at_microphone,
    verdict,
    wait_for_mode,
    wait_for_speech,
)
from tests.studio.opened import ROUTINE, Opened, clinic, opened
from tests.studio.pictures import PICTURES, check_pictured
from voicecoach.app.studio.example import fill_example
from voicecoach.session.record import read_record
from voicecoach.voices.engines.recorded import read_set, spoken_key

pytestmark = [pytest.mark.tools, pytest.mark.voice]

LINE = "Lower."  # what is said most
PICTURE = PICTURES / "studio-voice.png"
MOST_BYTES = 120_000
_NEAR = RATE_HZ // 20


@pytest.fixture(scope="module")
def speech(shared_folder: Path, aloud: None) -> Samples:
    (shared_folder / "cache").mkdir(exist_ok=True)
    return speak(shared_folder / "cache", LINE)[LINE]


@pytest.fixture(scope="module")
def booth(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Opened]:
    """A project with a routine, and a voice that has no recordings yet."""
    folder = clinic(tmp_path_factory.mktemp("booth"), cache)
    (folder / "scripts/routines/mine.yaml").write_text(ROUTINE, encoding="utf-8")
    with opened(folder) as studio:
        assert studio.do("begin-voice", name="anna", language="en").json == {"go": VOICE}
        yield studio


def test_a_line_is_recorded_by_mouse_and_ends_in_the_session_where_it_belongs(
    booth: Opened, tmp_path: Path, speech: Samples
) -> None:
    heard = MICROPHONES["good"](speech)
    with at_microphone(booth, tmp_path / "mic.wav", heard) as page:
        expect(page.locator("#line")).to_have_text(LINE)
        expect(page.locator("#line-most")).to_contain_text("At most")
        page.get_by_role("button", name="Open the microphone").click()
        wait_for_mode(page, "ready")
        expect(page.locator("#room")).to_contain_text("quiet enough")
        processing = ("echoCancellation", "noiseSuppression", "autoGainControl")
        assert [page.evaluate(f"asked.{each}") for each in processing] == [False] * 3
        page.get_by_role("button", name="Record", exact=True).click()
        wait_for_speech(page)
        page.get_by_role("button", name="Stop", exact=True).click()
        assert "Good" in verdict(page, "good")
        assert barriers(page) == []
        assert asked_on_leaving(page) == "beforeunload", "a take that is not kept would be lost"
        page.get_by_role("button", name="Keep", exact=True).click()
        expect(page.locator("#verdict")).to_contain_text("Kept")
        expect(page.locator("#line")).not_to_have_text(LINE)
        expect(page.locator("#lines .name").first).to_have_text("You")
        expect(page.locator("#coverage .soft")).to_contain_text("1 of")
        page.get_by_role("button", name="Back", exact=True).click()
        page.get_by_role("button", name="Hear mine").click()
        until(page, "document.getElementById('audio').currentTime > 0.1")
    is_in_the_session(booth.folder, speech)


def asked_on_leaving(page: Page) -> str:
    """What somebody is asked who means to leave, and then stays."""
    with page.expect_event("dialog") as dialog:
        page.evaluate("setTimeout(() => location.reload()) && true")
    dialog.value.dismiss()
    return dialog.value.type


def is_in_the_session(folder: Path, speech: Samples) -> None:
    """Build, and find the line in the decoded session wherever the record says that it is."""
    kept = read_set(folder / "recordings/anna")
    assert kept
    own = kept.present()[spoken_key(LINE)]
    clip, _ = soundfile.read(kept.folder / own.file)
    assert likeness(clip, speech) > 0.98, "it is what was said"
    run_voicecoach("build", "mine", "--voice", "recorded:anna", cwd=folder)
    mp3 = next((folder / "audio").glob("mine*.mp3"))
    command = [find_tool("ffmpeg"), "-v", "error", "-i", str(mp3), "-f", "f32le", "-"]
    decoded = subprocess.run(command, capture_output=True, check=True).stdout
    samples = np.frombuffer(decoded, np.float32).astype(np.float64)
    cues = [cue for cue in read_record(mp3.with_suffix(".json")).content.cues if cue.text == LINE]
    assert len(cues) > 4
    for cue in cues:
        start = cue.start_ms * RATE_HZ // 1000
        around = samples[start - _NEAR : start + clip.size + _NEAR]
        assert abs(begins_at(around, clip) - _NEAR) <= RATE_HZ // 1000, "within a millisecond"
        assert np.corrcoef(samples[start : start + clip.size], clip)[0, 1] > 0.95


def test_a_line_that_begins_late_is_recorded_by_keyboard_alone(
    booth: Opened, tmp_path: Path, speech: Samples
) -> None:
    with at_microphone(booth, tmp_path / "mic.wav", MICROPHONES["late"](speech)) as page:
        keys = page.keyboard
        line = page.locator("#line").text_content()
        while page.locator("#line").text_content() != LINE:
            keys.press("ArrowLeft")
        keys.press(" ")
        wait_for_mode(page, "ready")
        keys.press(" ")
        wait_for_mode(page, "recording")
        wait_for_speech(page)
        keys.press(" ")
        assert "Good" in verdict(page, "good")
        keys.press("Enter")
        expect(page.locator("#verdict")).to_contain_text("Kept")
        keys.press("ArrowLeft")
        keys.press("ArrowDown")
        until(page, "document.getElementById('audio').currentTime > 0.1")
        keys.press("ArrowRight")
        keys.press("ArrowRight")
        expect(page.locator("#line")).not_to_have_text(line or "")
        keys.press("ArrowUp")
        until(page, "document.getElementById('audio').src !== ''")
        keys.press("Escape")
        wait_for_mode(page, "off")
    is_in_the_session(booth.folder, speech)


@pytest.mark.parametrize(
    ("name", "state", "told"),
    [
        ("clipped", "poor", "It is clipped"),
        ("noisy", "poor", "It is noisy"),
        ("silent", "bad", "Nothing is heard"),
    ],
)
def test_what_is_wrong_with_a_take_is_said_at_once(
    booth: Opened, tmp_path: Path, speech: Samples, name: str, state: str, told: str
) -> None:
    with at_microphone(booth, tmp_path / "mic.wav", MICROPHONES[name](speech)) as page:
        page.locator("#lines button", has_text=LINE).first.click()
        page.keyboard.press(" ")
        wait_for_mode(page, "ready")
        room = page.locator("#room").text_content() or ""
        assert ("will be heard" in room) == (name == "noisy")
        page.keyboard.press(" ")
        if name != "silent":
            wait_for_speech(page)
        page.keyboard.press(" ")
        assert told in verdict(page, state)
        expect(page.locator("#keep")).to_be_enabled(enabled=state == "poor")
        if name == "silent":
            released_when_hidden(page)


def released_when_hidden(page: Any) -> None:
    """No browser without a screen hides its pages: it is told that it did."""
    for event, target in (("visibilitychange", "document"), ("pagehide", "window")):
        assert page.evaluate("tracks.at(-1).readyState") == "live"
        page.evaluate("Object.defineProperty(document, 'hidden', { value: true }); 0")
        page.evaluate(f"{target}.dispatchEvent(new Event('{event}')); 0")
        assert page.evaluate("tracks.at(-1).readyState") == "ended"
        wait_for_mode(page, "off")
        if event == "visibilitychange":
            expect(page.locator("#verdict")).to_contain_text("The microphone is off")
            page.keyboard.press(" ")
            wait_for_mode(page, "ready")


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        ((), "No microphone is found"),
        (("--use-fake-device-for-media-stream",), "allow the microphone"),
    ],
)
def test_a_microphone_that_is_missing_or_refused_is_told(
    booth: Opened, flags: tuple[str, ...], told: str
) -> None:
    with chromium(*flags) as browser, visiting(browser, booth.url) as visit:
        visit.page.goto(booth.entrance)
        visit.page.goto(booth.url + VOICE)
        visit.page.locator("#record").click()
        assert told in verdict(visit.page, "bad")
        wait_for_mode(visit.page, "off")


def test_a_microphone_that_is_taken_away_while_it_records_is_told(
    booth: Opened, tmp_path: Path
) -> None:
    quiet = MICROPHONES["silent"](np.zeros(RATE_HZ))
    with at_microphone(booth, tmp_path / "mic.wav", quiet) as page:
        for _ in range(2):  # it is opened again as it was before
            page.locator("#record").click()
            wait_for_mode(page, "ready")
            page.locator("#record").click()
            wait_for_mode(page, "recording")
            page.evaluate("tracks.at(-1).dispatchEvent(new Event('ended'))")
            wait_for_mode(page, "off")
            assert "the microphone was disconnected" in verdict(page, "bad")


def test_a_voice_is_begun_by_keyboard(booth: Opened) -> None:
    with chromium() as browser, visiting(browser, booth.url) as visit:
        page = visit.page
        page.goto(booth.entrance)
        page.goto(f"{booth.url}/voice?set=")
        page.locator("#voice-name").focus()
        page.keyboard.type("anna-de")
        page.keyboard.press("Tab")
        choose(InChromium(page, booth), "Deutsch")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("Your own voice: anna-de")
        assert page.url.endswith("/voice?set=anna-de")
        expect(page.locator(".empty")).to_contain_text("not translated")
    kept = read_set(booth.folder / "recordings/anna-de")
    assert kept
    assert kept.language == "de"


@pytest.mark.slow
def test_no_width_and_no_scheme_has_barriers(booth: Opened) -> None:
    found = []
    with chromium() as browser:
        for scheme, width in product(("light", "dark"), (1280, 820)):
            size: Any = {"width": width, "height": 900}
            options: Any = {"color_scheme": scheme, "viewport": size}
            with visiting(browser, booth.url, **options) as visit:
                visit.page.goto(booth.entrance)
                for path in ("/voice?set=", VOICE):
                    visit.page.goto(booth.url + path)
                    found += [*barriers(visit.page), *barriers(visit.page, "target-size")]
                    if visit.page.evaluate("document.documentElement.scrollWidth") > width:
                        found.append(f"{path} is too wide at {width}")
                visit.check()
    assert found == []


def test_script_and_style_of_the_page_are_small(booth: Opened) -> None:
    asked = ("studio.css", "voice.css", "studio.js", "voice.js", "microphone.js", "recorder.js")
    shared = ("ask.js", "out.js", "player.js", "sure.js")
    sizes = {name: len(booth.get(f"/assets/{name}").body) for name in (*asked, *shared)}
    assert min(sizes.values()) > 0
    assert sum(sizes.values()) < MOST_BYTES, sizes


@pytest.mark.slow
def test_the_how_to_has_a_picture_of_it(
    shared_folder: Path, tmp_path: Path, cache: Path, update_golden: bool
) -> None:
    if not update_golden:
        check_pictured(PICTURE)
        return
    folder = clinic(tmp_path / "clinic", cache)
    fill_example(folder, "en")
    with opened(folder) as studio:
        studio.do("begin-voice", name="anna", language="en")
        line = "Let your breath flow."
        heard = MICROPHONES["good"](speak(shared_folder / "cache", line)[line])
        with at_microphone(studio, tmp_path / "mic.wav", heard) as page:
            page.set_viewport_size({"width": 1280, "height": 860})
            page.locator("#lines button", has_text=line).first.click()
            page.keyboard.press(" ")
            wait_for_mode(page, "ready")
            page.keyboard.press(" ")
            wait_for_speech(page)
            page.keyboard.press(" ")
            verdict(page, "good")
            page.screenshot(path=PICTURE)
