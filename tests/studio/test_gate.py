"""Only whoever started the studio gets in, and only from the studio's own pages."""

from __future__ import annotations

import http.client
import re
import socket
import stat
import sys
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import run_process
from tests.running import run_voicecoach
from tests.studio.opened import WAIT_S, Opened
from voicecoach.web.studio.gate import MOST_SENT, OwnerGate

PAGES = ("/", "/exercises", "/exercises/bridge")


def test_the_opened_address_becomes_a_cookie_that_no_script_and_no_other_site_gets(
    studio: Opened,
) -> None:
    reply = studio.get(f"/open?token={studio.token}", cookie=None)
    assert (reply.status, reply.headers["location"]) == (303, "/")
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith(studio.cookie + ";")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert studio.token not in studio.get("/").text


@pytest.mark.slow
@pytest.mark.parametrize("path", [*PAGES, "/assets/studio.css", "/sound/0.mp3", "/nowhere"])
@pytest.mark.parametrize(
    "cookie", [None, "", "voicecoach-studio-{port}=", "voicecoach-studio-{port}=x", "x={token}"]
)
def test_without_the_token_nothing_is_shown(studio: Opened, path: str, cookie: str | None) -> None:
    told = cookie and cookie.format(port=studio.port, token=studio.token)
    reply = studio.get(path, cookie=told)
    assert reply.status == 403
    assert b"voicecoach studio" in reply.body


@pytest.mark.parametrize("token", ["", "x", "%00", "\xe9"])
def test_a_wrong_token_opens_nothing(studio: Opened, token: str) -> None:
    reply = studio.get(f"/open?token={token.encode('latin-1').hex() or token}", cookie=None)
    assert reply.status == 403
    assert "set-cookie" not in reply.headers


def test_tokens_are_compared_in_constant_time_and_each_is_new() -> None:
    names = OwnerGate._is_token.__code__.co_names
    assert "compare_digest" in names
    assert OwnerGate.at(1).token != OwnerGate.at(1).token


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "", "localhost."]
)
def test_a_name_that_was_made_to_lead_here_is_refused(studio: Opened, host: str) -> None:
    for path in (*PAGES, f"/open?token={studio.token}"):
        assert studio.get(path, host=host.format(port=studio.port)).status == 421
    assert studio.get("/", host=f"localhost:{studio.port}").status == 200


FORGED: list[dict[str, str | None]] = [
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
    {"sec_fetch_site": "none"},
    {"sec_fetch_site": None, "origin": "http://evil.example"},
    {"sec_fetch_site": None, "origin": "null"},
    {"sec_fetch_site": None, "origin": None},
    {"origin": "http://127.0.0.1:1"},
]


@pytest.mark.parametrize("forged", FORGED)
def test_a_write_that_comes_from_elsewhere_is_refused(
    studio: Opened, forged: dict[str, str | None]
) -> None:
    reply = studio.ask("POST", "/do/job", b'{"job": ""}', **forged)
    assert (reply.status, b"elsewhere" in reply.body) == (403, True)


def test_a_form_of_another_page_is_refused_whatever_it_says(studio: Opened) -> None:
    form = "application/x-www-form-urlencoded"
    assert studio.ask("POST", "/do/job", b"job=", content_type=form).status == 415
    assert studio.ask("POST", "/do/job", b'{"job":""}', content_type="text/plain").status == 415


def test_every_answer_forbids_what_the_pages_do_not_need(studio: Opened) -> None:
    for reply in (
        studio.get("/"),
        studio.get("/", cookie=None),
        studio.get("/nowhere"),
        studio.get("/assets/studio.js"),
        studio.do("job", job="none"),
    ):
        policy = reply.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "*" not in policy
        assert "http" not in policy
        assert "frame-ancestors 'none'" in policy
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cross-origin-resource-policy"] == "same-origin"


def test_pages_name_nothing_of_other_servers_and_run_nothing_inline(studio: Opened) -> None:
    for path in PAGES:
        page = studio.get(path).text
        assert not re.findall(r"<script(?![^>]*\bsrc=)", page)
        assert not re.findall(r"\son\w+=|\sstyle=", page.split("<main", 1)[0])
        assert not re.findall(r"(?:src|href|action)=\"(?!/|#)", page)


