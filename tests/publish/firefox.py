"""Firefox, driven by its own protocol (Marionette: JSON over a socket), as far as tests need it."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.conftest import find_tool

_PREFERENCES = {
    "marionette.port": 0,
    "media.autoplay.default": 0,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "extensions.getAddons.cache.enabled": False,
}
_PATIENCE_S = 60


class FirefoxError(Exception):
    """Firefox refused a command."""


class Firefox:
    """A window of Firefox."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), _PATIENCE_S)
        self._number = 0
        self._bytes = b""
        self._receive()  # its greeting
        self._command("WebDriver:NewSession")

    def open(self, url: str) -> None:
        """Go to a page, and wait until it is there."""
        self._command("WebDriver:Navigate", url=url)

    def evaluate(self, expression: str) -> Any:
        """Give what a JavaScript expression is; what it promises, once that is there."""
        script = (
            "const done = arguments[arguments.length - 1];"
            f"Promise.resolve({expression}).then(done, (error) => done(String(error)));"
        )
        return self._command("WebDriver:ExecuteAsyncScript", script=script, args=[])["value"]

    def click(self, selector: str) -> None:
        """Press what a CSS selector finds, as a finger does."""
        found = self._command("WebDriver:FindElement", using="css selector", value=selector)
        (element,) = found["value"].values()
        self._command("WebDriver:ElementClick", id=element)

    def until(self, true: str) -> None:
        """Wait until an expression is true."""
        for _ in range(600):
            if self.evaluate(true) is True:
                return
            time.sleep(0.05)
        raise AssertionError(f"never true: {true}")

    def close(self) -> None:
        """End Firefox."""
        self._command("Marionette:Quit", flags=["eForceQuit"])
        self._socket.close()

    def _command(self, name: str, **parameters: object) -> Any:
        self._number += 1
        message = json.dumps([0, self._number, name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._receive()
        if error:
            raise FirefoxError(f"{name}: {error['message']}")
        return result

    def _receive(self) -> Any:
        while b":" not in self._bytes:
            self._more()
        length, _, self._bytes = self._bytes.partition(b":")
        while len(self._bytes) < int(length):
            self._more()
        message, self._bytes = self._bytes[: int(length)], self._bytes[int(length) :]
        return json.loads(message)

    def _more(self) -> None:
        more = self._socket.recv(65_536)
        if not more:
            raise FirefoxError("it has gone")
        self._bytes += more


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """The Firefox that is installed, with a profile of its own; skips without it, fails in CI."""
    program = find_tool("firefox-esr")
    profile.mkdir(parents=True)
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in _PREFERENCES.items())
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    flags = ("--headless", "--marionette", "--no-remote", "--profile", str(profile))
    quiet = subprocess.DEVNULL
    with subprocess.Popen([program, *flags], stdout=quiet, stderr=quiet) as process:
        try:
            window = Firefox(_port(profile / "MarionetteActivePort"))
            yield window
            window.close()
        finally:
            process.terminate()


def _port(file: Path) -> int:
    """Where Firefox listens, once it does."""
    for _ in range(_PATIENCE_S * 20):
        if file.exists() and file.read_text().strip():
            return int(file.read_text())
        time.sleep(0.05)
    raise FirefoxError("it does not listen")
