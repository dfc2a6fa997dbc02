"""Players hear from the server what they hear from the file, from any time on."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.publish.browser import chromium
from tests.web.conftest import Written
from tests.web.places import SECRET, running

Tool = Callable[[str], str]

pytestmark = [pytest.mark.tools, pytest.mark.slow]

_SEEK = """
async ([address, places]) => {
  const audio = new Audio(address);
  audio.muted = true;
  const comes = (name) => new Promise((done, fails) => {
    audio.addEventListener(name, done, {once: true});
    audio.addEventListener("error", () => fails(new Error(audio.error.message)), {once: true});
  });
  const ready = comes("canplay");
  audio.load();
  await ready;
  const heard = [];
  for (const place of places) {
    const there = comes("seeked");
    audio.currentTime = place;
    await there;
    const goes = comes("timeupdate");
    await audio.play();
    await goes;
    audio.pause();
    heard.push(audio.currentTime - place);
  }
  return [audio.duration, heard];
}
"""


@pytest.fixture(scope="module")
def base(written: Written) -> Iterator[str]:
    with running(written.root) as (port, _):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def files(written: Written, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each session by its address, as the file that it is built to."""
    folder, found = tmp_path_factory.mktemp("built"), {}
    for number, (path, (_, content)) in enumerate(written.sessions.items()):
        found[path] = folder / f"{number}.mp3"
        found[path].write_bytes(content)
    return found


def output(*command: str) -> bytes:
    return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout


@pytest.mark.parametrize("seek_s", ["0", "7.5", "100.001"])
def test_ffmpeg_decodes_the_same(
    tool: Tool, base: str, files: dict[str, Path], seek_s: str
) -> None:
    def decoded(source: str) -> bytes:
        fast = ("-v", "error", "-ss", seek_s, "-i", source, "-t", "20", "-f", "s16le", "-")
        return output(tool("ffmpeg"), *fast)

    for path, file in files.items():
        assert len(decoded(base + path)) > 1_000_000
        assert decoded(base + path) == decoded(str(file))


def test_mpg123_decodes_the_same(tool: Tool, base: str, files: dict[str, Path]) -> None:
    for path, file in files.items():
        heard = output(tool("mpg123"), "-q", "-s", base + path)
        assert len(heard) > 1_000_000
        assert heard == output(tool("mpg123"), "-q", "-s", str(file))


def test_chromium_plays_and_goes_to_any_place(base: str, written: Written) -> None:
    path, plan, _ = written.first
    lasts_s = plan.content.duration_ms / 1000
    places = [lasts_s - 5, 3, lasts_s / 2, 0]
    with chromium() as browser:
        page = browser.new_page()
        page.goto(f"{base}/p/{SECRET}/")
        duration_s, passed_s = page.evaluate(_SEEK, [path, places])
    assert duration_s == pytest.approx(lasts_s, abs=0.05)
    assert all(0 <= each < 3 for each in passed_s)
