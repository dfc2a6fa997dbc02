"""A session as a value: it knows its size, its ETag and each of its bytes before one is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import cached_property
from typing import NamedTuple

from voicecoach.audio.mp3.frames import FRAME_MS, SAMPLE_RATE_HZ, Extent
from voicecoach.audio.mp3.splice import Layout, Placed, lay
from voicecoach.audio.tags import MAX_CHAPTERS, SessionTags, id3_before
from voicecoach.base.messages import Phrase
from voicecoach.base.phonemes import unmarked
from voicecoach.base.values import dataclass, replace
from voicecoach.coach.lengths import LengthOf
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import Sound, Timeline
from voicecoach.formats.problems import Problem, Where, errors
from voicecoach.library.script import Script
from voicecoach.session.columns import WrittenContent, written
from voicecoach.session.content import chapters, content_of, notes, recorded_cues, transcript
from voicecoach.session.cover import Cover, cover_with, picture_key, picture_of
from voicecoach.session.faults import DoesNotFit, NotSpoken
from voicecoach.session.order import ResolvedOrder
from voicecoach.session.record import SessionContent
from voicecoach.session.subtitle import subtitle
from voicecoach.session.timing import engine_problems, length_problems, planned
from voicecoach.speech import Cast, SourceOf, guesses
from voicecoach.store.fragments import Fragments
from voicecoach.store.protocol import FragmentStore
from voicecoach.voices.engine import Line
from voicecoach.voices.synthesiser import LinesFailed, SoundProgress, Synthesiser

GENRE = "Speech"
_VERSION = 4  # of what an ETag is made from


class Shelf(NamedTuple):
    """Where a plan's bytes come from: no part of what it is."""

    cache: FragmentStore
    fragments: Fragments


