"""What the tones of a session mean: told once, each right before it sounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import get_args

from voicecoach.coach.compile.track import Here, Track
from voicecoach.coach.fading import TONES
from voicecoach.coach.roles import ROLES
from voicecoach.coach.schedule import Schedule
from voicecoach.coach.timeline import START, Anchor, Cue, Slot, Spoken, Tone, Utterance
from voicecoach.formats.problems import Where
from voicecoach.language.phrases import Language
from voicecoach.library.script import Script
from voicecoach.model.slots import ToneName

# They open and close a session, and tell nobody to do anything.
_OF_ITSELF: frozenset[ToneName] = frozenset(("start", "end"))
_MOVING = ("move", "hold", "work", "breathe")
_BEFORE_MS, _AFTER_MS, _INTRO_MS = 100, 240, 400


def explain_tones(script: Script, track: Track, here: Here) -> None:
    """Tell what the tones mean that surely sound before anything tells it.

    Those that a voice needs beside, for its words are too long, are known once it has spoken, and
    told in the opening. Where a length chooses among reps and steps, all that it may need is known
    before. Whoever has done a session so often knows them.
    """
    if not ROLES["tones"].spoken(here.detail):
        return
    words = script.language
    tones = script.tones if script.fitted else script.tones | untold_tones(track.slots)
    if not tones:
        return
    track.slots = [*without_tones(track.slots, tones, words)]
    at = track.tones_at
    if not script.tones:
        at = place_to_explain(track.slots, tones, at)
    track.slots.insert(at, tones_slot(tones, words, here.where))


def untold_tones(slots: Iterable[Slot]) -> frozenset[ToneName]:
    """The tones that sound before they are explained, whatever the voice.

    Those that stand behind words, which may be too long for their place, are not among them.
    """
    told: set[ToneName] = set(_OF_ITSELF)
    untold: set[ToneName] = set()
    for slot in slots:
        explained: list[ToneName] = []
        for cue in slot.cues:
            if cue.role == "tones":
                explained += (sound.name for sound in cue.sounds if isinstance(sound, Tone))
                continue
            first = cue.sounds[0]
            if isinstance(first, Tone) and first.name not in told:
                untold.add(first.name)
        told.update(explained)
    return frozenset(untold)


def sounding_tones(slots: Iterable[Slot]) -> frozenset[ToneName]:
    """The tones that sound in slots whatever the voice, but for those that explain them."""
    cues = (cue for slot in slots for cue in slot.cues if cue.role != "tones")
    firsts = (cue.sounds[0] for cue in cues)
    return frozenset(sound.name for sound in firsts if isinstance(sound, Tone)) - _OF_ITSELF


def told_tones(slots: Iterable[Slot]) -> frozenset[ToneName]:
    """The tones that slots explain."""
    cues = (cue for slot in slots for cue in slot.cues if cue.role == "tones")
    return frozenset(s.name for cue in cues for s in cue.sounds if isinstance(s, Tone))


def unexplained(schedule: Schedule) -> frozenset[ToneName]:
    """The tones of a session that sound before they are explained, or never are.

    Whoever has done it so often that they are not explained any longer knows them all.
    """
    if TONES in dict(schedule.timeline.faded):
        return frozenset()
    told: set[ToneName] = set(_OF_ITSELF)
    unknown: set[ToneName] = set()
    for cue in schedule.cues:
        if not isinstance(cue.sound, Tone):
            continue
        if cue.cue.role == "tones":
            told.add(cue.sound.name)
        elif cue.sound.name not in told:
            unknown.add(cue.sound.name)
    return frozenset(unknown)


def place_to_explain(slots: Sequence[Slot], tones: Collection[ToneName], opening: int) -> int:
    """Find where to explain tones that surely sound: before the step that has the first of them.

    Nobody came for the words before the first movement, so they are no part of the opening unless
    that movement needs them.

    Args:
        slots: the session's.
        tones: which.
        opening: their place in the opening.
    """
    moved, place = False, opening
    for index, slot in enumerate(slots):
        if slot.chapter and moved:
            place = index
        first = (cue.sounds[0] for cue in slot.cues if cue.role != "tones")
        if any(isinstance(sound, Tone) and sound.name in tones for sound in first):
            return place
        moved = moved or slot.kind in _MOVING
    return opening


def without_tones(
    slots: Iterable[Slot], tones: Collection[ToneName], language: Language
) -> Iterator[Slot]:
    """Slots that explain no longer what some tones mean; those that said nothing else are gone."""
    words = {Utterance(getattr(language.tones, name)) for name in tones}
    gone = words | {Tone(name) for name in tones}
    for slot in slots:
        if all(cue.role != "tones" for cue in slot.cues):
            yield slot
            continue
        left = tuple(cue for cue in slot.cues if cue.role != "tones" or cue.sounds[0] not in gone)
        if left:
            yield slot._replace(cues=left)


def tones_slot(tones: Collection[ToneName], language: Language, where: Where) -> Slot:
    """The slot that explains some tones, in the order of their table."""
    intro = Cue((Utterance(language.tones.intro),), "tones", gap_ms=_INTRO_MS, where=where)
    return Slot("instruct", Spoken(), (intro, *tone_cues(tones, language, where)))


def tone_cues(
    tones: Collection[ToneName], language: Language, where: Where, start: Anchor = START
) -> Iterator[Cue]:
    """Each tone behind the words for it.

    Args:
        tones: which.
        language: has the words.
        where: the place to name in problems.
        start: of the first.
    """
    for name in get_args(ToneName):
        if name in tones:
            word = Utterance(getattr(language.tones, name))
            yield Cue((word,), "tones", start, gap_ms=_BEFORE_MS, where=where)
            yield Cue((Tone(name),), "tones", start, gap_ms=_AFTER_MS, where=where)
