"""The server itself: bounded in what clients take of it, and silent about them."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.web.conftest import Written
from tests.web.places import SECRET, client_of, running
from voicecoach.app.ondemand import ClientLimits, LogLine, serve_place
from voicecoach.base.errors import OutputError
from voicecoach.web.ondemand.counts import ANSWER_KINDS
from voicecoach.web.ondemand.server import listen

HOME = f"/p/{SECRET}/"
PATIENTS = 200
WAIT_S = 60


@pytest.fixture(scope="module")
def port(written: Written) -> Iterator[int]:
    with running(written.root) as (number, _):
        yield number


def get(port: int, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_S)) as connection:
        connection.request("GET", path, headers=fields or {})
        reply = connection.getresponse()
        return reply.status, reply.read()


def test_parts_come_over_a_socket_as_they_are(written: Written, port: int) -> None:
    for path, (_, content) in written.sessions.items():
        assert get(port, path) == (200, content)
        assert get(port, path, {"Range": "bytes=7777-99999"}) == (206, content[7777:100_000])
        assert get(port, path, {"Range": "bytes=0-0,-1"})[0] == 206


def test_one_connection_takes_many_answers(written: Written, port: int) -> None:
    path, plan, content = written.first
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_S)) as connection:
        for fields, status in (
            ({"Range": "bytes=0-1"}, 206),
            ({"If-None-Match": f'"{plan.etag}"'}, 304),
            ({"Range": f"bytes={len(content)}-"}, 416),
            ({"If-Match": '"other"'}, 412),
            ({}, 200),
        ):
            for method in ("HEAD", "GET"):
                connection.request(method, path, headers=fields)
                reply = connection.getresponse()
                reply.read()
                known = status if method == "GET" or status in (304, 412) else 200
                assert reply.status == known


def test_many_at_once_get_what_they_asked_for(written: Written, port: int) -> None:
    path, _, content = written.first

    def part(number: int) -> bool:
        first = number * 4999
        told = {"Range": f"bytes={first}-{first + 30_000}"}
        return get(port, path, told) == (206, content[first : first + 30_001])

    with ThreadPoolExecutor(PATIENTS) as clients:
        assert all(clients.map(part, range(PATIENTS)))


def closed_in_time(client: socket.socket) -> bool:
    """Whether the server ends a connection; all that comes before that is read."""
    client.settimeout(WAIT_S)
    with suppress(ConnectionError):
        while client.recv(65536):
            pass
    return True


def test_who_sends_no_whole_request_is_dropped(written: Written) -> None:
    with running(written.root, ClientLimits(head_s=0.2)) as (port, _):
        for begun in (b"", b"GET ", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "):
            with closing(socket.create_connection(("127.0.0.1", port))) as client:
                client.sendall(begun)
                assert closed_in_time(client)
        assert get(port, "/health") == (200, b"ok\n")


def test_who_takes_nothing_is_dropped_and_holds_nobody_up(written: Written) -> None:
    path = written.first[0]
    with running(written.root, ClientLimits(stalled_s=0.2)) as (port, app):
        with closing(socket.socket()) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect(("127.0.0.1", port))
            request = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            client.sendall(request * 8)
            stalled = threading.Event()
            while 'why="stalled"} 0' in app.counts.text() and not stalled.wait(0.02):
                assert get(port, "/health")[0] == 200
            assert closed_in_time(client)
        assert get(port, path)[0] == 200
    assert app.counts.open == 0


def test_a_header_has_a_size(port: int) -> None:
    with closing(socket.create_connection(("127.0.0.1", port), timeout=WAIT_S)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 100_000)
        with suppress(ConnectionError):
            assert re.match(rb"HTTP/1.1 4\d\d", client.recv(1000))


def test_there_are_only_so_many_clients_at_once(written: Written) -> None:
    with running(written.root, ClientLimits(connections=3)) as (port, _):
        with (
            closing(socket.create_connection(("127.0.0.1", port))) as one,
            closing(socket.create_connection(("127.0.0.1", port))) as other,
        ):
            for client in (one, other):
                client.sendall(b"GET ")
            while get(port, "/health")[0] != 503:  # until both are seen
                pass
        while get(port, "/health")[0] != 200:  # until both are seen to have gone
            pass


def test_a_port_that_is_taken_is_an_error(port: int) -> None:
    with pytest.raises(OutputError, match="cannot serve on port"):
        listen("127.0.0.1", port)


@pytest.mark.parametrize("place", ["nowhere", "."])
def test_a_folder_without_a_place_is_refused(tmp_path: Path, place: str) -> None:
    with (
        pytest.raises(OutputError, match="neither a place"),
        serve_place(str(tmp_path / place), host="127.0.0.1", port=0),
    ):
        pass


MARKED = ["Zebrafish", "10.77.66.55", "marked-agent"]


def test_nothing_about_a_patient_is_told(own: Written) -> None:
    secret = "Zebrafish" + "0" * 20
    (own.root / "p" / SECRET).rename(own.root / "p" / secret)
    client = client_of(own.root)
    fields = {"X-Real-IP": "10.77.66.55", "User-Agent": "marked-agent", "Cookie": "Zebrafish=1"}
    for path in (f"/p/{secret}/", f"/p/{secret}/today.mp3", "/Zebrafish?x=Zebrafish", "/metrics"):
        client(path, fields)
    client(f"/p/{secret}/", fields, "ZEBRAFISH")
    told = client("/metrics").body.decode()
    kept = [line._replace(path="") for line in client.lines]
    for marked in (*MARKED, secret, own.first[1].etag[:16]):
        assert marked.lower() not in told.lower()
        assert marked.lower() not in repr(kept).lower()
    kinds = set(re.findall(r'kind="(\w+)"', told))
    assert {"page", "today", "none", "metrics", "refused"} <= kinds <= {*ANSWER_KINDS}
    client.close()


def test_numbers_are_not_given_through_a_proxy(written: Written) -> None:
    client = client_of(written.root)
    assert client("/metrics").status == 200
    for name in ("X-Forwarded-For", "Forwarded", "Via"):
        assert client("/metrics", {name: "203.0.113.7"}).status == 404
        assert client("/health", {name: "203.0.113.7"}).status == 200
    client.close()


def test_metrics_are_in_the_format_of_prometheus(written: Written) -> None:
    client = client_of(written.root)
    client(written.first[0])
    client("/nothing")
    for line in client("/metrics").body.decode().splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [0-9.e+-]+', line)
    assert f"voicecoach_sent_bytes_total {0}" not in client("/metrics").body.decode().splitlines()
    assert isinstance(client.lines[0], LogLine)
    client.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM on Windows")
@pytest.mark.parametrize("paths", [False, True])
def test_a_command_serves_until_it_is_told_to_end(written: Written, paths: bool) -> None:
    command = [sys.executable, "-m", "voicecoach", "serve", str(written.root), "--port", "0"]
    with subprocess.Popen(
        [*command, *(["--log-paths"] if paths else [])],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout
        said = process.stdout.readline()
        found = re.search(r"http://127.0.0.1:(\d+)/", said)
        assert found
        assert get(int(found[1]), written.first[0])[0] in (200, 410), "by the day that it is"
        assert get(int(found[1]), "/health") == (200, b"ok\n")
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=WAIT_S)
    assert process.returncode == 0
    assert re.search(r"GET health 200 3 \d+\.\dms", log)
    assert (SECRET in log) is paths


def test_a_near_folder_that_cannot_be_written_is_told_of_and_left(
    written: Written, tmp_path: Path
) -> None:
    (tmp_path / "near").write_text("no folder", encoding="utf-8")
    place = str(written.root)
    with serve_place(place, host="127.0.0.1", port=0, near=tmp_path / "near") as serving:
        assert serving.unkept is not None
        assert str(tmp_path / "near") in str(serving.unkept)
    with serve_place(place, host="127.0.0.1", port=0, near=tmp_path / "other") as serving:
        assert serving.unkept is None
