"""What is published: sessions, who offers them, where; and the files that are made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from typing import Literal
from urllib.parse import urljoin

from voicecoach.base.values import dataclass, replace
from voicecoach.language.phrases import Language
from voicecoach.language.printed import WarningGroup
from voicecoach.model.clinic import Clinic
from voicecoach.publish.recording import Mp3Source, Spliced, cover_png, mp3_chunks
from voicecoach.publish.text import clean, natural, written_length
from voicecoach.session.captions import webvtt
from voicecoach.session.record import SessionContent, SessionRecord

ABOVE = "../../"
"""From a patient's site to the place that it is in: it lies there in `p/<secret>`."""

BuildStage = Literal["asset", "page", "index"]
STAGES: tuple[BuildStage, ...] = ("asset", "page", "index")

ASSETS = "assets/"
"""Paths that begin so are of files named by their content, which are the same for whoever has
them: nothing that tells of one person, or of where one site is, lies there."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site.

    Attributes:
        path: from the site's root, with forward slashes; plain ASCII.
        content: what is in it, or the recording that it is.
        stage: when it is written: what others lead to comes before them.
        sha256: what a recording is to have, where that is known.
    """

    path: str
    content: bytes | Mp3Source
    stage: BuildStage = "page"
    sha256: str = ""

    def chunks(self) -> Iterator[bytes]:
        """Give what is in it.

        Raises:
            OutputError: at the end, when a recording is not what it is to be.
        """
        content = self.content
        return iter([content]) if isinstance(content, bytes) else mp3_chunks(content, self.sha256)


@dataclass(frozen=True, slots=True)
class Episode:
    """One session, as it is published.

    Attributes:
        record: of the session; its texts are data, and may hold anything.
        mp3: the session itself; None where it was withdrawn.
        slug: the name of its folder: letters, digits and hyphens, the same for as long as it lives.
        media: the MP3's path from the site's root, named by its content.
        words: the labels of its language.
        published: when it was first published, seconds since 1970, UTC.
        changed: when its content was last published anew, the same.
        withdrawn: whether its clinic has taken it back: then a notice stands in its place.
        listed: whether index and feed lead to it, and not its address alone.
        spliced: how browsers lay it together, where they do.
    """

    record: SessionRecord
    mp3: Mp3Source | None
    slug: str
    media: str
    words: Language
    published: int
    changed: int
    withdrawn: bool = False
    listed: bool = True
    spliced: Spliced | None = None

    @property
    def content(self) -> SessionContent:
        """What is in it, and when."""
        return self.record.content

    @property
    def name(self) -> str:
        """Its title, with what sets it apart from others of that title."""
        title, subtitle = clean(self.content.title), clean(self.content.subtitle)
        return f"{title} ({subtitle})" if title and subtitle else title

    @property
    def needs(self) -> str:
        """What must be at hand, as one line: `a mat, a clear wall`."""
        names = self.words.needs
        return ", ".join(clean(names.get(need, need)) for need in self.content.needs)

    @property
    def length(self) -> str:
        """How long it is, in whole minutes, as its language writes it: `12 min`."""
        minutes = max(1, round(self.content.duration_ms / 60_000))
        return written_length(minutes * 60_000, self.words.language)

    @property
    def warnings(self) -> tuple[WarningGroup, ...]:
        """The warning signs under their headings, the most urgent first; groups without any go."""
        found = self.content.warnings
        groups = zip(self.words.warnings.groups, astuple(found), strict=True)
        return tuple(replace(words, signs=signs) for words, signs in groups if signs)

    @property
    def folder(self) -> str:
        """Where its files are, from the site's root."""
        return f"s/{self.slug}/"

    @property
    def heard(self) -> str:
        """The path of what its page plays: where browsers lay that together, it is no file."""
        return f"{self.folder}{self.spliced.stem}.mp3" if self.spliced else self.media

    @property
    def plan(self) -> File | None:
        """What browsers lay it together by, where they do."""
        if self.spliced is None:
            return None
        return File(f"{self.folder}{self.spliced.stem}.plan", self.spliced.plan, "asset")

    @property
    def sounds(self) -> tuple[str, ...]:
        """Paths of the shared files that it is laid together of."""
        return self.spliced.files if self.spliced else ()

    @property
    def captions(self) -> bytes:
        """Everything that is said, as WebVTT; a line each, for an empty one would end the cue."""
        cues = (replace(cue, text=clean(cue.text, 2000)) for cue in self.content.cues)
        return "".join(webvtt((*cues,), self.words.language)).encode()

    @property
    def cover_png(self) -> bytes | None:
        """The picture that the MP3 carries, if it does."""
        return cover_png(self.mp3) if self.mp3 else None