class Told:
    """What a session's record says of it, made when it is first asked for."""

    def __init__(self, make: Callable[[], SessionContent]) -> None:
        self._make = make

    @cached_property
    def content(self) -> SessionContent:
        """What it says."""
        return self._make()

    @cached_property
    def json(self) -> str:
        """The same as JSON, for the record's file."""
        return self.content.to_json()

    @cached_property
    def written(self) -> WrittenContent:
        """The same in columns, to be compared and packed."""
        return written(self.content)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Told) and self.content == other.content

    def __hash__(self) -> int:
        return hash(self.content)


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """A session that may never be written: equal plans are the same bytes.

    Attributes:
        told: what its record says of it.
        tags: what its tag says, without the picture.
        cover: the picture.
        layout: the fragments in their places.
        before: what stands in the tag in front of the picture, which is the last of it.
        shelf: where the bytes of picture and fragments come from.
    """

    told: Told
    tags: SessionTags
    cover: Cover
    layout: Layout
    before: bytes = field(repr=False)
    shelf: Shelf = field(compare=False, repr=False)

    @property
    def content(self) -> SessionContent:
        """What its record says of it."""
        return self.told.content

    @property
    def size(self) -> int:
        """Length of the MP3 in bytes."""
        return self._tag_bytes + self.layout.size

    @property
    def etag(self) -> str:
        """A strong ETag, without quotes: a digest of all that the MP3 and its record are made from.

        It is made from values that are not compressed, so that it is the same on every machine; the
        PNG behind the cover's digest is that of the store, which they share.
        """
        layout = self.layout
        named = {each.key: (each.key, *each.extent) for each in layout.placed}
        numbers = {key: number for number, key in enumerate(named)}
        placed = [[each.frame, numbers[each.key]] for each in layout.placed]
        beds = [[each.frame, each.end, each.crc] for each in layout.beds]
        values = [_VERSION, layout.bitrate_kbps, layout.samples, self.cover.digest]
        values += [[*named.values()], placed, layout.silence, beds]
        values += [[getattr(self.tags, name) for name in _TEXTS], self.told.written.texts]
        return hashlib.sha256(json.dumps(values).encode() + self.told.written.told).hexdigest()

    def pieces(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Give the bytes from one place up to another, reading nothing that lies outside.

        Args:
            start: the first byte.
            stop: the byte after the last; the end unless given.

        Raises:
            MissingFragment: while it is read, where the store has lost something.
        """
        stop = self.size if stop is None else min(stop, self.size)
        picture, frames = len(self.before), self._tag_bytes
        if start < min(stop, picture):
            yield self.before[start:stop]
        if max(start, picture) < min(stop, frames):
            png = picture_of(self.cover, self.shelf.cache)
            yield png[max(start - picture, 0) : stop - picture]
        if stop > frames:
            read = self.shelf.fragments.frames
            yield from self.layout.pieces(max(start - frames, 0), stop - frames, read)

    def entries(self, start: int, stop: int) -> Iterator[str]:
        """Name what `pieces` reads there from the store, each once."""
        frames = self._tag_bytes
        if max(start, len(self.before)) < min(stop, frames):
            yield picture_key(self.cover)
        if stop > frames:
            yield from self.layout.keys(max(start - frames, 0), stop - frames)

    def byte_at(self, ms: int) -> int:
        """Return the byte from which a player that is given nothing before hears it from a time on.

        It is that of a silent frame, or of the beginning of what is being said.
        """
        frame = min(max(ms, 0) // FRAME_MS, self.layout.frames)
        return self._tag_bytes + self.layout.begin_of(self.layout.boundary(frame))

    @property
    def _tag_bytes(self) -> int:
        return len(self.before) + self.cover.size_bytes


_TEXTS = ("title", "artist", "album", "genre", "language", "comment", "lyrics", "chapters")


class Planned(NamedTuple):
    """A plan, and what there is to say about it.

    Attributes:
        warnings: about the session, with their places.
        new: how many sounds were made; the others came from the cache.
        damaged: how many entries of the cache were damaged, and made anew.
        remarks: what the store said of itself.
        fitting: what was changed so that it is as long as was asked, the head first.
    """

    plan: SessionPlan
    warnings: tuple[Problem, ...]
    new: int
    damaged: int
    remarks: tuple[Phrase, ...]
    fitting: tuple[Phrase, ...]


def plan_session(
    order: ResolvedOrder,
    cast: Cast,
    studio: Synthesiser,
    on_progress: SoundProgress | None = None,
    whole: bool = False,
) -> Planned:
    """Plan a session; what was never spoken before is spoken.

    Args:
        order: everything that was decided about it.
        cast: who speaks.
        studio: gives every sound, from its cache or newly made; one serves many sessions.
        on_progress: told how many sounds are ready, of how many, and how many were cached.
        whole: read sounds whole, for the session is written next; damaged ones are made anew.

    Raises:
        DoesNotFit: a required line has no room, or the session is too long.
        NotSpoken: the voice could not speak some lines.
    """
    script = replace(order.script, counts_apart=cast.counts_apart)
    speaking = _Speaking(studio, cast.source_of(script.ear), on_progress, whole)
    schedule, problems = planned(script, guesses(speaking.source_of), speaking.measure)
    problems += [*length_problems(script, schedule), *engine_problems(script)]
    problems += [*speaking.remarks(schedule.timeline), *_chapter_problems(script, schedule)]
    if errors(problems):
        raise DoesNotFit(problems)
    return Planned(
        plan=_plan(order, cast, schedule, speaking),
        warnings=tuple(problems),
        new=speaking.new,
        damaged=len(speaking.damaged),
        remarks=tuple(speaking.of_store),
        fitting=schedule.timeline.fitting,
    )


def _chapter_problems(script: Script, schedule: Schedule) -> Iterator[Problem]:
    """Say which chapters no player shows."""
    count = len(chapters(schedule))
    if count > MAX_CHAPTERS:
        where = Where(script.routine.file, ("steps",))
        yield Problem.of("many-chapters", where, on_key=True, chapters=count, most=MAX_CHAPTERS)


class _Speaking:
    """Has the sounds of timelines spoken, and remembers what came of it."""

    def __init__(
        self,
        studio: Synthesiser,
        source_of: SourceOf,
        on_progress: SoundProgress | None,
        whole: bool,
    ) -> None:
        self.studio = studio
        self.source_of = source_of
        self.extents: dict[Sound, Extent] = {}
        self.keys: dict[Sound, str] = {}
        self.new = 0
        self.damaged: set[str] = set()
        self.of_store: dict[Phrase, None] = {}
        self._on_progress = on_progress
        self._whole = whole
        self._remarks: dict[Line, Phrase] = {}

    def measure(self, timeline: Timeline) -> LengthOf:
        """Give the lengths of all sounds of a timeline."""
        sources = {sound: self.source_of(sound) for sound in timeline.sounds()}
        self.studio.withhold([sources[sound] for sound in timeline.personal_sounds()])
        try:
            spoken = self.studio.speak(sources.values(), self._on_progress, self._whole)
        except LinesFailed as failed:
            raise NotSpoken(list(_unspoken(timeline, sources, failed))) from failed
        self.new += spoken.new
        self.damaged.update(spoken.damaged)
        self.of_store.update(dict.fromkeys(spoken.of_store))
        self._remarks.update(spoken.remarks)
        self.extents.update((sound, spoken.extents[line]) for sound, line in sources.items())
        self.keys.update((sound, self.studio.key(line)) for sound, line in sources.items())
        return lambda sound: self.extents[sound].length_ms

    def remarks(self, timeline: Timeline) -> Iterator[Problem]:
        """Lines that an engine could only speak in another way: someone should listen to them."""
        places = _places(timeline, self.source_of) if self._remarks else {}
        for line, remark in self._remarks.items():
            if line in places:
                yield Problem.of(
                    "spoken-again", places[line], text=unmarked(line.text), reason=remark
                )


def _unspoken(
    timeline: Timeline, sources: Mapping[Sound, Line | str], failed: LinesFailed
) -> Iterator[Problem]:
    """Give each line that failed the place in the script that asked for it."""
    places = _places(timeline, sources.__getitem__)
    for line, reason in failed.failed.items():
        where = places.get(line, Where(""))
        yield Problem.of("not-spoken", where, text=unmarked(line.text), reason=reason)


def _places(timeline: Timeline, source_of: SourceOf) -> dict[Line | str, Where]:
    """The place in the script that first asked for each line."""
    places: dict[Line | str, Where] = {}
    for slot in timeline.slots:
        for cue in slot.cues:
            for sound in cue.sounds:
                places.setdefault(source_of(sound), cue.where or Where(""))
    return places


def _plan(order: ResolvedOrder, cast: Cast, schedule: Schedule, speaking: _Speaking) -> SessionPlan:
    extents, keys, studio = speaking.extents, speaking.keys, speaking.studio
    placed = [
        Placed(cue.frame - extents[cue.sound].run_in, extents[cue.sound], keys[cue.sound])
        for cue in schedule.cues
        if extents[cue.sound].frames  # else it is silent
    ]
    samples = schedule.total_ms * SAMPLE_RATE_HZ // 1000
    bitrate, silence, under = (
        cast.bitrate_kbps,
        order.choices.silence.value,
        order.choices.under.value,
    )
    beds = []
    if under != "none":
        from voicecoach.session.under import bed_loop, beds_in

        beds = beds_in(schedule, placed, bed_loop(under, bitrate, silence, studio.cache))
    variant = subtitle(order, schedule.total_ms)
    tags = _tags(order, schedule, variant)
    cover = cover_with(schedule.timeline.title, variant, order.publisher, studio.cache)

    def content() -> SessionContent:
        return content_of(
            schedule,
            recorded_cues(schedule, lambda sound: extents[sound].samples),
            routine=order.script.routine.head.routine,
            subtitle=variant,
            language=order.script.language,
            voices=cast.described(),
            programme=order.programme,
            episode=order.order.episode,
            plan=order.order.day.plan if order.order.day else None,
            silence=silence,
            under=under,
            tailored=order.script.profile is not None,
        )

    return SessionPlan(
        told=Told(content),
        tags=tags,
        cover=cover,
        layout=lay(placed, samples, bitrate, silence, beds),
        before=id3_before(tags, cover.size_bytes),
        shelf=Shelf(studio.cache, studio.store),
    )


def _tags(order: ResolvedOrder, schedule: Schedule, variant: str) -> SessionTags:
    language, title = order.script.language, schedule.timeline.title
    shown = chapters(schedule)[:MAX_CHAPTERS]
    return SessionTags(
        title=f"{title} ({variant})" if variant else title,
        artist=order.artist,
        album=order.publisher,
        genre=GENRE,
        language=language.language,
        comment=notes(schedule, language),
        lyrics=transcript(schedule),
        cover_png=b"",
        duration_ms=schedule.total_ms,
        chapters=tuple((c.title, c.start_ms, c.end_ms) for c in shown),
    )
