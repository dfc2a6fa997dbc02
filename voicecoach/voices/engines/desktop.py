"""Voices of Windows (SAPI 5) and macOS (NSSpeechSynthesizer), listed without loading either.

No such machine was at hand: this follows pyttsx3's drivers and the systems' documentation, and its
parsing is tested on recorded samples only.
"""

from __future__ import annotations

import os
import re
import sys

from voicecoach.voices.engine import VoiceInfo

_TOKENS = r"SOFTWARE\Microsoft\Speech\Voices\Tokens"
# Installed with every macOS, by their names in `say -v ?`.
_MAC_DEFAULTS = {
    "en": "Samantha",
    "de": "Anna",
    "es": "Mónica",
    "fr": "Thomas",
    "hi": "Lekha",
    "it": "Alice",
    "nl": "Xander",
    "pt": "Luciana",
}
_SAY_LINE = re.compile(r"(?P<name>.+?)\s+(?P<language>[a-z]{2,3}[_-]\w+)\s+#")


def desktop_voices() -> list[VoiceInfo]:
    """List the voices of this machine."""
    return _windows_voices() if sys.platform == "win32" else _mac_voices()


def default_desktop_voice(language: str) -> str:
    """Return the first voice of a language, or an empty text."""
    short = language.lower().partition("-")[0]
    if sys.platform != "win32":
        return _MAC_DEFAULTS.get(short, "")
    matching = (v.name for v in desktop_voices() if v.languages[0].partition("-")[0] == short)
    return next(matching, "")


def system_version() -> str:
    """Return the system's version, with which its voices change."""
    if sys.platform == "win32":
        return f"Windows {sys.getwindowsversion().build}"
    return f"{sys.platform} {os.uname().release}"


def parse_say(listing: str) -> list[VoiceInfo]:
    """Read what `say -v ?` writes: a name, a locale, and an example after `#`, on each line."""
    matches = (_SAY_LINE.match(line) for line in listing.splitlines())
    return [
        VoiceInfo(match["name"], (match["language"].replace("_", "-").lower(),), match["name"])
        for match in matches
        if match
    ]


def locale_of(lcid: str) -> str:
    """Turn a SAPI token's language, hexadecimal and perhaps a list, into a code such as `en-us`."""
    import locale

    try:
        number = int(lcid.partition(";")[0], 16)
    except ValueError:
        return ""
    return locale.windows_locale.get(number, "").replace("_", "-").lower()


def _mac_voices() -> list[VoiceInfo]:
    import subprocess

    listing = subprocess.run(
        ["/usr/bin/say", "-v", "?"], capture_output=True, encoding="utf-8", timeout=20, check=False
    )
    return parse_say(listing.stdout)


def _windows_voices() -> list[VoiceInfo]:
    if sys.platform != "win32":  # tells mypy, too
        return []
    import winreg

    voices: list[VoiceInfo] = []
    with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _TOKENS) as tokens:
        for number in range(winreg.QueryInfoKey(tokens)[0]):
            name = winreg.EnumKey(tokens, number)
            with winreg.OpenKey(tokens, name) as token:
                title = winreg.QueryValue(token, None)
                lcid = winreg.QueryValueEx(winreg.OpenKey(token, "Attributes"), "Language")[0]
            voices.append(VoiceInfo(name, (locale_of(lcid),), title))
    return voices
