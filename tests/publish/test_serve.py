"""The preview server, in a process of its own, as a browser or a phone meets it."""

from __future__ import annotations

import errno
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from tests.conftest import ROOT, Session, run_process, run_voicecoach, unmeasured
from tests.publish.browser import chromium, visiting, wait_for_time
from voicecoach.base.errors import OutputError
from voicecoach.publish.sinks.marker import MARKER, state_of
from voicecoach.publish.steps import steps_of
from voicecoach.web.preview import (
    DEFAULT_PORT,
    HEADERS,
    application,
    find_root,
    lan_address,
    open_socket,
    qr_text,
    type_of,
)

MP3 = bytes(range(256)) * 40_000  # 10 MB: more than what sockets buffer
SECRET = b"nobody is to read this"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Preview:
    """A running preview."""

    process: subprocess.Popen[str]
    port: int

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """One request; underscores in names of headers stand for hyphens."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            return _answer(connection.getresponse())
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)


def _answer(response: HTTPResponse) -> Answer:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, headers, response.read())


def make_site(root: Path) -> Path:
    """A folder like one that was published, with traps in and around it."""
    pages = root / "s" / "daily-1"
    pages.mkdir(parents=True)
    (root / "assets").mkdir()
    state_of(root).mkdir(exist_ok=True)
    (state_of(root) / MARKER).write_text("{}")
    (root / "index.html").write_text("<!DOCTYPE html><title>Index</title>")
    (root / "feed.xml").write_text("<rss/>")
    (root / "sw.js").write_text("//")
    (pages / "index.html").write_text("<!DOCTYPE html><title>Daily</title>")
    (pages / "a.mp3").write_bytes(MP3)
    (pages / "nothing.mp3").write_bytes(b"")
    (pages / "captions.vtt").write_text("WEBVTT\n")
    (pages / "chapters.json").write_text("{}")
    (pages / "manifest.webmanifest").write_text("{}")
    (root / ".hidden").write_bytes(SECRET)
    (root / ".git").mkdir()
    (root / ".git" / "config").write_bytes(SECRET)
    (root.parent / "secret.txt").write_bytes(SECRET)
    (root.parent / (root.name + "-next")).mkdir()
    (root.parent / (root.name + "-next") / "secret.txt").write_bytes(SECRET)
    return root


@contextmanager
def _hearing_ctrl_c() -> Iterator[None]:
    """A process that is started hears Ctrl-C, even if the tests run where nobody does.

    A shell's background jobs ignore that signal, and so does what they start.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def previewing(folder: Path, *options: str) -> Iterator[Preview]:
    # At its end the server drops connections that nobody reads: that is no fault.
    warnings = ("-W", "error", "-W", "ignore::ResourceWarning")
    command = [sys.executable, *warnings, "-m", "voicecoach", "preview", str(folder)]
    environment = unmeasured() | {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    group = 0
    if sys.platform == "win32":
        group = subprocess.CREATE_NEW_PROCESS_GROUP
    with _hearing_ctrl_c():
        process = subprocess.Popen(
            [*command, "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd=ROOT,
            creationflags=group,
        )
    try:
        assert process.stdout
        said = process.stdout.readline()
        found = re.search(r":(\d+)/", said)
        assert found, f"{said}{process.communicate(timeout=20)}"
        yield Preview(process, int(found[1]))
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_site(tmp_path_factory.mktemp("preview") / "site")


@pytest.fixture(scope="module")
def preview(site: Path) -> Iterator[Preview]:
    with previewing(site) as running:
        yield running


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/s/daily-1/", "text/html; charset=utf-8"),
        ("/s/daily-1/a.mp3", "audio/mpeg"),
        ("/s/daily-1/captions.vtt", "text/vtt; charset=utf-8"),
        ("/s/daily-1/chapters.json", "application/json+chapters"),
        ("/s/daily-1/manifest.webmanifest", "application/manifest+json"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/feed.xml", "application/rss+xml"),
    ],
)
def test_types_and_careful_headers(preview: Preview, path: str, kind: str) -> None:
    answer = preview.get(path)
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.headers.items() >= HEADERS.items()
    assert int(answer.headers["content-length"]) == len(answer.body)


def test_unknown_types_are_not_guessed() -> None:
    assert type_of("x.exe") == type_of("x") == "application/octet-stream"
    assert type_of("X.MP3") == "audio/mpeg"


def test_head_says_the_same_without_a_body(preview: Preview) -> None:
    full, head = (preview.get("/s/daily-1/a.mp3", method) for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**full.headers, "date": ""}
    assert head.headers["accept-ranges"] == "bytes"


def test_head_knows_no_ranges(preview: Preview) -> None:
    head = preview.get("/s/daily-1/a.mp3", "HEAD", Range="bytes=0-1")
    assert (head.status, head.headers["content-length"]) == (200, str(len(MP3)))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-1", 0, 2),  # what an iPhone asks first
        ("bytes=0-0", 0, 1),
        ("bytes=1000-1999", 1000, 2000),
        ("bytes=65535-65536", 65535, 65537),
        (f"bytes={len(MP3) - 5}-", len(MP3) - 5, len(MP3)),
        ("bytes=0-", 0, len(MP3)),
        ("bytes=-7", len(MP3) - 7, len(MP3)),
        (f"bytes=-{len(MP3) + 9}", 0, len(MP3)),
        (f"bytes={len(MP3) - 2}-{len(MP3) + 99}", len(MP3) - 2, len(MP3)),
    ],
)
def test_ranges_are_exact(preview: Preview, asked: str, start: int, end: int) -> None:
    answer = preview.get("/s/daily-1/a.mp3", Range=asked)
    assert answer.status == 206
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(MP3)}"
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.body == MP3[start:end]


