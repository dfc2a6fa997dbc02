"""The pipeline: a script is compiled, spoken, placed and spliced into a session."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from voicecoach.cache import Cache, key_of
from voicecoach.coach.compile import compile_session
from voicecoach.coach.place import LengthOf, Schedule, place, total_ms
from voicecoach.coach.timeline import Sound, Timeline
from voicecoach.deliver import (
    Programme,
    chapters,
    notes,
    record_of,
    recorded_cues,
    transcript,
    webvtt,
)
from voicecoach.errors import ScriptError, VoiceError
from voicecoach.files import Staging, check_writable
from voicecoach.mp3.frames import (
    FRAME_MS,
    FRAME_SAMPLES,
    GRID,
    PRE_ROLL_FRAMES,
    SAMPLE_RATE_HZ,
    Fragment,
)
from voicecoach.mp3.splice import session_chunks
from voicecoach.mp3.tags import MAX_CHAPTERS, SessionTags, id3_bytes
from voicecoach.record import SessionRecord
from voicecoach.script.lexicon import engines_of
from voicecoach.script.library import Script
from voicecoach.script.problems import Problem, Where, errors, hint
from voicecoach.speech import SourceOf, Speech, guesses, nobody
from voicecoach.units import Length
from voicecoach.voices.engine import Line
from voicecoach.voices.engines import ENGINES
from voicecoach.voices.studio import LinesFailed, Progress, Studio

ALBUM, GENRE = "voicecoach", "Speech"


@dataclass(frozen=True, slots=True)
class Built:
    """A finished session: its files, its record, and what there is to say about it.

    Attributes:
        new_clips: how many sounds were made; the others came from the cache.
        damaged: entries of the cache that were damaged and made anew.
        fitting: what was changed so that it is as long as was asked, as lines to read.
    """

    mp3: Path
    record_file: Path
    vtt: Path
    record: SessionRecord
    warnings: tuple[Problem, ...]
    new_clips: int
    damaged: int
    fitting: tuple[str, ...] = ()


class DoesNotFit(ScriptError):
    """Required lines have no room; `problems` says which, with their places."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("the session cannot be built as it is written")
        self.problems = problems


