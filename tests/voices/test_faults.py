"""Engines that go wrong, in real workers: other lines are kept, the bad one is named."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.effort import wait_until
from voicecoach.base.errors import OutputError, VoiceError
from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line, Voice
from voicecoach.voices.synthesiser import LinesFailed, Synthesiser
from voicecoach.voices.workers import handle, pool

Session = Callable[[str, list[str], float], "subprocess.Popen[bytes]"]

GOOD, BAD = "breathe in slowly", "a bad line"

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


@pytest.fixture(autouse=True)
def importable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let workers find the faulty engines."""
    monkeypatch.syspath_prepend(Path(__file__).parent)


@pytest.fixture(autouse=True)
def leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point temporary files to the test's own folder, so that leftovers show."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))


@pytest.fixture
def cache(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "cache")


def line(kind: str, text: str) -> Line:
    return Line(text, Voice(f"faulty:{kind}", "hum", "1"), "en", 140)


def children(of: int) -> list[str]:
    """List the child processes; each is noted with the thread that started it."""
    lists = Path(f"/proc/{of}/task").glob("*/children")
    return [child for one in lists for child in one.read_text().split()]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        pytest.param("Hang", "too long", marks=posix),
        pytest.param("ForkedHang", "too long", marks=posix),
        pytest.param("Crash", "SIGSEGV", marks=posix),
        pytest.param("ForkedCrash", "SIGSEGV", marks=posix),
        pytest.param("ForkedRaise", "feel like it", marks=posix),
        ("Hum", "RuntimeError: it does not feel like it"),
        ("Leave", "exit code 0"),
        ("WriteNothing", "no file"),
        ("WriteEmpty", "empty file"),
        ("WriteHalf", "cut short"),
        ("WriteText", "no sound"),
        ("WriteSilence", "it was silent"),
        ("WriteTooLong", "too long for its words"),
    ],
)
def test_a_line_that_fails_three_times_is_named_and_the_others_are_kept(
    cache: LocalStore, tmp_path: Path, kind: str, reason: str
) -> None:
    good = [line(kind, GOOD), line(kind, "lift your hips")]
    with Synthesiser(cache, workers=2, time_limit_s=0.3 if "Hang" in kind else 10) as studio:
        with pytest.raises(LinesFailed, match=BAD) as caught:
            studio.fragments([good[0], line(kind, BAD), good[1]])
        assert list(caught.value.failed) == [line(kind, BAD)]
        assert reason in str(caught.value.failed[line(kind, BAD)])
        assert set(studio.cached([*good, line(kind, BAD)])) == set(good)
        assert studio.fragments([line(kind, "hold it there")]), "the studio goes on"
    assert not [*(tmp_path / "temporary").iterdir()]


@posix
def test_a_hang_that_no_alarm_ends_is_killed_by_the_studio(
    cache: LocalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "GRACE_S", 0.1)
    with (
        Synthesiser(cache, workers=1, time_limit_s=0.2) as studio,
        pytest.raises(LinesFailed) as caught,
    ):
        studio.fragments([line("HangBeyondAlarms", BAD), line("HangBeyondAlarms", GOOD)])
    assert [*map(str, caught.value.failed.values())] == ["speaking it took too long"]
    assert studio.cached([line("HangBeyondAlarms", GOOD)])


def test_a_batch_is_answered_line_by_line(cache: LocalStore) -> None:
    texts = [f"lift your hips {'slowly ' * n}now" for n in range(10)]
    with Synthesiser(cache, workers=2) as studio:
        made = studio.fragments([line("InBatches", text) for text in texts])
        alone = studio.fragments([line("Hum", text) for text in texts])
    assert [made[line("InBatches", text)] for text in texts] == [
        alone[line("Hum", text)] for text in texts
    ]


@posix
@pytest.mark.parametrize("kind", ["InBatches", "CrashInBatches"])
def test_one_line_of_a_batch_fails_alone(cache: LocalStore, kind: str) -> None:
    good = [line(kind, f"lift your hips {'slowly ' * n}now") for n in range(7)]
    bad = line(kind, "lift your bad hips twice")
    with Synthesiser(cache, workers=1) as studio:
        with pytest.raises(LinesFailed) as caught:
            studio.fragments([*good[:4], bad, *good[4:]])
        assert set(caught.value.failed) == {bad}
        kept = studio.cached(good)
        alone = studio.fragments([line("Hum", sound.text) for sound in good])
    assert [*kept.values()] == [*alone.values()], "each has its own sound"


@posix
def test_a_crash_costs_one_retry(cache: LocalStore) -> None:
    with Synthesiser(cache, workers=1) as studio:
        assert studio.fragments([line("CrashOnce", BAD)])


def test_megabytes_printed_do_not_get_between(cache: LocalStore) -> None:
    with Synthesiser(cache, workers=1) as studio:
        made = studio.fragments([line("Print", BAD), line("Print", GOOD)])
    assert {sound.text for sound in made if isinstance(sound, Line)} == {BAD, GOOD}


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("Absent", "hum is not installed"),
        ("CrashAtStart", "start"),
        ("NeedsDisplay", "open display"),
    ],
)
def test_an_engine_that_cannot_start_is_said_at_once(
    cache: LocalStore, kind: str, reason: str
) -> None:
    with Synthesiser(cache, workers=2) as studio, pytest.raises(VoiceError, match=reason) as caught:
        studio.fragments([line(kind, GOOD), line(kind, BAD)])
    assert not isinstance(caught.value, LinesFailed)