@given(st.integers(0, len(MP3) - 1), st.integers(1, 5000))
def test_any_range_gives_those_bytes(preview: Preview, start: int, length: int) -> None:
    answer = preview.get("/s/daily-1/a.mp3", Range=f"bytes={start}-{start + length - 1}")
    assert (answer.status, answer.body) == (206, MP3[start : start + length])


def test_several_ranges_come_as_parts(preview: Preview) -> None:
    answer = preview.get("/s/daily-1/a.mp3", Range="bytes=0-3, 500-503,-2")
    assert answer.status == 206
    kind, _, boundary = answer.headers["content-type"].partition("; boundary=")
    assert kind == "multipart/byteranges"
    parts = answer.body.split(b"--" + boundary.encode())[1:-1]
    assert [part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for part in parts] == [
        MP3[:4],
        MP3[500:504],
        MP3[-2:],
    ]


@pytest.mark.parametrize("asked", [f"bytes={len(MP3)}-", "bytes=99999999999-", "bytes=-0"])
def test_a_range_beyond_the_end_is_416(preview: Preview, asked: str) -> None:
    answer = preview.get("/s/daily-1/a.mp3", Range=asked)
    assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{len(MP3)}")
    assert answer.headers.items() >= HEADERS.items()


def test_no_range_of_an_empty_file_can_be_met(preview: Preview) -> None:
    assert preview.get("/s/daily-1/nothing.mp3", Range="bytes=0-").status == 416
    assert preview.get("/s/daily-1/nothing.mp3").body == b""


@pytest.mark.parametrize(
    "asked", ["bytes=5-2", "items=0-5", "bytes", "bytes=", "bytes=a-b", "bytes=--1", "=", "bytes=1"]
)
def test_ranges_without_sense_are_ignored(preview: Preview, asked: str) -> None:
    answer = preview.get("/s/daily-1/a.mp3", Range=asked)
    assert (answer.status, len(answer.body)) == (200, len(MP3))