def shown_order(content: SessionContent) -> tuple[object, ...]:
    """A key that sorts sessions as they are shown: by programme and place in it, then by name."""
    programme = content.programme
    place = (programme is None, natural(programme or ""), content.episode or 0)
    return (*place, natural(content.title), natural(content.subtitle), content.language)


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that is published together.

    Attributes:
        offers: the sessions, in the order in which they are shown; withdrawn ones too.
        clinic: who offers them.
        logo: the clinic's, as file ending (`png`, `jpg`, `svg`) and content, or None.
        base_url: where the site will be, ending in a slash; empty when that is not known.
        words: the labels of the language of index, feed and poster.
        private: whether it lies under a path that nobody can guess, and is to be found by nobody.
        standalone: whether it is opened from disk, without a server.
        identity: that of its feed, wherever the site moves to; empty before it has one.
        pdfs: whether handouts come as PDFs too.
        computed: whether recordings are made when they are asked for, and are no files of it.
        feed: whether recordings are at their addresses, so that podcast programs find them.
        above: leads from its root to that of the place whose sites share their assets; empty where
            they are its own.
    """

    offers: tuple[Episode, ...]
    clinic: Clinic
    logo: tuple[str, bytes] | None
    base_url: str
    words: Language
    private: bool = False
    standalone: bool = False
    identity: str = ""
    pdfs: bool = True
    computed: bool = False
    feed: bool = True
    above: str = ""

    @property
    def has_feed(self) -> bool:
        """Whether it has feeds: everything in them is absolute, and they lead to recordings."""
        return bool(self.base_url) and self.feed and not self.standalone

    @property
    def contact(self) -> str:
        """How the clinic is reached, in its own words; empty when it does not say."""
        return clean(self.clinic.contact)

    @property
    def title(self) -> str:
        """The clinic's name, or what stands in its place."""
        return clean(self.clinic.name) or self.words.pages.sessions

    def emergency(self, offer: Episode) -> str:
        """Whom to call: the session's own plan comes before the clinic; empty when none says."""
        plan = offer.content.plan
        numbers = (plan.emergency_number if plan else "", self.clinic.emergency_number)
        return next(filter(None, map(clean, numbers)), "")

    def after(self, offer: Episode) -> Episode | None:
        """The session that comes after one in its programme, in its language; if there is one."""
        content = offer.content
        if not content.programme:
            return None
        found = [
            other
            for other in self.listed
            if other.content.programme == content.programme
            and other.content.language == content.language
            and (other.content.episode or 0) > (content.episode or 0)
        ]
        return min(found, key=lambda other: other.content.episode or 0, default=None)

    @property
    def listed(self) -> tuple[Episode, ...]:
        """The sessions that index and feed lead to."""
        return tuple(offer for offer in self.live if offer.listed)

    @property
    def live(self) -> tuple[Episode, ...]:
        """The sessions that are not withdrawn."""
        return tuple(offer for offer in self.offers if not offer.withdrawn)

    def url(self, path: str = "") -> str:
        """The address of a file of the site; relative when the base is not known."""
        return urljoin(self.base_url, path)

    def path_of(self, file: File) -> str:
        """Where a file is, as it is linked to from the site's root."""
        return self.above + file.path if file.path.startswith(ASSETS) else file.path