class NotSpoken(VoiceError):
    """The voice could not speak some lines; `problems` says which, with their places."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            "the voice could not speak every line; all others are kept",
            "Build again to try these lines once more, or reword them.",
        )
        self.problems = problems


def build(
    script: Script,
    speech: Speech,
    studio: Studio,
    target: Path,
    artist: str,
    on_progress: Progress | None = None,
    programme: Programme | None = None,
) -> Built:
    """Build one session.

    Args:
        script: the routine with everything that it names, checked.
        speech: who speaks.
        studio: gives every sound, from its cache or newly made; one serves many sessions.
        target: the MP3's path; record and WebVTT go beside it.
        artist: as players show it.
        on_progress: told how many sounds are ready, of how many, and how many were cached.
        programme: the programme that the session is a part of.

    Raises:
        DoesNotFit: a required line has no room, or the session is too long.
        NotSpoken: the voice could not speak some lines.
        OutputError: the files could not be written; those of before are as they were.
    """
    check_writable(target.parent)  # before minutes of speaking, not after
    counted = _Counted(on_progress)
    fragments: Fragments = {}
    source_of = speech.source_of(script.ear)

    def speak(timeline: Timeline) -> LengthOf:
        fragments.update(_speak(studio, timeline, source_of, counted))
        return lambda sound: length_ms(fragments[sound])

    schedule, problems = planned(script, guesses(source_of), speak)
    problems += [*length_problems(script, schedule.total_ms), *engine_problems(script)]
    problems += _spoken_again(schedule.timeline, source_of, studio.remarks)
    if errors(problems):
        raise DoesNotFit(problems)
    record = _write(script, speech, schedule, fragments, studio.cache, target, artist, programme)
    return Built(
        mp3=target,
        record_file=target.with_suffix(".json"),
        vtt=target.with_suffix(".vtt"),
        record=record,
        warnings=tuple(problems),
        new_clips=counted.made,
        damaged=len(studio.cache.damaged),
        fitting=schedule.timeline.fitting,
    )


def planned(
    script: Script, guess: LengthOf, measure: Callable[[Timeline], LengthOf]
) -> tuple[Schedule, list[Problem]]:
    """Compile a script and place it.

    Args:
        script: the routine with everything that it names.
        guess: lengths good enough to know how many minutes the session may say that it takes.
        measure: gives the lengths of all sounds of a timeline.

    Raises:
        CannotFit: the session cannot be as long as was asked.
    """
    if script.limits:
        from voicecoach.coach.fit import fit

        timeline = fit(script, script.limits, guess, measure, GRID)
        return place(timeline, measure(timeline), GRID)
    whole = compile_session(script)
    expected_ms = total_ms(whole, guess, GRID)
    while True:
        timeline = whole.about(expected_ms)
        schedule, problems = place(timeline, measure(timeline), GRID)
        if not whole.tells(schedule.total_ms) or timeline.tells(schedule.total_ms):
            return schedule, problems  # too long for any wording: that is reported by its length
        expected_ms = schedule.total_ms  # the guess was far off: once more, with what is now known


def preview(script: Script, rate_wpm: int) -> tuple[Schedule, list[Problem]]:
    """Compile a script and place it by guessed lengths: nothing is spoken."""
    guess = guesses(nobody(script.language.language, rate_wpm).source_of(script.ear))
    return planned(script, guess, lambda _: guess)


def length_problems(script: Script, total_ms: int) -> list[Problem]:
    """A session that is too long to do, or to be safe."""
    where = Where(script.routine.file, ("title",))
    lasts_ms, coaching = Length(total_ms // 1000 * 1000), script.coaching
    if total_ms > coaching.session_error:
        most_ms = Length(coaching.session_error)
        return [Problem.of("too-long", where, lasts_ms=lasts_ms, most_ms=most_ms)]
    if total_ms > coaching.session_warning:
        return [Problem.of("long-session", where, lasts_ms=lasts_ms)]
    return []


def engine_problems(script: Script) -> Iterator[Problem]:
    """Respellings that no engine gets, for none has that name."""
    for where, words in script.lexicons():
        for word, said in words.items():
            for engine in engines_of(said):
                if engine not in ENGINES and ":" not in engine:  # `module:Class` is one's own
                    place, meant = where.at(word, engine), hint(engine, ENGINES)
                    yield Problem.of(
                        "unknown-engine", place, on_key=True, engine=engine, hint=meant
                    )


def length_ms(fragment: Fragment) -> int:
    """How long a fragment's sound takes: whole frames from the cue's first sample.

    A silent sound has no frames to speak of, and takes its time all the same.
    """
    sounding = -(-fragment.samples // FRAME_SAMPLES)
    return max(fragment.body_frames, sounding) * FRAME_MS


Fragments = dict[Sound, Fragment]


@dataclass(slots=True)
class _Counted:
    """Passes progress on, and remembers how many sounds were made anew."""

    on_progress: Progress | None
    made: int = 0
    before: int = 0  # what was made for those timelines that are done with

    def begin(self) -> None:
        """Count another timeline's sounds besides."""
        self.before = self.made

    def __call__(self, done: int, total: int, from_cache: int) -> None:
        self.made = self.before + done - from_cache
        if self.on_progress:
            self.on_progress(done, total, from_cache)


def _speak(
    studio: Studio,
    timeline: Timeline,
    source_of: SourceOf,
    on_progress: _Counted,
) -> Fragments:
    """Every sound of a timeline as a fragment, from the cache or made now."""
    sources = {sound: source_of(sound) for sound in timeline.sounds()}
    on_progress.begin()
    try:
        made = studio.fragments(sources.values(), on_progress)
    except LinesFailed as failed:
        raise NotSpoken(list(_unspoken(timeline, sources, failed))) from failed
    return {sound: made[source] for sound, source in sources.items()}


