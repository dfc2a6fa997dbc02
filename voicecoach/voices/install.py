"""Installing voices: from where they are published, from a mirror, or from a folder.

A voice for piper is two files, kokoro's model is one. Each is fetched under another name beside its
place, and moved there when the sums of all are right: what was there before stays until then.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

from voicecoach.base.errors import VoiceError
from voicecoach.base.files import cannot_write
from voicecoach.base.intake import open_regular, read_bounded
from voicecoach.base.lock import exclusive_lock
from voicecoach.base.messages import phrase
from voicecoach.base.values import dataclass
from voicecoach.voices import fetch
from voicecoach.voices.catalogue import KOKORO, SITE, VOICES, Published, published, voice_folder
from voicecoach.voices.engines.kokoro_model import model_folder
from voicecoach.voices.engines.piper import CONFIG, MODEL, voices_folder

SUMS_FILE = "SHA256SUMS"

VoiceProgress = Callable[[int, int], None]
"""Told how many bytes of a voice are there, of how many; 0 when that is not known."""

_MOST_BYTES = {MODEL: 1 << 30, CONFIG: 1 << 20}
_SUM_LINE = re.compile(r"([0-9a-fA-F]{64}) [ *]?(?:.*/)?(.+)")
_LOCK = ".installing"


@dataclass(frozen=True, slots=True)
class VoiceSource:
    """Where voices come from: an address or a folder.

    Its files lie as the project has them, `en/en_US/ljspeech/high/en_US-…`, or all together.
    """

    place: str

    def __post_init__(self) -> None:
        scheme = self.place.partition("://")[0] if "://" in self.place else ""
        if scheme not in ("", "https", "http"):
            raise VoiceError("voice-source/scheme", place=self.place)
        if scheme and not _has_host(self.place):
            raise VoiceError("voice-source/address", place=self.place)
        if not scheme and not (self.place and Path(self.place).is_dir()):
            raise VoiceError("voice-source/folder", place=self.place)

    @property
    def remote(self) -> bool:
        """Whether it is an address."""
        return "://" in self.place

    def get(
        self, name: str, file: str, part: Path, sha256: str, progress: fetch.ByteProgress
    ) -> None:
        """Put a file of a voice where it is wanted, if its sum is right.

        Raises:
            VoiceError: it is not there, cannot be fetched, or has other bytes.
            OutputError: no space, or no permission.
        """
        most_bytes = _MOST_BYTES[_end_of(file)]
        for place in self._places(name, file):
            try:
                if self.remote:
                    fetch.fetch(place, part, sha256, most_bytes, progress)
                else:
                    _copy(Path(place), part, sha256)
            except fetch.NotThere:
                continue
            return
        raise VoiceError("voice-source/lacks", place=self.place, file=file)

    def sums(self, name: str) -> dict[str, str]:
        """Return the sums of files by their names, as a list beside them gives them.

        Raises:
            VoiceError: the list cannot be fetched, or could have been changed on its way.
        """
        for place in self._places(name, SUMS_FILE):
            if not self.remote:
                file = Path(place)
                text = _read(file) if file.is_file() else ""
            elif not fetch.is_tamperproof(place):
                raise VoiceError("voice-source/open", place=place)
            else:
                try:
                    text = fetch.fetch_text(place, _MOST_BYTES[CONFIG])
                except fetch.NotThere:
                    text = ""
            found = [_SUM_LINE.fullmatch(line.strip()) for line in text.splitlines()]
            if sums := {match[2]: match[1].lower() for match in found if match}:
                return sums
        return {}

    def _places(self, name: str, file: str) -> list[str]:
        inside = voice_folder(name)
        paths = [f"{inside}/{file}", file] if inside else [file]
        if not self.remote:
            return [str(Path(self.place, path)) for path in paths]
        base = self.place.rstrip("/")
        return [f"{base}/{quote(path)}" for path in paths]


def install_voice(name: str, source: VoiceSource, progress: VoiceProgress | None = None) -> Path:
    """Install a voice, or do nothing where it is already there as it should be.

    Args:
        name: as Piper calls it, or `kokoro` for the model of that engine's voices.
        source: where it comes from.
        progress: told of what arrives.

    Returns:
        The model.

    Raises:
        VoiceError: there is no such voice, nothing vouches for it, or it cannot be fetched.
        OutputError: no space, or no permission.
    """
    folder, known = _folder_for(name), known_voice(name, source)
    sums = _sums(name, known, source)
    size = known.size_bytes if known else 0
    with exclusive_lock(folder / _LOCK, _busy()):
        placed: list[tuple[Path, Path]] = []
        for file, sha256 in sums.items():
            target, part = folder / file, folder / f".{file}.{sha256[:12]}"
            if not _is(target, sha256):
                source.get(name, file, part, sha256, _told(file, size, progress))
                placed.append((part, target))
        for part, target in placed:
            _move(part, target)
    return folder / [*sums][-1]


def known_voice(name: str, source: VoiceSource) -> Published | None:
    """Return what is known here of a voice that is to be installed.

    Raises:
        VoiceError: it cannot be one, or its source is the published one, for which only the sums
            that are known here vouch.
    """
    known = published(name)
    if known or (voice_folder(name) and source.place != SITE):
        return known
    import difflib

    close = difflib.get_close_matches(name, [voice.name for voice in VOICES], 3)
    meant = phrase("voice-unknown/meant", names=" or ".join(close)) if close else ""
    if not voice_folder(name):
        raise VoiceError("voice-unknown/name", name=name, meant=meant)
    raise VoiceError("voice-unknown/sums", name=name, meant=meant, sums=SUMS_FILE)


def remove_voice(name: str) -> None:
    """Remove a voice, and what has arrived of one whose installing broke off.

    Raises:
        VoiceError: it is not installed, or another process is installing one.
        OutputError: no permission.
    """
    folder, names = _folder_for(name), _files_of(name)
    files = [folder / file for file in names]
    parts = [part for file in names for part in folder.glob(f".{file}*")]  # broken off
    if not any(file.exists() for file in (*files, *parts)):
        raise _nothing_to_remove(name)
    with exclusive_lock(folder / _LOCK, _busy()):
        for file in (*files, *parts):
            try:
                file.unlink(missing_ok=True)
            except OSError as error:
                raise cannot_write(file, error) from error


def _folder_for(name: str) -> Path:
    return model_folder() if name == KOKORO.name else voices_folder()


def _files_of(name: str) -> list[str]:
    """Return the names of a voice's files, the smaller one first; none for what is no name."""
    if name == KOKORO.name:
        return [*KOKORO.sums]
    return [f"{name}{end}" for end in (CONFIG, MODEL)] if voice_folder(name) else []


