"""A site in one file, for e-mail or a memory stick: its pages open from disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from voicecoach.base.errors import OutputError
from voicecoach.base.files import Staging
from voicecoach.publish.builders.parts import SITE_PARTS
from voicecoach.publish.catalogue import Finished
from voicecoach.publish.episode import Episode, File, Site, shown_order
from voicecoach.publish.paths import media_path, new_slug
from voicecoach.publish.site import SiteConfig, files_of_session

_DAWN = (1980, 1, 1, 0, 0, 0)  # the same sessions give the same file
_STORED = (".mp3", ".png", ".jpg", ".pdf")  # nothing to be gained


def write_zip(target: Path, sessions: Iterable[Finished], look: SiteConfig) -> int:
    """Write the file, whole or not at all.

    Returns:
        Its size in bytes.

    Raises:
        OutputError: its name does not end in .zip, or it could not be written.
    """
    if target.suffix.lower() != ".zip":
        raise OutputError("bad-zip-name", file=target, name=target.name)
    given = {session.record.id: session for session in sessions}
    site = _site(given, look)
    with Staging(target.parent) as staging:
        return staging.write(target.name, _zipped(_files(site))).size_bytes


def _site(given: dict[str, Finished], look: SiteConfig) -> Site:
    offers = []
    for session in given.values():
        slug, words = new_slug(session.record), look.labels.words(session.record.content.language)
        media = media_path(slug, session.record)
        offers.append(Episode(session.record, session.mp3, slug, media, words, 0, 0))
    offers.sort(key=lambda offer: (shown_order(offer.content), offer.slug))
    words = look.labels.words(look.language)
    return Site((*offers,), look.clinic, look.logo, "", words, standalone=True, pdfs=look.pdfs)


def _files(site: Site) -> Iterator[File]:
    yield from (file for part in SITE_PARTS for file in part(site))
    yield from (file for offer in site.offers for file in files_of_session(site, offer))


def _zipped(files: Iterable[File]) -> Iterator[bytes]:
    """The ZIP file in chunks, none much larger than the largest of its files."""
    out = _Out()
    with zipfile.ZipFile(out, "w") as archive:
        for file in _once(files):
            entry = zipfile.ZipInfo(file.path, _DAWN)
            is_small = file.path.endswith(_STORED)
            entry.compress_type = zipfile.ZIP_STORED if is_small else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, b"".join(file.chunks()))
            yield out.taken()
    yield out.taken()


def _once(files: Iterable[File]) -> Iterator[File]:
    """Each file once: sessions share some. None is held longer than it takes to write it."""
    seen: set[str] = set()
    for file in files:
        if file.path not in seen:
            seen.add(file.path)
            yield file


class _Out(io.RawIOBase):
    """Holds what was written until it is taken away; it cannot go back."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._gone = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._gone + len(self._held)

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        """What was written since."""
        held, self._held = bytes(self._held), bytearray()
        self._gone += len(held)
        return held