def _unspoken(
    timeline: Timeline, sources: dict[Sound, Line | str], failed: LinesFailed
) -> Iterator[Problem]:
    """Give each line that failed the place in the script that asked for it."""
    places = _places(timeline, sources.__getitem__)
    for line, reason in failed.failed.items():
        where = places.get(line, Where(""))
        yield Problem.of("not-spoken", where, text=line.text, reason=reason)


def _spoken_again(
    timeline: Timeline, source_of: SourceOf, remarks: Mapping[Line, str]
) -> Iterator[Problem]:
    """Lines that an engine could only speak in another way: someone should listen to them."""
    places = _places(timeline, source_of) if remarks else {}
    for line, remark in remarks.items():
        if line in places:
            yield Problem.of("spoken-again", places[line], text=line.text, reason=remark)


def _places(timeline: Timeline, source_of: SourceOf) -> dict[Line | str, Where]:
    """The place in the script that first asked for each line."""
    places: dict[Line | str, Where] = {}
    for slot in timeline.slots:
        for cue in slot.cues:
            for sound in cue.sounds:
                places.setdefault(source_of(sound), cue.where or Where(""))
    return places


def _write(
    script: Script,
    speech: Speech,
    schedule: Schedule,
    fragments: Fragments,
    cache: Cache,
    target: Path,
    artist: str,
    programme: Programme | None,
) -> SessionRecord:
    """Write MP3, WebVTT and record; the record last, for it tells of the others."""
    cues = recorded_cues(schedule, lambda sound: fragments[sound].samples)
    samples = schedule.total_ms * SAMPLE_RATE_HZ // 1000
    placed = [(cue.frame - PRE_ROLL_FRAMES, fragments[cue.sound]) for cue in schedule.cues]
    with Staging(target.parent) as staging:
        written = staging.write(
            target.name,
            chain(
                [_tag(script, schedule, cache, artist)],
                session_chunks(placed, samples, speech.bitrate_kbps),
            ),
        )
        record = record_of(
            schedule,
            cues,
            id=_kept_id(target.with_suffix(".json")),
            file=target.name,
            routine=script.routine.head.routine,
            programme=programme,
            language=script.language,
            voices=speech.described(),
            size_bytes=written.size_bytes,
            sha256=written.sha256,
        )
        vtt = (part.encode() for part in webvtt(cues, speech.language))
        staging.write(target.with_suffix(".vtt").name, vtt)
        staging.write(target.with_suffix(".json").name, [record.to_json().encode()])
    return record


def _tag(script: Script, schedule: Schedule, cache: Cache, artist: str) -> bytes:
    language = script.language
    shown = chapters(schedule)[:MAX_CHAPTERS]
    return id3_bytes(
        SessionTags(
            title=schedule.timeline.title,
            artist=artist,
            album=ALBUM,
            genre=GENRE,
            language=language.language,
            comment=notes(schedule, language),
            lyrics=transcript(schedule),
            cover_png=_cover(schedule.timeline.title, cache),
            duration_ms=schedule.total_ms,
            chapters=tuple((c.title, c.start_ms, c.end_ms) for c in shown),
        )
    )


def _cover(title: str, cache: Cache) -> bytes:
    """The cover with a title, drawn once: that costs more than all of a warm build's splicing."""
    key = key_of(kind="cover", version=2, title=title)
    kept = cache.get(key)
    if kept is None:
        from voicecoach.mp3.cover import draw_cover

        kept = draw_cover(title)
        cache.put(key, kept)
    return kept


def _kept_id(record_file: Path) -> str:
    """The id of the session that is built again, or a new one."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        kept = json.loads(record_file.read_bytes()).get("id")
        if isinstance(kept, str) and len(kept) == 32:
            return kept
    return os.urandom(16).hex()  # not from `secrets`, which takes 6 ms to import