@pytest.mark.parametrize("text", ["", " \n", "\0\x07", "...", "🙂"])
def test_a_text_without_words_fails_like_any_other(cache: LocalStore, text: str) -> None:
    # The hum speaks emoji and dots; what is empty has nothing to speak.
    with Synthesiser(cache, workers=1) as studio:
        if text.strip("\0\x07 \n"):
            assert studio.fragments([line("Hum", text)])
        else:
            with pytest.raises(LinesFailed, match="nothing to say"):
                studio.fragments([line("Hum", text)])


def test_ten_thousand_characters_are_spoken_like_any_other_text(cache: LocalStore) -> None:
    text = ("Breathe in slowly and let your back grow long. " * 220)[:10_000]
    with Synthesiser(cache, workers=1) as studio:
        (fragment,) = studio.fragments([line("Hum", text)]).values()
    assert fragment.samples > 500 * 48_000


@linux
def test_a_killed_worker_is_replaced(cache: LocalStore, tmp_path: Path) -> None:
    def kill_it() -> None:
        speaking: list[Path] = []
        while not speaking:
            time.sleep(0.01)
            speaking = [*(tmp_path / "temporary").glob("*/speaking")]
        for child in children(os.getpid()):
            os.kill(int(child), signal.SIGKILL)
            killed.append(child)

    killed: list[str] = []
    killer = threading.Thread(target=kill_it)
    killer.start()
    with Synthesiser(cache, workers=1) as studio:
        assert studio.fragments([line("Slow", GOOD)])
    killer.join()
    assert killed


@posix
def test_a_cache_that_fails_mid_way_ends_all_workers(
    cache: LocalStore,
) -> None:
    def full(*_: object) -> None:
        raise OutputError("cannot-write", file="it", reason="no space left")

    with Synthesiser(cache, workers=2) as studio:
        lines = [line("Hum", GOOD), line("Slow", "one"), line("Slow", "two")]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(cache, "put", full)
            with pytest.raises(OutputError, match="no space"):
                studio.fragments(lines)
        assert studio.fragments([line("Hum", GOOD)]), "and it can be used again"


@pytest.fixture
def session(cache: LocalStore) -> Iterator[Session]:
    """Speak texts in another process, on the same cache."""
    running: list[subprocess.Popen[bytes]] = []

    def start(kind: str, texts: list[str], limit_s: float) -> subprocess.Popen[bytes]:
        running.append(run_session(cache, kind, texts, limit_s))
        return running[-1]

    yield start
    for build in running:
        build.kill()
        build.wait()


def run_session(
    cache: LocalStore, kind: str, texts: list[str], limit_s: float
) -> subprocess.Popen[bytes]:
    program = f"""
import sys
from pathlib import Path
from voicecoach.store.local import LocalStore
from voicecoach.voices.engine import Line, Voice
from voicecoach.voices.synthesiser import Synthesiser
voice = Voice("faulty:{kind}", "hum", "1")
cache = LocalStore(Path({str(cache.root)!r}))
try:
    with Synthesiser(cache, workers=2, time_limit_s={limit_s}) as studio:
        spoken = studio.speak([Line(text, voice, "en", 140) for text in {texts!r}])
except KeyboardInterrupt:
    sys.exit(130)
sys.exit(len(spoken.damaged))
"""
    folder = cache.root.parent / "temporary"
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    environment = {**os.environ, "PYTHONPATH": path, "TMPDIR": str(folder)}
    return subprocess.Popen([sys.executable, "-c", program], env=environment)


@posix
@linux
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("kind", ["Hang", "ForkedHang"])
def test_an_interrupted_build_leaves_no_process(
    cache: LocalStore, session: Session, kind: str, how: signal.Signals
) -> None:
    build = session(kind, [GOOD, "bad one", "bad two"], 2 if how == signal.SIGKILL else 30)
    temporary = cache.root.parent / "temporary"
    wait_until(lambda: len(children(build.pid)) == 2 and cache.info().entries)
    workers = [Path("/proc", child) for child in children(build.pid)]
    build.send_signal(how)
    assert build.wait(10) == (130 if how == signal.SIGINT else -signal.SIGKILL)
    # After SIGKILL, which nothing can act on, workers end at their time limit.
    wait_until(lambda: not any(worker.exists() for worker in workers))
    if how == signal.SIGINT:
        assert not [*temporary.iterdir()]


def test_two_builds_at_once_share_a_cache(cache: LocalStore, session: Session) -> None:
    texts = [f"breathe in {number}" for number in range(12)]
    both = [session("Hum", texts, 30) for _ in range(2)]
    assert [build.wait(60) for build in both] == [0, 0]
    found = cache.verify()
    assert (found.sound, found.damaged) == (25, 0)  # two for each, and the voice's gain
    assert not [*cache.root.rglob("*.part")]


def test_a_handle_closes_twice_without_complaint(tmp_path: Path) -> None:
    empty = handle.WorkerHandle(tmp_path, {})
    empty.close()
    empty.close()
