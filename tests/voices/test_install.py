"""Installing voices from a local server that does all that servers do, and from folders."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.conftest import ROOT, run_process, run_voicecoach
from tests.effort import wait_until
from voicecoach.base.errors import OutputError, VoiceError
from voicecoach.voices import catalogue, fetch
from voicecoach.voices.catalogue import KOKORO, card_of, voice_folder
from voicecoach.voices.engines import Engines, kokoro_model
from voicecoach.voices.engines.piper import Piper, voices_folder
from voicecoach.voices.install import SUMS_FILE, VoiceSource, install_voice, remove_voice

NAME = "en_US-tiny-low"
MODEL = bytes(range(256)) * 8_000  # 2 MB
CONFIG = b'{"espeak": {"voice": "en-us"}, "audio": {"sample_rate": 16000}, "phoneme_id_map": {}}'
FILES = {f"{NAME}.onnx": MODEL, f"{NAME}.onnx.json": CONFIG}
INSTALL_OWN = ("voices", "install", "en_US-own-low", "--accept-licence", "--from")


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@dataclass
class Mirror:
    """A server of files, and what it does to them."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)  # path, and range
    # Of each of the next answers with a model: how many bytes until the line drops.
    drops: list[int] = field(default_factory=list)
    damaged: int = 0  # answers
    codes: list[int] = field(default_factory=list)
    redirect: str = ""
    wrong_range: bool = False
    pause_s: float = 0.0
    go_on: threading.Event = field(default_factory=threading.Event)  # else it stops half-way
    step: int = 1 << 19  # bytes between pauses

    def wait_for(self, end: str) -> None:
        """Wait until a file was asked for."""
        wait_until(lambda: any(path.endswith(end) for path, _ in self.asked))


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    state = Mirror()
    state.go_on.set()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            state.asked.append((self.path, wanted))
            content = state.files.get(self.path)
            if state.redirect and self.path.startswith("/old"):
                self.send_response(302)
                self.send_header("Location", state.redirect + self.path.removeprefix("/old"))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            code = 404 if content is None else 200
            if content is not None and self.path.endswith(".onnx") and state.codes:
                code = state.codes.pop(0)
            if code != 200 or content is None:
                self.send_error(code)
                return
            self._give(content, wanted)

        def _give(self, content: bytes, wanted: str) -> None:
            begin = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
            if not state.ranges:
                begin = 0
            if begin >= len(content) > 0:
                self.send_error(416)
                return
            rest = content[begin:]
            model = self.path.endswith(".onnx")
            if model and state.damaged:
                state.damaged -= 1
                rest = rest[:1000] + b"damaged" + rest[1007:]
            self.send_response(206 if begin else 200)
            if begin:
                first = begin + 1 if state.wrong_range else begin
                self.send_header("Content-Range", f"bytes {first}-{len(content)}/{len(content)}")
            self.send_header("Content-Length", str(len(rest)))
            self.end_headers()
            if model and state.drops:
                self.wfile.write(rest[: state.drops.pop(0)])
                self.close_connection = True
                return
            for at in range(0, len(rest), state.step):
                self.wfile.write(rest[at : at + state.step])
                time.sleep(state.pause_s)
                state.go_on.wait(60)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Clients that go away are part of the tests."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    state.files = {f"/{voice_folder(NAME)}/{file}": content for file, content in FILES.items()}
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of this test's own, a recommended voice that is tiny, and no long waits."""
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    tiny = catalogue.piper_voice(
        NAME, len(MODEL), sha256(MODEL), sha256(CONFIG), "public domain", catalogue.ANY
    )
    monkeypatch.setattr(catalogue, "VOICES", (*catalogue.VOICES, tiny))
    monkeypatch.setattr(fetch, "PAUSE_S", 0.01)
    monkeypatch.setattr(fetch, "TIMEOUT_S", 1.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a clinic carries on a stick: the files of a voice that nobody recommends, with sums."""
    made = tmp_path / "stick"
    made.mkdir()
    for file, content in FILES.items():
        (made / file.replace("tiny", "own")).write_bytes(content)
    lines = [f"{sha256(content)}  {f.replace('tiny', 'own')}\n" for f, content in FILES.items()]
    (made / SUMS_FILE).write_text("".join(lines))
    return made


def installed() -> dict[str, bytes]:
    """The files of the folder of voices, without the lock."""
    return {
        file.name: file.read_bytes()
        for file in voices_folder().iterdir()
        if file.name != ".installing"
    }


def test_a_voice_is_fetched_and_told_of(mirror: Mirror) -> None:
    told: list[tuple[int, int]] = []
    model = install_voice(NAME, VoiceSource(mirror.url), lambda *now: told.append(now))
    assert installed() == FILES
    assert model.read_bytes() == MODEL
    assert told[-1] == (len(MODEL), len(MODEL))
    assert len(told) > 3
    assert told == sorted(told)
    assert [voice.name for voice in Piper().voices()] == [NAME]


def test_what_is_there_is_not_fetched_again(mirror: Mirror) -> None:
    install_voice(NAME, VoiceSource(mirror.url))
    before = len(mirror.asked)
    install_voice(NAME, VoiceSource(mirror.url))
    assert len(mirror.asked) == before
    (voices_folder() / f"{NAME}.onnx").write_bytes(b"damaged")
    install_voice(NAME, VoiceSource(mirror.url))
    assert installed() == FILES


def test_a_dropped_connection_is_continued(mirror: Mirror) -> None:
    mirror.drops = [500_000, 700_000]
    install_voice(NAME, VoiceSource(mirror.url))
    assert installed() == FILES
    ranges = [wanted for path, wanted in mirror.asked if path.endswith(".onnx")]
    assert ranges == ["", "bytes=500000-", "bytes=1200000-"]


def test_a_server_that_ignores_ranges_gives_all_of_it_again(mirror: Mirror) -> None:
    mirror.drops, mirror.ranges = [500_000], False
    install_voice(NAME, VoiceSource(mirror.url))
    assert installed() == FILES


def test_a_server_that_gives_another_part_is_not_believed(mirror: Mirror) -> None:
    mirror.drops, mirror.wrong_range = [500_000], True
    install_voice(NAME, VoiceSource(mirror.url))
    assert installed() == FILES


def test_damaged_bytes_are_fetched_again_from_the_start(mirror: Mirror) -> None:
    mirror.damaged = 2
    install_voice(NAME, VoiceSource(mirror.url))
    assert installed() == FILES


def test_bytes_that_stay_damaged_are_never_installed(mirror: Mirror) -> None:
    mirror.damaged = 99
    with pytest.raises(VoiceError, match="not those that were published") as caught:
        install_voice(NAME, VoiceSource(mirror.url))
    assert "--from" in caught.value.remedy
    assert "kept" not in caught.value.remedy
    assert f"{NAME}.onnx" not in installed()
    asked = [path for path, _ in mirror.asked if path.endswith(".onnx")]
    assert len(asked) == 3, "a hundred megabytes each"
    assert not Piper().voices()


def test_a_voice_that_was_there_stays_when_a_new_one_fails(mirror: Mirror) -> None:
    install_voice(NAME, VoiceSource(mirror.url))
    (voices_folder() / f"{NAME}.onnx").write_bytes(b"older")
    mirror.codes = [403]
    with pytest.raises(VoiceError, match="answered 403"):
        install_voice(NAME, VoiceSource(mirror.url))
    assert installed()[f"{NAME}.onnx"] == b"older"


def test_what_arrived_before_it_was_killed_is_continued(mirror: Mirror) -> None:
    mirror.drops = [300_000] * fetch.FETCH_TRIES
    mirror.drops = mirror.drops[:3] + [0] * 3
    with pytest.raises(VoiceError, match="broke off") as caught:
        install_voice(NAME, VoiceSource(mirror.url))
    assert "what has arrived is kept" in caught.value.remedy
    mirror.asked.clear()
    install_voice(NAME, VoiceSource(mirror.url))
    assert ("bytes=900000-") in [wanted for _, wanted in mirror.asked]
    assert installed() == FILES


def test_all_that_had_arrived_is_only_put_in_its_place(mirror: Mirror) -> None:
    voices_folder().mkdir(parents=True)
    (voices_folder() / f".{NAME}.onnx.{sha256(MODEL)[:12]}").write_bytes(MODEL)
    install_voice(NAME, VoiceSource(mirror.url))
    assert installed() == FILES
    assert not [path for path, _ in mirror.asked if path.endswith(".onnx")]


@pytest.mark.parametrize("rest", [b"more", bytes(5_000_000)], ids=["a bit", "a lot"])
def test_a_part_that_is_too_long_is_dropped(mirror: Mirror, rest: bytes) -> None:
    voices_folder().mkdir(parents=True)
    (voices_folder() / f".{NAME}.onnx.{sha256(MODEL)[:12]}").write_bytes(MODEL + rest)
    install_voice(NAME, VoiceSource(mirror.url))
    assert installed() == FILES


def test_passing_faults_of_a_server_are_waited_out(mirror: Mirror) -> None:
    mirror.codes = [503, 429, 500]
    install_voice(NAME, VoiceSource(mirror.url))
    assert installed() == FILES


def test_a_server_without_the_voice_is_named(mirror: Mirror) -> None:
    mirror.files.clear()
    with pytest.raises(VoiceError, match=f"{mirror.url} has no file {NAME}"):
        install_voice(NAME, VoiceSource(mirror.url))
    assert len(mirror.asked) == 2, "both places, once"


def test_a_mirror_may_have_all_files_in_one_place(mirror: Mirror) -> None:
    mirror.files = {f"/{file}": content for file, content in FILES.items()}
    install_voice(NAME, VoiceSource(f"{mirror.url}/"))
    assert installed() == FILES


def test_redirections_are_followed_but_not_to_where_others_read_along(mirror: Mirror) -> None:
    mirror.redirect = mirror.url
    install_voice(NAME, VoiceSource(f"{mirror.url}/old"))
    assert installed() == FILES
    remove_voice(NAME)
    mirror.redirect = "http://mirror.invalid"
    with pytest.raises(VoiceError, match="where others can read along"):
        install_voice(NAME, VoiceSource(f"{mirror.url}/old"))
    mirror.redirect = "file:///etc"
    with pytest.raises(VoiceError):
        install_voice(NAME, VoiceSource(f"{mirror.url}/old"))


@pytest.mark.parametrize(
    ("source", "target", "may"),
    [
        ("https://a.example/x", "https://a.example/y", True),
        ("https://a.example/x", "https://b.example/x", False),
        ("https://a.example/x", "http://a.example/x", False),
        ("https://a.example/x", "https://127.0.0.1/x", False),
        ("https://a.example/x", "https://a.example:8443/x", False),
        ("https://a.example/x", "https://a.example:none/x", False),
        ("http://a.example/x", "http://localhost/x", False),
        ("http://127.0.0.1:80/x", "http://127.0.0.1:80/y", True),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:6379/x", False),
        ("ftp://a.example/x", "ftp://a.example/y", False),
        ("https://huggingface.co/x", "https://cdn-lfs.hf.co/x", True),
        ("https://huggingface.co/x", "https://cdn-lfs.hf.co.evil.example/x", False),
        ("https://github.com/x", "https://objects.githubusercontent.com/x", True),
        ("https://huggingface.co/x", "https://evilhf.co/x", False),
        ("https://huggingface.co/x", "https://huggingface.co@evil.example/x", False),
        ("https://huggingface.co/x", "https://huggingface.co\\@evil.example/", False),
        ("https://huggingface.co/x", "https://huggingface.co:99999/x", False),
        ("https://huggingface.co/x", "https://127.0.0.1/x", False),
        ("https://huggingface.co/x", "http://[::1", False),
        ("https://huggingface.co/x", "file:///etc/passwd", False),
        ("https://huggingface.co/x", "ftp://huggingface.co/x", False),
        ("https://huggingface.co/x", "\0", False),
    ],
)
def test_a_server_sends_on_to_itself_or_to_where_its_project_keeps_files(
    source: str, target: str, may: bool
) -> None:
    assert fetch.may_lead(source, target) == may


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "data:,x",
        "gopher://localhost/",
        "",
        "x",
        "http://[::1",
        "http://127.0.0.1:port/",
        "http://127.0.0.1:1/\0",
        "HTTP//127.0.0.1",
    ],
)
def test_what_is_no_address_of_the_web_is_fetched_from_nowhere(url: str) -> None:
    assert not (fetch.is_tamperproof(url) and not url.startswith("http"))
    with pytest.raises(VoiceError, match="is no address"):
        fetch.fetch_text(url, 100)


def test_removing_takes_what_broke_off_along(mirror: Mirror) -> None:
    mirror.drops = [300_000] * 3 + [0] * fetch.FETCH_TRIES
    with pytest.raises(VoiceError):
        install_voice(NAME, VoiceSource(mirror.url))
    assert [*voices_folder().glob(f".{NAME}.onnx.*")]
    remove_voice(NAME)
    assert not [*voices_folder().glob(f"*{NAME}*")]


def test_a_list_that_cannot_be_read_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / SUMS_FILE).write_text("x")

    def refuses(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("voicecoach.voices.install.read_bounded", refuses)
    with pytest.raises(VoiceError, match=r"cannot read .*Permission denied"):
        install_voice("en_US-own-low", VoiceSource(str(tmp_path)))


def test_a_slow_server_is_waited_for_a_silent_one_is_not(mirror: Mirror) -> None:
    mirror.pause_s = 0.2
    install_voice(NAME, VoiceSource(mirror.url))
    assert installed() == FILES
    remove_voice(NAME)
    mirror.pause_s, mirror.step = 60, 1 << 16
    mirror.asked.clear()
    fetch.TIMEOUT_S = 0.1
    with pytest.raises(VoiceError, match="broke off"):
        install_voice(NAME, VoiceSource(mirror.url))
    models = [path for path, _ in mirror.asked if path.endswith(".onnx")]
    assert len(models) == fetch.FETCH_TRIES, "given up each time, and not waited for"


def test_a_file_that_does_not_end_is_cut_off(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    from voicecoach.voices import install

    monkeypatch.setattr(install, "_MOST_BYTES", {".onnx": 1_000_000, ".onnx.json": 1_000})
    with pytest.raises(VoiceError, match="longer than it should be"):
        install_voice(NAME, VoiceSource(mirror.url))
    assert sum(map(len, installed().values())) == len(CONFIG), "nothing of it is kept"


def test_without_a_network_the_remedy_is_said(mirror: Mirror) -> None:
    for url in ("https://voicecoach.invalid", "http://127.0.0.1:9"):
        with pytest.raises(VoiceError, match="cannot be reached") as caught:
            install_voice(NAME, VoiceSource(url))
        assert "--from FOLDER" in caught.value.remedy


@pytest.mark.parametrize(
    "name", ["", "tiny", "../evil", "en_US-../x-low", "en_US-a/b-low", "en_US-a-low\0", "C:\\x"]
)
def test_names_that_lead_elsewhere_are_no_voices(mirror: Mirror, name: str) -> None:
    with pytest.raises(VoiceError, match="is no name of a voice"):
        install_voice(name, VoiceSource(mirror.url))
    with pytest.raises(VoiceError, match="no voice"):
        remove_voice(name)
    assert not mirror.asked


def test_a_folder_that_cannot_be_written_is_an_output_error(mirror: Mirror) -> None:
    voices_folder().parent.mkdir(parents=True)
    voices_folder().write_text("a file in the way")
    with pytest.raises(OutputError, match="cannot write"):
        install_voice(NAME, VoiceSource(mirror.url))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit on a file's size")
@pytest.mark.parametrize("remote", [True, False])
def test_a_full_disk_is_an_output_error(folder: Path, mirror: Mirror, remote: bool) -> None:
    program = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (999_000, 999_000));"
        "from voicecoach.cli import run; sys.exit(run(sys.argv[1:]))"
    )
    mirror.files = {f"/{file.name}": file.read_bytes() for file in folder.iterdir()}
    place = mirror.url if remote else str(folder)
    done = subprocess.run(
        [sys.executable, "-c", program, *INSTALL_OWN, place],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 5, done.stderr
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    assert not Piper().voices()
    install_voice("en_US-own-low", VoiceSource(place))
    assert [voice.name for voice in Piper().voices()] == ["en_US-own-low"]


# From a folder


def test_a_folder_with_sums_will_do_for_any_voice(folder: Path) -> None:
    install_voice("en_US-own-low", VoiceSource(str(folder)))
    assert set(installed()) == {"en_US-own-low.onnx", "en_US-own-low.onnx.json"}
    assert Engines().find_voice("piper", "en").name == "en_US-own-low"


def test_a_recommended_voice_needs_no_sums_beside_it(folder: Path) -> None:
    (folder / SUMS_FILE).unlink()
    for file in list(folder.iterdir()):
        shutil.copy(file, folder / file.name.replace("own", "tiny"))
    install_voice(NAME, VoiceSource(str(folder)))
    assert installed() == FILES


def test_a_voice_for_which_nothing_vouches_is_refused(folder: Path, mirror: Mirror) -> None:
    (folder / SUMS_FILE).write_text("nonsense\n")
    with pytest.raises(VoiceError, match="nothing vouches") as caught:
        install_voice("en_US-own-low", VoiceSource(str(folder)))
    assert "sha256sum en_US-own-low.onnx* > SHA256SUMS" in caught.value.remedy
    with pytest.raises(VoiceError, match="nothing vouches"):
        install_voice("en_US-own-low", VoiceSource(mirror.url))
    with pytest.raises(VoiceError, match="not among those whose sums are known"):
        install_voice("en_US-own-low", VoiceSource(catalogue.SITE))
    with pytest.raises(VoiceError, match="could be changed on its way"):
        install_voice("en_US-own-low", VoiceSource("http://mirror.invalid"))


def test_sums_may_come_from_a_mirror(mirror: Mirror) -> None:
    mirror.files = {f"/{file.replace('tiny', 'own')}": content for file, content in FILES.items()}
    lines = [f"{sha256(content)} *./{f.replace('tiny', 'own')}\n" for f, content in FILES.items()]
    mirror.files[f"/{SUMS_FILE}"] = "".join(lines).encode()
    install_voice("en_US-own-low", VoiceSource(mirror.url))
    assert len(installed()) == 2


def test_a_damaged_file_of_a_folder_is_refused(folder: Path) -> None:
    (folder / "en_US-own-low.onnx").write_bytes(MODEL[:-1] + b"x")
    with pytest.raises(VoiceError, match="its sum is wrong"):
        install_voice("en_US-own-low", VoiceSource(str(folder)))
    assert not Piper().voices()
    (folder / "en_US-own-low.onnx").unlink()
    with pytest.raises(VoiceError, match=r"has no file en_US-own-low\.onnx"):
        install_voice("en_US-own-low", VoiceSource(str(folder)))


@pytest.mark.parametrize("place", ["ftp://x/y", "file:///etc", "/no/such/folder", ""])
def test_a_source_is_a_folder_or_a_web_address(place: str) -> None:
    with pytest.raises(VoiceError, match="no folder"):
        VoiceSource(place)


@pytest.mark.parametrize("place", ["https://", "http://[bad", "https://host:port/x", "http:///x"])
def test_an_address_has_a_server(place: str) -> None:
    with pytest.raises(VoiceError, match="is no address such as https://"):
        VoiceSource(place)


@pytest.mark.parametrize("place", ["http://.example/x", "http://127.0.0.1:9/a b\n"])
def test_what_cannot_be_asked_for_is_no_address_and_not_tried_again(place: str) -> None:
    with pytest.raises(VoiceError, match=r"is no address|cannot be reached"):
        install_voice(NAME, VoiceSource(place))


def test_a_list_of_sums_that_breaks_off_is_an_error(mirror: Mirror) -> None:
    mirror.files[f"/{SUMS_FILE}.onnx"] = b"0" * 1000
    mirror.drops = [10]
    with pytest.raises(VoiceError, match="could not be fetched: the connection broke off"):
        fetch.fetch_text(f"{mirror.url}/{SUMS_FILE}.onnx", 2000)


# Kokoro's model


@pytest.fixture
def small_kokoro(monkeypatch: pytest.MonkeyPatch) -> str:
    """A model of 2 MB in the place of the published one; its file's name."""
    small = replace(KOKORO, size_bytes=len(MODEL), sums={kokoro_model.FILE: sha256(MODEL)})
    monkeypatch.setattr(catalogue, "KOKORO", small)
    monkeypatch.setattr(kokoro_model, "SIZE_BYTES", len(MODEL))
    monkeypatch.setattr(kokoro_model, "package_folder", lambda _: None)
    return kokoro_model.FILE


def test_the_model_of_kokoro_is_fetched_continued_and_removed(
    mirror: Mirror, small_kokoro: str
) -> None:
    mirror.files = {f"/{small_kokoro}": MODEL}
    mirror.drops = [500_000]
    told: list[tuple[int, int]] = []
    model = install_voice("kokoro", VoiceSource(mirror.url), lambda *now: told.append(now))
    assert model.read_bytes() == MODEL
    assert model.parent == kokoro_model.model_folder()
    assert kokoro_model.is_installed()
    assert told[-1] == (len(MODEL), len(MODEL))
    assert [wanted for _, wanted in mirror.asked] == ["", "bytes=500000-"]
    install_voice("kokoro", VoiceSource(mirror.url))
    assert len(mirror.asked) == 2, "it is there already"
    remove_voice("kokoro")
    assert not kokoro_model.is_installed()
    with pytest.raises(VoiceError, match="was not installed by 'voices install'"):
        remove_voice("kokoro")


def test_the_model_of_kokoro_comes_from_a_folder_only_with_its_sum(
    tmp_path: Path, small_kokoro: str
) -> None:
    with pytest.raises(VoiceError, match=f"has no file {small_kokoro}"):
        install_voice("kokoro", VoiceSource(str(tmp_path)))
    (tmp_path / small_kokoro).write_bytes(MODEL[:-1] + b"x")
    with pytest.raises(VoiceError, match="its sum is wrong"):
        install_voice("kokoro", VoiceSource(str(tmp_path)))
    assert not kokoro_model.is_installed()
    (tmp_path / small_kokoro).write_bytes(MODEL)
    install_voice("kokoro", VoiceSource(str(tmp_path)))
    assert kokoro_model.is_installed()


def test_a_mirror_that_gives_another_model_is_not_believed(
    mirror: Mirror, small_kokoro: str
) -> None:
    mirror.files = {f"/{small_kokoro}": MODEL[::-1]}
    with pytest.raises(VoiceError, match="not those that were published"):
        install_voice("kokoro", VoiceSource(mirror.url))
    assert not kokoro_model.is_installed()


def test_the_published_model_is_that_of_the_packages() -> None:
    assert KOKORO.sums == {kokoro_model.FILE: kokoro_model.SHA256}
    assert KOKORO.size_bytes == 92_361_271
    assert KOKORO.site.startswith("https://github.com/")


def test_the_command_knows_kokoro_by_the_name_of_any_of_its_voices(tmp_path: Path) -> None:
    listed = run_voicecoach("voices", "install", cwd=tmp_path).stdout
    assert re.search(r"kokoro .*92 MB +Apache 2.0", listed)
    assert (
        "kokoro" not in run_voicecoach("voices", "install", "--language", "de", cwd=tmp_path).stdout
    )
    for name in ("kokoro", "kokoro:ef_dora"):
        arguments = ("voices", "install", name, "--from", tmp_path)
        assert "has no file kokoro-v1.0" in run_voicecoach(*arguments, cwd=tmp_path, code=4).stderr


# As people use it


def test_two_installs_at_once_do_not_meet(folder: Path, mirror: Mirror) -> None:
    mirror.go_on.clear()
    first = threading.Thread(target=install_voice, args=[NAME, VoiceSource(mirror.url)])
    first.start()
    mirror.wait_for(".onnx")
    arguments = (*INSTALL_OWN, folder)
    try:
        said = run_process(*arguments, cwd=folder, code=4).stderr
    finally:
        mirror.go_on.set()
        first.join()
    assert "another process is installing" in said
    run_process(*arguments, cwd=folder)
    assert len(installed()) == 4


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot kill so")
def test_a_killed_install_leaves_nothing_that_hinders(folder: Path, mirror: Mirror) -> None:
    program = (
        "import sys; from voicecoach.voices.install import *; "
        "install_voice('en_US-own-low', VoiceSource(sys.argv[1]))"
    )
    mirror.files = {
        f"/{file.name}": file.read_bytes() for file in folder.iterdir() if file.is_file()
    }
    mirror.pause_s = 0.5
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", program, mirror.url], env=environment)
    mirror.wait_for(".onnx")
    time.sleep(0.7)
    process.kill()
    process.wait()
    assert not Piper().voices()
    mirror.pause_s = 0
    mirror.asked.clear()
    install_voice("en_US-own-low", VoiceSource(mirror.url))
    assert [wanted for path, wanted in mirror.asked if path.endswith("low.onnx")][-1] != ""
    assert [voice.name for voice in Piper().voices()] == ["en_US-own-low"]


def test_the_command_lists_installs_and_removes(folder: Path) -> None:
    listed = run_voicecoach("voices", "install", "--language", "pt-BR", cwd=folder).stdout
    assert "pt_BR-faber-medium" in listed
    assert "UNCLEAR" in listed
    assert "en_US" not in listed
    arguments = ("voices", "install", "en_US-own-low", "--from", folder)
    refused = run_voicecoach(*arguments, cwd=folder, code=4).stderr
    assert "UNKNOWN" in refused
    assert "--accept-licence" in refused
    said = run_voicecoach(*arguments, "--accept-licence", cwd=folder).stdout
    assert "piper:en_US-own-low" in said
    assert "piper:en_US-own-low" in run_voicecoach("voices", cwd=folder).stdout
    run_voicecoach("voices", "remove", "piper:en_US-own-low", cwd=folder)
    assert not installed()
    assert (
        "no voice" in run_voicecoach("voices", "remove", "en_US-own-low", cwd=folder, code=4).stderr
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("banana", "'banana' is no name of a voice"),
        ("en_US-ljspeech-hi", "Did you mean en_US-ljspeech-high"),
        ("en_US-nobody-high", "is not among those whose sums are known here"),
    ],
)
def test_a_voice_that_cannot_be_had_is_not_asked_a_licence_for(
    tmp_path: Path, name: str, said: str
) -> None:
    refused = run_voicecoach("voices", "install", name, cwd=tmp_path, code=4).stderr
    assert said in refused
    assert "--accept-licence" not in refused