TRICKS = (
    "/exercises/..%2f..%2fvoicecoach.toml",
    "/exercises/%2e%2e",
    "/exercises/..%5c..%5cvoicecoach.toml",
    "/exercises/bridge%00",
    "/exercises/Bridge",
    "/exercises/bridge.yaml",
    "/exercises/con",
    "/../voicecoach.toml",
    "/assets/..%2f..%2fgate.py",
    "/assets/%2e%2e%2fgate.py",
    "/assets//etc/passwd",
    "/sound/..%2f..%2fmine.mp3",
    "/sound/.mp3",
    "//etc/passwd",
    "/home/x",
    "/__init__",
)


@pytest.mark.parametrize("path", TRICKS)
def test_no_trick_with_a_path_leads_anywhere(studio: Opened, path: str) -> None:
    reply = studio.get(path)
    assert reply.status == 404
    assert b"Traceback" not in reply.body
    assert b"[clinic]" not in reply.body


@given(st.text(max_size=30))
def test_no_name_at_all_breaks_it(studio: Opened, name: str) -> None:
    from urllib.parse import quote

    path = quote(name.encode("utf-8", "surrogatepass"), safe="")
    assert studio.get(f"/exercises/{path}").status in (200, 404)
    assert studio.ask("POST", f"/do/hear/{path}", b"{}").status in (400, 404, 422)


def test_an_upload_of_a_hundred_megabytes_is_refused_before_it_is_read(studio: Opened) -> None:
    with closing(socket.create_connection(("127.0.0.1", studio.port), WAIT_S)) as client:
        head = _head(studio, "Content-Length: 100000000")
        client.sendall(head.encode() + b"{")
        assert b" 413 " in client.recv(4096)


def test_an_upload_that_does_not_say_how_long_it_is_ends_at_the_limit(studio: Opened) -> None:
    with closing(socket.create_connection(("127.0.0.1", studio.port), WAIT_S)) as client:
        client.sendall(_head(studio, "Transfer-Encoding: chunked").encode())
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        sent = 0
        with suppress(OSError):  # it is cut off meanwhile
            while sent < 100_000_000:
                client.sendall(chunk)
                sent += 0x10000
        assert sent < MOST_SENT + 20_000_000  # and what sockets hold
        with suppress(ConnectionError):
            assert b" 413 " in client.recv(4096)
    assert studio.get("/assets/studio.css").status == 200


def _head(studio: Opened, length: str) -> str:
    return (
        f"POST /do/job HTTP/1.1\r\nHost: 127.0.0.1:{studio.port}\r\nCookie: {studio.cookie}\r\n"
        f"Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n{length}\r\n\r\n"
    )


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"a":' * 5000, b"\xff", b"[" * 100_000, b'"x"', b"1e999"]
)
def test_what_cannot_be_read_is_refused(studio: Opened, body: bytes) -> None:
    assert studio.ask("POST", "/do/job", body).status == 400


def test_it_listens_on_this_machine_alone(studio: Opened) -> None:
    own = socket.gethostbyname(socket.gethostname())
    if own.startswith("127."):
        pytest.skip("this machine is in no network")
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection(own, studio.port, timeout=5).connect()


def test_lan_is_refused(project: Path) -> None:
    ran = run_voicecoach("studio", "--lan", cwd=project, code=2)
    assert "for this machine alone" in ran.stderr


def test_a_second_start_shows_the_studio_that_is_open(studio: Opened) -> None:
    ran = run_process("studio", studio.folder, "--no-open", cwd=studio.folder)
    assert studio.entrance in ran.stdout
    assert "open already" in ran.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_nobody_else_reads_where_it_is_open(studio: Opened) -> None:
    told = studio.folder / ".voicecoach" / "studio.json"
    assert stat.S_IMODE(told.stat().st_mode) == 0o600
    assert studio.token in told.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    ran = run_voicecoach("studio", tmp_path, "--no-open", cwd=tmp_path, code=3)
    assert "voicecoach init" in ran.stderr
