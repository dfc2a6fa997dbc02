"""The studio in Firefox: each task, by mouse and by keyboard alone, in one window."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.publish.firefox import WITH_MICROPHONE, Firefox, firefox, sound_output
from tests.studio import tasks, writing_tasks
from tests.studio.hands import Hand, InFirefox, reach
from tests.studio.opened import ROUTINE, Opened, clinic, opened

pytestmark = pytest.mark.tools


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """One Firefox for all tasks, with a microphone that hears a tone."""
    folder = tmp_path_factory.mktemp("firefox")
    with (
        sound_output(folder / "sound") as output,
        firefox(folder / "profile", WITH_MICROPHONE, output) as window,
    ):
        yield window


@pytest.fixture(scope="module")
def studio(
    tmp_path_factory: pytest.TempPathFactory, cache: Path, window: Firefox
) -> Iterator[Opened]:
    """One studio for all tasks; each makes something of a name of its own."""
    folder = clinic(tmp_path_factory.mktemp("clinic"), cache)
    (folder / "scripts/routines/mine.yaml").write_text(ROUTINE, encoding="utf-8")
    with opened(folder) as studio:
        window.open(studio.entrance)
        yield studio


@pytest.fixture
def hand(window: Firefox, studio: Opened) -> Iterator[Hand]:
    """Does a task in Firefox; there are no patients yet, and no routine but one."""
    yield InFirefox(window, studio)
    made = (*studio.folder.glob("scripts/routines/*"), *studio.folder.glob("*.csv"))
    for file in made:
        if file.name != "mine.yaml":
            file.unlink()
    shutil.rmtree(studio.folder / "patient-site", ignore_errors=True)


@pytest.mark.parametrize(
    "task",
    [
        writing_tasks.find_exercise_by_mouse,
        writing_tasks.find_exercise_by_keyboard,
        writing_tasks.write_routine_by_mouse,
        writing_tasks.write_routine_by_keyboard,
        writing_tasks.tailor_by_mouse,
        writing_tasks.tailor_by_keyboard,
        tasks.paste_by_mouse,
        tasks.paste_by_keyboard,
        tasks.make_exercise_by_mouse,
        tasks.make_exercise_by_keyboard,
        tasks.write_programme_by_mouse,
        tasks.write_programme_by_keyboard,
        tasks.hand_out_by_mouse,
        tasks.hand_out_by_keyboard,
        tasks.give_patients_by_mouse,
        tasks.give_patients_by_keyboard,
    ],
)
def test_a_task_is_done_to_its_end(hand: Hand, task: Callable[[Hand], None]) -> None:
    task(hand)
    if task is tasks.hand_out_by_mouse:
        tasks.take_back_by_mouse(hand)
    if task is tasks.give_patients_by_mouse:
        tasks.withdraw_patient_by_mouse(hand)


def test_that_there_is_no_sound_output_is_told(studio: Opened, tmp_path: Path) -> None:
    """Firefox gets the microphone then, and never begins to hear."""
    studio.do("begin-voice", name="berta", language="en")
    none = {"PULSE_SERVER": f"unix:{tmp_path / 'none'}"}
    with firefox(tmp_path / "profile", WITH_MICROPHONE, none) as window:
        hand = InFirefox(window, studio)
        window.open(studio.entrance)
        hand.open("/voice?set=berta")
        hand.click("#record")
        hand.until("document.getElementById('verdict').dataset.state === 'bad'")
        assert "has no sound output" in hand.look(VERDICT)
        assert hand.look(MODE) == "off"


NOTE_TRACKS = """
(() => {
  const page = window.wrappedJSObject ?? window;
  const media = page.navigator.mediaDevices;
  const open = media.getUserMedia.bind(media);
  page.tracks = [];
  media.getUserMedia = (asked) => open(asked).then((stream) => {
    page.tracks = stream.getTracks();
    return stream;
  });
  return true;
})()
"""
TRACKS = "[...(window.wrappedJSObject ?? window).tracks].map((each) => each.readyState).join()"
VERDICT = "document.getElementById('verdict').textContent"
MODE = "document.getElementById('booth')?.dataset.mode"


@pytest.mark.parametrize("by_keyboard", [False, True])
def test_ones_own_voice_is_recorded_judged_and_the_microphone_released(
    hand: Hand, studio: Opened, by_keyboard: bool
) -> None:
    """Firefox has no microphone that hears a file: it hears a tone, which is no line's words."""
    studio.do("begin-voice", name="anna", language="en")
    hand.open("/voice?set=anna")
    assert hand.look(NOTE_TRACKS) is True

    def press(button: str, key: str) -> None:
        hand.press(key) if by_keyboard else hand.click(f"#{button}")

    if by_keyboard:
        reach(hand, "record")
    press("record", " ")
    hand.until(f"{MODE} === 'ready'")
    assert hand.look("document.getElementById('room').textContent") != ""
    assert hand.look(TRACKS) == "live"
    press("record", " ")
    hand.until(f"{MODE} === 'recording'")
    press("record", " ")
    hand.until(f"{MODE} === 'ready'")
    hand.until("['bad', 'poor', 'good'].includes(document.getElementById('verdict').dataset.state)")
    assert hand.look(VERDICT) != ""
    line = hand.look("document.getElementById('line').textContent")
    press("skip", "ArrowRight")
    assert hand.look("document.getElementById('line').textContent") != line
    press("close", "Escape")
    hand.until(f"{MODE} === 'off'")
    assert hand.look(TRACKS) == "ended"
