"""Firefox, driven by its own protocol (Marionette: JSON over a socket), as far as tests need it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
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
WITH_MICROPHONE = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
}
"""Preferences for a microphone that hears a tone, and is allowed without asking."""


_KEYS = {
    "Enter": "\ue007",
    "Tab": "\ue004",
    "Escape": "\ue00c",
    "Delete": "\ue017",
    "Backspace": "\ue003",
    "Shift": "\ue008",
    "Control": "\ue009",
    "Alt": "\ue00a",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
}


class FirefoxError(Exception):
    """Firefox refused a command."""


# A hand takes hold of what has come to rest.
_AT_REST = """new Promise((rests, before) => {{
    const look = () => {{
        const {{ x, y }} = document.querySelector({selector}).getBoundingClientRect();
        if (before === x + " " + y) return rests();
        before = x + " " + y;
        setTimeout(look, 100);
    }};
    look();
}})"""


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
        self._command("WebDriver:ElementClick", id=self._element(selector))

    def type(self, selector: str, keys: str) -> None:
        """Press keys in what a CSS selector finds."""
        self._command("WebDriver:ElementSendKeys", id=self._element(selector), text=keys)

    def press(self, *strokes: str) -> None:
        """Press keys in what has the focus: texts, or keys such as `Tab` and `Shift+Tab`."""
        for stroke in strokes:
            *held, last = stroke.split("+") if len(stroke) > 1 else [stroke]
            keys = [_KEYS.get(key, key) for key in (*held, last)]
            actions = [{"type": "keyDown", "value": key} for key in keys]
            actions += [{"type": "keyUp", "value": key} for key in reversed(keys)]
            self._command(
                "WebDriver:PerformActions",
                actions=[{"type": "key", "id": "keyboard", "actions": actions}],
            )

    def drag(self, selector: str, right: int, down: int) -> None:
        """Take hold of what a selector finds with a mouse, and move it so many pixels."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).scrollIntoView()")
        self.evaluate("scrollBy(0, -200)")
        self.evaluate(_AT_REST.format(selector=json.dumps(selector)))
        held = {"element-6066-11e4-a52e-4f735466cecf": self._element(selector)}
        move: dict[str, object] = {"type": "pointerMove", "duration": 50}
        steps = [
            move | {"origin": held, "x": 0, "y": 0},
            {"type": "pointerDown", "button": 0},
            move | {"origin": "pointer", "x": right, "y": down},
            {"type": "pointerUp", "button": 0},
        ]
        self._command(
            "WebDriver:PerformActions",
            actions=[{"type": "pointer", "id": "mouse", "actions": steps}],
        )

    def in_frame(self, selector: str, expression: str) -> Any:
        """Give what an expression is within a frame."""
        self._command("WebDriver:SwitchToFrame", element=self._element(selector))
        try:
            return self.evaluate(expression)
        finally:
            self._command("WebDriver:SwitchToFrame", id=None)

    def _element(self, selector: str) -> str:
        found = self._command("WebDriver:FindElement", using="css selector", value=selector)
        (element,) = found["value"].values()
        return str(element)

    def until(self, true: str) -> None:
        """Wait until an expression is true; of a page that is just being loaded nothing is."""
        wrong = None
        for _ in range(1200):
            try:
                if self.evaluate(true) is True:
                    return
            except FirefoxError as error:
                wrong = error
            time.sleep(0.05)
        raise AssertionError(f"never true: {true}") from wrong

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
def sound_output(folder: Path) -> Iterator[dict[str, str]]:
    """A sound server of one's own that nobody hears, for without an output Firefox hears nothing.

    Returns:
        What is to stand in Firefox's environment.
    """
    program, server = find_tool("pulseaudio"), folder / "output"
    folder.mkdir(parents=True)
    modules = ("module-null-sink", f"module-native-protocol-unix auth-anonymous=1 socket={server}")
    flags = ("-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1")
    own = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    quiet = subprocess.DEVNULL
    command = [program, *flags, *(f"--load={module}" for module in modules)]
    with subprocess.Popen(command, env=own, stdout=quiet, stderr=quiet) as process:
        try:
            for _ in range(_PATIENCE_S * 20):
                if server.exists():
                    break
                time.sleep(0.05)
            yield {"PULSE_SERVER": f"unix:{server}"}
        finally:
            process.terminate()


@contextmanager
def firefox(
    profile: Path,
    preferences: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Firefox]:
    """The Firefox that is installed, with a profile of its own; skips without it, fails in CI."""
    program = find_tool("firefox-esr")
    profile.mkdir(parents=True)
    told = {**_PREFERENCES, **(preferences or {})}
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in told.items())
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    flags = ("--headless", "--marionette", "--no-remote", "--profile", str(profile))
    quiet, own = subprocess.DEVNULL, {**os.environ, **(environment or {})}
    with subprocess.Popen([program, *flags], env=own, stdout=quiet, stderr=quiet) as process:
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