def _nothing_to_remove(name: str) -> VoiceError:
    if name == KOKORO.name:
        return VoiceError("not-installed/kokoro-packages")
    return VoiceError("not-installed/piper-name", voice=name)


def _busy() -> VoiceError:
    return VoiceError("busy/installing")


def _sums(name: str, known: Published | None, source: VoiceSource) -> dict[str, str]:
    """Return the sums of a voice's files, the smaller file first.

    Raises:
        VoiceError: nothing vouches for them.
    """
    if known:
        return dict(known.sums)
    files, listed = _files_of(name), source.sums(name)
    if not all(file in listed for file in files):
        raise VoiceError("voice-unknown/vouched", name=name, place=source.place, sums=SUMS_FILE)
    return {file: listed[file] for file in files}


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not match, or a port that is no number
        return False


def _told(file: str, size: int, progress: VoiceProgress | None) -> fetch.ByteProgress:
    """Tell of the model only: its settings are there in no time."""

    def tell(done: int) -> None:
        if progress and file.endswith(MODEL):
            progress(done, size)

    return tell


def _is(file: Path, sha256: str) -> bool:
    try:
        return file.is_file() and fetch.sum_of(file) == sha256
    except OSError:
        return False  # what cannot be read is put there anew


def _read(file: Path) -> str:
    try:
        return read_bounded(file, _MOST_BYTES[CONFIG]).decode(errors="replace")
    except OSError as error:
        raise VoiceError("cannot-read", file=file, reason=error) from error


def _end_of(file: str) -> str:
    return CONFIG if file.endswith(CONFIG) else MODEL


def _copy(file: Path, part: Path, sha256: str) -> None:
    """Copy a file, if its sum is right when it has arrived."""
    import shutil

    if not file.is_file():
        raise fetch.NotThere("not-fetched/none", file=file)
    try:
        source = open_regular(file)
    except OSError as error:
        raise VoiceError("cannot-read", file=file, reason=error) from error
    with source:
        try:
            with part.open("wb") as stream:
                shutil.copyfileobj(source, stream)
        except OSError as error:
            fetch.remove_part(part)
            raise cannot_write(part, error) from error
    if fetch.sum_of(part) != sha256:
        fetch.remove_part(part)
        raise VoiceError("voice-source/sum", file=file)


def _move(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except OSError as error:
        raise cannot_write(target, error) from error