def test_if_range_gives_the_part_only_of_the_same_file(preview: Preview) -> None:
    path, part = "/s/daily-1/a.mp3", {"Range": "bytes=0-9"}
    known = preview.get(path, "HEAD").headers
    for same in (known["etag"], known["last-modified"]):
        assert preview.get(path, If_Range=same, **part).status == 206
    for other in ('"other"', "W/" + known["etag"], "Thu, 01 Jan 1970 00:00:00 GMT"):
        answer = preview.get(path, If_Range=other, **part)
        assert (answer.status, len(answer.body)) == (200, len(MP3))


def test_what_has_not_changed_is_304(preview: Preview, site: Path) -> None:
    path, file = "/s/daily-1/index.html", site / "s" / "daily-1" / "index.html"
    etag = preview.get(path).headers["etag"]
    for known in (etag, f'"x", W/{etag}', "*"):
        answer = preview.get(path, If_None_Match=known)
        assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", etag)
        assert answer.headers["cache-control"] == "no-cache"
    assert preview.get(path, If_None_Match=etag, Range="bytes=0-1").status == 304
    assert preview.get(path, If_None_Match='"x"').status == 200
    file.write_text("<!DOCTYPE html><title>Daily, changed</title>")
    answer = preview.get(path, If_None_Match=etag)
    assert (answer.status, answer.headers["etag"] != etag) == (200, True)


@pytest.mark.parametrize("path", ["/s/daily-1", "/s/daily-1?a=b"])
def test_a_folder_leads_to_itself_with_a_slash(preview: Preview, path: str) -> None:
    answer = preview.get(path)
    assert (answer.status, answer.headers["location"]) == (307, "daily-1/")


@pytest.mark.parametrize("path", ["/no", "/s/no/", "/s/daily-1/b.mp3", "/index.html/x", "/a" * 999])
def test_what_is_not_there_has_a_page_that_says_so(preview: Preview, path: str) -> None:
    answer = preview.get(path)
    assert answer.status == 404
    assert b"There is no such page" in answer.body
    assert answer.headers.items() >= HEADERS.items()


@pytest.mark.parametrize("path", ["/assets/", "/assets", "/s/", "/.git/"])
def test_folders_are_not_listed(preview: Preview, path: str) -> None:
    assert preview.get(path).status == 404


CLIMBS = [
    "/.hidden",
    "/.git/config",
    "/%2ehidden",
    "/../secret.txt",
    "/s/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/%2e%2e%2fsecret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "/s\\..\\..\\secret.txt",
    "/%252e%252e/secret.txt",
    "/..%c0%afsecret.txt",
    "/%00",
    "/index.html%00.mp3",
    "//secret.txt",
    "/./.hidden",
    "/s/daily-1/../../.hidden",
    "/../site-next/secret.txt",
    "/C:/secret.txt",
    "/C:%5Csecret.txt",
    "/" + "x" * 5000,
]


@pytest.mark.parametrize("path", [*CLIMBS, "{absolute}", "/{absolute}", "/s/{absolute}"])
def test_nothing_outside_the_folder_is_read(preview: Preview, site: Path, path: str) -> None:
    secret = (site.parent / "secret.txt").as_posix()
    answer = preview.get(path.replace("{absolute}", secret))
    assert answer.status in (400, 404)
    assert SECRET not in answer.body


@given(st.lists(st.sampled_from(["..", ".", "", "%2e%2e", "s", "%2f", "%5c", "\\", "secret.txt"])))
def test_no_mixture_leads_out(preview: Preview, parts: list[str]) -> None:
    assert SECRET not in preview.get("/" + "/".join(parts)).body


