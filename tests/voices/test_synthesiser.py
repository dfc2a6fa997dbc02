"""Fragments through the cache and real workers, with the `silent` engine and the real voice."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import unmeasured
from voicecoach.audio.mp3.frames import Fragment
from voicecoach.audio.pcm.tones import TONES, length_ms
from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line, SoundSource, Voice
from voicecoach.voices.engines import Engines
from voicecoach.voices.estimate import VERSION, estimate_ms
from voicecoach.voices.keys import fragment_key
from voicecoach.voices.synthesiser import Synthesiser

SILENT = Voice("silent", "silence", str(VERSION))


@pytest.fixture
def cache(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "cache")


def lines(*texts: str, voice: Voice = SILENT) -> list[Line]:
    return [Line(text, voice, "en", 140) for text in texts]


def test_silent_lines_have_the_estimated_length(cache: LocalStore) -> None:
    wanted = lines("Breathe in.", "Lower your hips, slowly.", "one " * 100)
    with Synthesiser(cache, workers=1) as studio:
        for line, fragment in studio.fragments(wanted).items():
            assert isinstance(line, Line)
            assert fragment.samples == estimate_ms(line.text, 140) * 48


def test_every_tone_is_made_and_kept(cache: LocalStore) -> None:
    with Synthesiser(cache) as studio:
        made = studio.fragments(TONES)
        assert {name: fragment.samples for name, fragment in made.items()} == {
            name: 48 * length_ms(name) for name in TONES
        }
        assert studio.cached(TONES) == made


def test_progress_counts_each_sound_once_and_says_what_was_cached(cache: LocalStore) -> None:
    told: list[tuple[int, int, int]] = []
    with Synthesiser(cache) as studio:
        studio.fragments(lines("one", "two"))
        studio.fragments(
            [*lines("one", "two", "three", "one"), "tick"], lambda *said: told.append(said)
        )
    assert told == [(2, 4, 2), (3, 4, 2), (4, 4, 2)]


def test_a_damaged_entry_is_remade_and_said(cache: LocalStore) -> None:
    (line,) = lines("one")
    with Synthesiser(cache) as studio:
        before = studio.fragments([line])
    key = fragment_key(line, 64, 2)
    (cache.root / key[:2] / key).write_bytes(b"rust")
    with Synthesiser(cache) as studio:
        assert studio.known([line]) == {line: before[line].extent}, "nothing of it was read"
        spoken = studio.speak([line])
        assert (spoken.new, spoken.damaged) == (1, (key,))
        assert studio.cached([line]) == before
        assert studio.speak([line]) == (spoken.extents, 0, (), {}, ())


def test_a_fragment_of_another_format_is_remade(cache: LocalStore) -> None:
    (line,) = lines("one")
    cache.put(fragment_key(line, 64, 2), b"VCF0 of an earlier release")
    with Synthesiser(cache) as studio:
        assert isinstance(studio.fragments([line])[line], Fragment)


def test_a_key_holds_all_that_shapes_a_clip_and_no_more() -> None:
    line = Line("one", SILENT, "en", 140)
    others: list[SoundSource] = [
        Line("two", SILENT, "en", 140),
        Line("one", Voice("silent", "silence", "other"), "en", 140),
        Line("one", Voice("silent", "other", SILENT.version), "en", 140),
        Line("one", Voice("other", "silence", SILENT.version), "en", 140),
        Line("one", SILENT, "de", 140),
        Line("one", SILENT, "en", 141),
        "tick",
    ]
    keys = [fragment_key(sound, 64, 2) for sound in [line, *others]]
    keys += [fragment_key(line, 96, 2), fragment_key(line, 64, 5)]
    assert len({*keys}) == len(keys)
    assert fragment_key(Line("one\n", SILENT, "en", 140), 64, 2) == keys[0]


def test_no_sounds_start_nothing(cache: LocalStore) -> None:
    with Synthesiser(cache) as studio:
        assert studio.fragments([]) == {}
    assert not cache.root.exists()


def test_a_warm_studio_imports_nothing_heavy_and_starts_nothing(cache: LocalStore) -> None:
    program = f"""
import subprocess, sys
from pathlib import Path
from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line
from voicecoach.voices.engines import Engines
from voicecoach.voices.synthesiser import Synthesiser
voice = Engines().find_voice("pyttsx3", "en")
with Synthesiser(LocalStore(Path({str(cache.root)!r}))) as studio:
    studio.fragments([Line("Breathe in.", voice, "en", 140), "tick"])
heavy = {{"numpy", "scipy", "soxr", "soundfile", "pydub", "pyttsx3", "lameenc", "tempfile",
         "ctypes", "multiprocessing", "importlib.metadata", "voicecoach.voices.workers.worker"}}
print(*heavy & {{*sys.modules}})
"""
    with Synthesiser(cache) as studio:
        studio.fragments(
            [*lines("Breathe in.", voice=Engines().find_voice("pyttsx3", "en")), "tick"]
        )
    refuse = (
        "import subprocess\ndef no(*a, **k): raise SystemExit('process')\nsubprocess.Popen = no\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", refuse + program],
        env=unmeasured(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ""


@pytest.mark.skipif(sys.platform != "linux", reason="the default voice is reproducible on Linux")
def test_a_line_sounds_the_same_in_any_order_and_company(tmp_path: Path) -> None:
    voice = Engines().find_voice("pyttsx3", "en")
    texts = ["One.", "Breathe in slowly.", "Lower your hips.", "Two.", "Hold it there.", "Release."]
    made: list[dict[Line | str, Fragment]] = []
    for turn, workers in enumerate([1, 2, 3]):
        random.Random(turn).shuffle(texts)
        with Synthesiser(LocalStore(tmp_path / str(turn)), workers=workers) as studio:
            made.append(studio.fragments(lines(*texts, voice=voice)))
    with Synthesiser(LocalStore(tmp_path / "alone"), workers=1) as studio:
        alone = studio.fragments(lines("Two.", voice=voice))
    assert made[0] == made[1] == made[2] == {**made[0], **alone}