def test_a_voice_may_be_named_as_it_is_listed(folder: Path) -> None:
    arguments = ("voices", "install", "piper:en_US-own-low", "--accept-licence", "--from", folder)
    assert "Installed: piper:en_US-own-low" in run_voicecoach(*arguments, cwd=folder).stdout


def test_a_voice_not_for_clinics_is_only_installed_when_that_is_accepted(tmp_path: Path) -> None:
    arguments = ("voices", "install", "hi_IN-pratham-medium", "--from", tmp_path)
    refused = run_voicecoach(*arguments, cwd=tmp_path, code=4).stderr
    assert "CC BY-NC-SA 4.0" in refused
    assert "NOT for clinical" in refused
    accepted = run_voicecoach(*arguments, "--accept-licence", cwd=tmp_path, code=4).stderr
    assert "has no file hi_IN-pratham-medium" in accepted


def test_the_table_of_voices_is_complete_and_plausible() -> None:
    voices = catalogue.VOICES[:-1]
    assert {voice.name[:2] for voice in voices} == {"en", "es", "de", "fr", "hi", "pt"}
    assert len({voice.name for voice in voices}) == len(voices)
    sums = [each for voice in voices for each in voice.sums.values()]
    assert len(set(sums)) == len(sums)
    for each in sums:
        assert len(each) == 64
        assert int(each, 16)
    for voice in voices:
        assert voice_folder(voice.name).count("/") == 3
        assert 2e7 < voice.size_bytes < 2e8
        assert voice.card == card_of(voice.name)
        assert voice.card.endswith(f"{voice_folder(voice.name)}/MODEL_CARD")
        forbids = "NC" in voice.licence or "research" in voice.licence
        assert voice.use.free != forbids or voice.use is catalogue.UNCLEAR


def test_the_table_in_the_docs_is_that_of_the_program() -> None:
    page = (ROOT / "docs" / "how-to" / "voices.md").read_text(encoding="utf-8")
    row = r"^\| `(.._.*?)` \| \w+ \| (\d+) MB \| (.*?) \| (.*?) \|$"
    rows = re.findall(row, page, re.MULTILINE)
    marks = {
        catalogue.ANY: "yes",
        catalogue.CREDIT: "yes, naming its source",
        catalogue.UNCLEAR: "**unclear**",
        catalogue.FORBIDDEN: "**no**",
    }
    assert rows == [
        (voice.name, f"{voice.size_bytes / 1e6:.0f}", voice.licence, marks[voice.use])
        for voice in catalogue.VOICES[:-1]
    ]