def test_links_lead_nowhere_outside(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    try:
        (root / "out.txt").symlink_to(tmp_path / "secret.txt")
        (root / "out").symlink_to(tmp_path, target_is_directory=True)
        (root / "circle").symlink_to(root / "circle")
        (root / "in.html").symlink_to(root / "index.html")
    except OSError:
        pytest.skip("this account may not make links")
    with previewing(root) as preview:
        for path in ("/out.txt", "/out/secret.txt", "/out/", "/circle"):
            assert preview.get(path).status == 404
        assert preview.get("/in.html").status == 200


def test_a_page_of_the_site_for_what_is_not_there_is_used(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    (root / "404.html").write_text("our own")
    with previewing(root) as preview:
        assert (preview.get("/no").status, preview.get("/no").body) == (404, b"our own")


@pytest.mark.slow
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"])
def test_nothing_but_reading_is_allowed(preview: Preview, method: str) -> None:
    answer = preview.get("/index.html", method, Content_Length="0")
    assert answer.status in (400, 405)
    assert answer.headers.get("allow", "GET, HEAD") == "GET, HEAD"


@pytest.mark.parametrize(
    "sent", [b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"\x00" * 9 + b"\r\n\r\n"]
)
def test_what_is_no_http_is_refused(preview: Preview, sent: bytes) -> None:
    with preview.connect() as client:
        client.sendall(sent)
        client.shutdown(socket.SHUT_WR)
        assert client.recv(99)[:12] in (b"", b"HTTP/1.1 400")
    assert preview.get("/index.html").status == 200


def test_slow_clients_keep_nobody_waiting(preview: Preview) -> None:
    idle = [preview.connect() for _ in range(60)]
    try:
        for number, client in enumerate(idle):
            if number % 3 == 0:
                # never reads
                client.sendall(b"GET /s/daily-1/a.mp3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            elif number % 3 == 1:
                client.sendall(b"GET / HTTP/1.1\r\nHo")  # never finishes
        assert preview.get("/s/daily-1/a.mp3").body == MP3  # while all of them still wait
        reader = idle[0]
        received = b""
        while len(received) < 300_000:
            received += reader.recv(4096)  # one that was slow gets on with it
        body = received.partition(b"\r\n\r\n")[2]
        assert body == MP3[: len(body)]
    finally:
        for client in idle:
            client.close()


def test_two_hundred_requests_at_once(preview: Preview) -> None:
    def ask(number: int) -> bool:
        start = number * 1000
        answer = preview.get("/s/daily-1/a.mp3", Range=f"bytes={start}-{start + 65_999}")
        return (answer.status, answer.body) == (206, MP3[start : start + 66_000])

    with ThreadPoolExecutor(200) as pool:
        assert all(pool.map(ask, range(200)))


def test_one_connection_takes_many_requests(preview: Preview) -> None:
    connection = HTTPConnection("127.0.0.1", preview.port, timeout=20)
    for _ in range(20):
        connection.request("GET", "/s/daily-1/a.mp3", headers={"Range": "bytes=5-9"})
        assert connection.getresponse().read() == MP3[5:10]
    connection.close()


@pytest.mark.parametrize("busy", [False, True])
def test_ctrl_c_ends_it_soon_and_kindly(site: Path, busy: bool) -> None:
    with previewing(site) as preview:
        client = preview.connect()
        method = b"GET" if busy else b"HEAD"  # an answer: the server is up, not the socket alone
        client.sendall(method + b" /s/daily-1/a.mp3 HTTP/1.1\r\nHost: x\r\n\r\n")
        client.recv(100)
        stop = signal.SIGINT
        if sys.platform == "win32":
            stop = signal.CTRL_BREAK_EVENT
        preview.process.send_signal(stop)
        said, errors = preview.process.communicate(timeout=15)
        client.close()
    assert errors == ""
    if sys.platform != "win32":  # there the test can send a break, but no Ctrl-C
        assert preview.process.returncode == 0
        assert said.endswith("The preview has ended.\n")


def test_without_lan_only_this_machine_reaches_it() -> None:
    with open_socket(lan=False, port=0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"
    with open_socket(lan=True, port=0) as listening:
        assert listening.getsockname()[0] == "0.0.0.0"


def test_a_port_that_is_taken_gives_way_unless_it_was_asked_for() -> None:
    with open_socket(lan=False, port=None) as first, open_socket(lan=False, port=None) as second:
        ports = [taken.getsockname()[1] for taken in (first, second)]
        assert ports[0] >= DEFAULT_PORT
        assert ports[1] > ports[0]
        with pytest.raises(OutputError, match=f"port {ports[0]}"):
            open_socket(lan=False, port=ports[0])


def test_the_address_in_the_network_is_none_of_the_machine_itself() -> None:
    address = lan_address()
    assert address is None or not address.startswith("127.")


def test_what_is_no_site_is_not_served(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("somebody else's")
    found = run_voicecoach("preview", tmp_path, cwd=tmp_path, code=5)
    assert "is not a published site" in found.stderr
    assert "voicecoach publish --to" in found.stderr
    found = run_voicecoach("preview", tmp_path / "none", cwd=tmp_path, code=5)
    assert "there is no folder" in found.stderr


def test_a_private_site_is_served_under_its_path(tmp_path: Path) -> None:
    one, two = "a" * 32, "b" * 32
    make_site(tmp_path / "out" / one)
    for folder in (tmp_path / "out", tmp_path / "out" / one):
        root = find_root(folder)
        assert root.folder / root.start in (root.folder, (tmp_path / "out" / one).resolve())
    assert find_root(tmp_path / "out").start == one + "/"
    (tmp_path / "out" / two).mkdir()
    with pytest.raises(OutputError, match=r"several sites: a+, b+"):
        find_root(tmp_path / "out")


@pytest.mark.parametrize(
    ("host", "status"),
    [
        *((name, 200) for name in ("127.0.0.1", "localhost:8321", "[::1]:80", "192.168.1.7:8321")),
        *((name, 421) for name in ("evil.example", "evil.example:8321", "localhost.evil", "[", "")),
    ],
)
def test_a_page_of_elsewhere_does_not_read_the_preview(
    preview: Preview, host: str, status: int
) -> None:
    with preview.connect() as client:
        client.sendall(f"GET /index.html HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        assert client.recv(99).split()[1] == str(status).encode()


def test_a_port_that_is_taken_is_said(site: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        found = run_voicecoach("preview", site, "--port", port, cwd=site.parent, code=5)
    assert f"cannot serve on port {port}: {os.strerror(errno.EADDRINUSE)}" in found.stderr


def test_without_the_extra_one_is_told_how_to_get_it(tmp_path: Path) -> None:
    root = make_site(tmp_path / "site")
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    for name in ("starlette", "uvicorn"):
        (hidden / f"{name}.py").write_text(f"raise ImportError(name={name!r})")
    path = os.pathsep.join([str(hidden), str(ROOT)])
    found = run_process("preview", root, cwd=tmp_path, code=6, PYTHONPATH=path)
    assert 'pip install "voicecoach[preview]"' in found.stderr


def test_the_code_on_the_terminal_leads_to_the_address() -> None:
    lines = qr_text("http://192.168.178.20:8321/").splitlines()
    assert {len(line) for line in lines} == {29}  # a code of 25 modules, and its margin
    assert set("".join(lines)) <= set(" \u2580\u2584\u2588")


@pytest.mark.slow
def test_the_application_is_made_without_a_server(tmp_path: Path) -> None:
    assert callable(application(tmp_path))


@pytest.mark.tools
def test_a_browser_plays_what_was_published(desk_break: Session, tmp_path: Path) -> None:
    root = tmp_path / "site"
    run_voicecoach("publish", desk_break.mp3, "--to", root, cwd=tmp_path)
    with (
        previewing(root) as preview,
        chromium() as browser,
        visiting(browser, f"http://127.0.0.1:{preview.port}/") as visit,
    ):
        page = visit.page
        page.goto(visit.site)
        page.get_by_role("link", name=desk_break.content.title).first.click()
        visit.ready()
        page.locator("#steps a").nth(2).click()
        page.locator("#play").click()
        wait_for_time(page, steps_of(desk_break.content)[2].start_ms + 300)
        page.locator("#save").click()  # a machine's own address counts as safe
        expect(page.locator("#kept")).to_contain_text("Saved for offline")
        visit.check()
