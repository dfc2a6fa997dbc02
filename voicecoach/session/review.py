"""The eight checks of the coaching rules, made of a finished session record."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from voicecoach.errors import SessionError
from voicecoach.grid import Grid
from voicecoach.script.coaching import Coaching, moves_between, with_overrides
from voicecoach.script.language import Language
from voicecoach.script.model import Exercise, Side
from voicecoach.session.bouts import EXERCISE_KINDS, bouts_of
from voicecoach.session.record import RecordedCue, RecordedDose, RecordedSlot, SessionContent

TOLERANCE_MS = 100  # of a cue's onset, and of a change of position made of several slots
BREAK_MS = 400  # a pause this long breaks speech; without it lines run into one another


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a session breaks.

    Attributes:
        check: number of the check, 1 to 8.
        at_ms: where in the session.
        message: what is wrong.
    """

    check: int
    at_ms: int
    message: str


@dataclass(frozen=True, slots=True)
class Bout:
    """One exercise of the session from its naming to its last rep: its slots with their cues."""

    index: int
    exercise: Exercise
    dose: RecordedDose
    slots: tuple[tuple[RecordedSlot, tuple[RecordedCue, ...]], ...]

    @property
    def moving(self) -> list[RecordedSlot]:
        """The slots in which the body moves or holds."""
        return [slot for slot, _ in self.slots if slot.kind in EXERCISE_KINDS]


class Review:
    """A session with all that its checks need.

    Args:
        content: of the session's record.
        exercises: those that it names.
        language: the words that it is spoken in.
        coaching: the figures; an exercise's own come on top.
        grid: of the session's frames.

    Raises:
        SessionError: the record's exercises are not those of its slots.
    """

    def __init__(
        self,
        content: SessionContent,
        exercises: Mapping[str, Exercise],
        language: Language,
        coaching: Coaching,
        grid: Grid,
    ) -> None:
        self.content, self.language, self.coaching = content, language, coaching
        self.frame_ms = grid.ms(1)
        self.exercises = exercises
        self.slots = content.slots
        self.in_slot = self._cues_by_slot()
        self.bouts = tuple(self._bouts())

    def findings(self) -> list[Finding]:
        """Everything that the eight checks find, in the order of the session."""
        found = [
            Finding(number, at_ms, message)
            for number, check in enumerate(CHECKS, 1)
            for at_ms, message in check(self)
        ]
        return sorted(found, key=lambda finding: (finding.at_ms, finding.check))

    def figures(self, exercise: Exercise) -> Coaching:
        """The coaching figures of an exercise."""
        return with_overrides(self.coaching, exercise.coaching)

    def _cues_by_slot(self) -> list[tuple[RecordedCue, ...]]:
        starts = [slot.start_ms for slot in self.slots]
        cues: list[list[RecordedCue]] = [[] for _ in self.slots]
        for cue in self.content.cues:
            # A boundary lies within half a frame of the cue that begins there.
            index = bisect_right(starts, cue.start_ms + self.frame_ms // 2) - 1
            cues[max(index, 0)].append(cue)
        return [tuple(found) for found in cues]

    def _bouts(self) -> Iterator[Bout]:
        found, exercises = [*bouts_of(self.slots)], self.content.exercises
        if len(found) != len(exercises):
            raise SessionError(
                f"the record names {len(exercises)} exercises, but its slots are of {len(found)}",
                "Build the session again; its record is not meant to be edited.",
            )
        for members, done in zip(found, exercises, strict=True):
            slots = tuple((self.slots[index], self.in_slot[index]) for index in members)
            yield Bout(members[0], self.exercises[done.id], done.dose, slots)


Complaints = Iterator[tuple[int, str]]
Place = tuple[int | None, Side | None]
"""A set, and a side of it."""


def settling(review: Review) -> Complaints:
    """1. From an instruction's end to the first movement at least the settling time."""
    position = "standing"
    for number, bout in enumerate(review.bouts):
        coaching = review.figures(bout.exercise)
        if not bout.moving:
            continue
        first = bout.moving[0]
        (still,) = coaching.settle_ms("same")
        instructed = [
            cue.end_ms
            for slot, cues in bout.slots
            if slot.kind == "instruct" and slot.end_ms <= first.start_ms
            for cue in cues
        ]
        waited = first.start_ms - max(instructed, default=0)
        if waited < still - TOLERANCE_MS:
            yield first.start_ms, f"movement {waited} ms after the last instruction, not {still}"
        before = review.bouts[number - 1].moving[-1].end_ms if number else 0
        settled = _settled(review, before, first.start_ms) - still
        needed = sum(
            sum(coaching.settle_ms(move))
            for move in moves_between(coaching, position, bout.exercise.position)
        )
        if not number:
            needed = coaching.first_settle
        if settled < needed - TOLERANCE_MS:
            message = (
                f"{settled} ms to get from {position} to {bout.exercise.position}, not {needed}"
            )
            yield first.start_ms, message
        position = bout.exercise.position
        yield from _switches(review, bout, coaching)


def _settled(review: Review, start_ms: int, end_ms: int) -> int:
    within = (s for s in review.slots if start_ms <= s.start_ms and s.end_ms <= end_ms)
    return sum(slot.end_ms - slot.start_ms for slot in within if slot.kind == "settle")


def _switches(review: Review, bout: Bout, coaching: Coaching) -> Complaints:
    """Each change of side has its time; alternating reps change as they go."""
    sides = bout.exercise.sides
    if sides is None or bout.dose.sides == "alternating":
        return
    (needed,) = coaching.settle_ms(sides.switch)
    for earlier, later in pairwise(bout.moving):
        given = _settled(review, earlier.end_ms, later.start_ms)
        if earlier.side != later.side and given < needed - TOLERANCE_MS:
            yield earlier.end_ms, f"{given} ms to change sides, not {needed}"


def wording(review: Review) -> Complaints:
    """2. No line over 14 words in set-up; no unbroken speech over 12 s."""
    coaching = review.coaching
    for cue in review.content.cues:
        words = len(cue.text.split())
        if cue.role == "setup" and words > coaching.setup_words:
            yield cue.start_ms, f"a set-up line of {words} words: '{cue.text}'"
    begun = ended = None
    for cue in _speech(review.content.cues):
        if ended is None or cue.start_ms - ended >= BREAK_MS:
            begun = cue.start_ms
        ended = cue.end_ms
        assert begun is not None
        if ended - begun > coaching.speech_most:
            yield begun, f"{(ended - begun) / 1000:.1f} s of speech without a pause"
            begun = ended


def holds(review: Review) -> Complaints:
    """3. Holds equal their dose; counts land on their seconds; nothing else in the last 3.5 s."""
    for bout in review.bouts:
        coaching = review.figures(bout.exercise)
        for slot, cues in bout.slots:
            if slot.kind != "hold":
                continue
            length = slot.end_ms - slot.start_ms
            if abs(length - (bout.dose.hold_ms or 0)) > review.frame_ms:
                yield slot.start_ms, f"a hold of {length} ms, not {bout.dose.hold_ms or 0}"
            if length < coaching.countdown_from:
                continue
            quiet_from = slot.end_ms - coaching.countdown_quiet
            for cue in cues:
                if cue.role != "countdown" and cue.end_ms > quiet_from:
                    yield cue.start_ms, f"'{cue.text or cue.role}' in the last seconds of a hold"
            if sum(cue.role == "countdown" for cue in cues) < coaching.countdown:
                yield slot.start_ms, "the last seconds of this hold are not counted"
    for slot, cues in zip(review.slots, review.in_slot, strict=True):
        counted = [cue for cue in cues if cue.role == "countdown"]
        for place, cue in enumerate(reversed(counted), 1):
            on = slot.end_ms - 1000 * place
            if slot.kind == "breathe":
                on = slot.start_ms + 1000 * (len(counted) + 1 - place)
            if abs(cue.start_ms - on) > TOLERANCE_MS:
                yield cue.start_ms, f"'{cue.text}' is {cue.start_ms - on:+} ms off its second"


def phase_cues(review: Review) -> Complaints:
    """4. Phase cues start within 100 ms of their phase and end before min(1 s, 40 %)."""
    coaching = review.coaching
    for slot, cues in zip(review.slots, review.in_slot, strict=True):
        for cue in cues:
            if cue.role != "phase":
                continue
            if cue.start_ms - slot.start_ms > TOLERANCE_MS:
                yield cue.start_ms, f"'{cue.text}' begins {cue.start_ms - slot.start_ms} ms late"
            share = round((slot.end_ms - slot.start_ms) * coaching.phase_cue_share)
            most = min(coaching.phase_cue_most, share) + review.frame_ms
            if cue.end_ms - slot.start_ms > most:
                yield (
                    cue.start_ms,
                    f"'{cue.text}' ends {cue.end_ms - slot.start_ms} ms into its phase",
                )


def quiet_and_presence(review: Review) -> Complaints:
    """5. Speech at most 15 % of holds of 20 s and more; no silence over 35 s outside rests."""
    coaching = review.coaching
    for slot, cues in zip(review.slots, review.in_slot, strict=True):
        length = slot.end_ms - slot.start_ms
        if slot.kind == "hold" and length >= coaching.long_hold:
            spoken = sum(cue.end_ms - cue.start_ms for cue in _speech(cues))
            if spoken > length * coaching.hold_speech_share:
                yield slot.start_ms, f"{spoken} ms of speech in a hold of {length} ms"
    for bout in review.bouts:
        yield from _talkative_reps(bout, review.figures(bout.exercise))
    rests = [slot for slot in review.slots if slot.kind == "rest"]
    for cue, following in pairwise(review.content.cues):
        gap = following.start_ms - cue.end_ms
        in_rest = any(r.start_ms < following.start_ms and cue.end_ms < r.end_ms for r in rests)
        if gap > coaching.silence_most and not in_rest:
            yield cue.end_ms, f"{gap / 1000:.0f} s of silence"


def _talkative_reps(bout: Bout, coaching: Coaching) -> Complaints:
    """After the prompted reps speech fills at most half of a rep."""
    for (_, rep, _), slots in groupby(bout.slots, key=_rep_of):
        if not rep or rep <= coaching.prompted_reps:
            continue
        parts = list(slots)
        length = parts[-1][0].end_ms - parts[0][0].start_ms
        spoken = sum(cue.end_ms - cue.start_ms for _, cues in parts for cue in _speech(cues))
        if spoken > length * coaching.rep_speech_share:
            yield parts[0][0].start_ms, f"{spoken} ms of speech in a rep of {length} ms"


def sides(review: Review) -> Complaints:
    """6. The dose's reps, as much on one side as on the other; a side is named before it moves."""
    for bout in review.bouts:
        begins = bout.moving[0].start_ms if bout.moving else bout.slots[0][0].start_ms
        done, wanted = _reps_done(bout), _reps_prescribed(bout.dose, bout.exercise)
        for place in sorted({*done, *wanted}, key=str):
            if done[place] != wanted[place]:
                yield begins, f"{_named(place)}: {done[place]} reps, not {wanted[place]}"
        if bout.exercise.sides is None:
            continue
        left, right = _held_ms(bout, "left"), _held_ms(bout, "right")
        if left != right and bout.dose.sides in ("each", "alternating"):
            yield begins, f"held for {left} ms on the left, {right} ms on the right"
        yield from _sides_named(bout, review.figures(bout.exercise))


def _reps_done(bout: Bout) -> Counter[Place]:
    """How many different reps each set has on each side."""
    reps = {(slot.set, slot.side, slot.rep) for slot in bout.moving}
    return Counter((number, side) for number, side, _ in reps)


def _reps_prescribed(dose: RecordedDose, exercise: Exercise) -> Counter[Place]:
    each: tuple[Side | None, ...] = ("left", "right")
    if exercise.sides is None or dose.sides is None:
        each = (None,)
    elif dose.sides in ("left", "right"):
        each = (dose.sides,)
    return Counter({(n, side): dose.reps for n in range(1, dose.sets + 1) for side in each})


def _named(place: Place) -> str:
    number, side = place
    return f"set {number}, {side}" if side else f"set {number}"


def _held_ms(bout: Bout, side: Side) -> int:
    """How long is held on a side, each hold in whole seconds."""
    holds = (s for s in bout.moving if s.side == side and s.kind == "hold")
    return sum(round((slot.end_ms - slot.start_ms) / 1000) * 1000 for slot in holds)


def _sides_named(bout: Bout, coaching: Coaching) -> Complaints:
    named = [cue for _, cues in bout.slots for cue in cues if cue.role == "side"]
    side = None
    for slot in bout.moving:
        key = (slot.set, slot.side)
        if key == side:
            continue
        side = key
        recent = [
            cue
            for cue in named
            if cue.start_ms <= slot.start_ms <= cue.start_ms + coaching.side_named_most
        ]
        if not recent:
            yield slot.start_ms, f"the {slot.side} side is not named before it moves"


def breath(review: Review) -> Complaints:
    """7. Isometrics: a breath cue on rep 1, every third rep, every 10 s; paced cycles 6 to 14 s."""
    for bout in review.bouts:
        if bout.exercise.kind == "isometric" and bout.exercise.hold_phase:
            yield from _breath_in_reps(bout, review.figures(bout.exercise))
    breathing = [slot for slot in review.slots if slot.kind == "breathe"]
    for _, cycle in groupby(breathing, key=lambda slot: slot.rep):
        slots = list(cycle)
        length = sum(slot.end_ms - slot.start_ms for slot in slots)
        least, most = review.coaching.breathe_cycle_least, review.coaching.breathe_cycle_most
        if not least <= length <= most:
            yield slots[0].start_ms, f"a breath of {length} ms"


def _breath_in_reps(bout: Bout, coaching: Coaching) -> Complaints:
    heard: set[tuple[int | None, int | None]] = set()
    due: dict[tuple[int | None, int | None], int] = {}
    for slot, cues in bout.slots:
        key = (slot.set, slot.rep)
        if any(cue.role == "breath" for cue in cues):
            heard.add(key)
        if slot.rep and (slot.rep - 1) % coaching.breath_every_reps == 0:
            due.setdefault(key, slot.start_ms)
        if slot.kind == "hold":
            yield from _breath_in_hold(slot, cues, coaching)
    for key, at_ms in due.items():
        if key not in heard:
            yield at_ms, f"no breath cue in rep {key[1]}"


def _breath_in_hold(
    slot: RecordedSlot, cues: tuple[RecordedCue, ...], coaching: Coaching
) -> Complaints:
    if slot.end_ms - slot.start_ms <= coaching.breath_every:
        return
    # The count of the last seconds leads the breath out.
    marks = [
        slot.start_ms,
        *(cue.start_ms for cue in cues if cue.role == "breath"),
        slot.end_ms - coaching.countdown_quiet,
    ]
    for earlier, later in pairwise(marks):
        if later - earlier > coaching.breath_every + TOLERANCE_MS:
            yield earlier, f"{(later - earlier) / 1000:.0f} s of a hold without a breath cue"


def safety_and_count(review: Review) -> Complaints:
    """8. Safety lines first; reps announced once each; the length true; each rise prepared."""
    language, content = review.language, review.content
    moving = [s.start_ms for s in review.slots if s.kind in EXERCISE_KINDS]
    before = {cue.text for cue in content.cues if cue.start_ms < min(moving, default=1 << 40)}
    for line in (*language.opening.emergency, *language.opening.stop):
        if line not in before:
            yield 0, f"not said before the first movement: '{line}'"
    yield from _length_said(review)
    for bout in review.bouts:
        yield from _counts(bout, language)
    yield from _rises(review)


def _length_said(review: Review) -> Complaints:
    words, total = review.language, review.content.duration_ms
    for minutes in range(1 + total // 60_000 + 1):
        says = words.opening.total.format(minutes=words.count(words.minutes, minutes))
        if minutes == 0:
            says = words.opening.total_short
        if any(cue.text == says for cue in review.content.cues):
            if abs(minutes * 60_000 - total) > review.coaching.length_said_within:
                yield 0, f"'{says}' but the session lasts {total / 60_000:.1f} minutes"
            return
    yield 0, "the session does not say how long it takes"


def _counts(bout: Bout, language: Language) -> Complaints:
    """Reps are announced from 1 to N, or from N to 1, once each, for each set and side.

    A tone may stand for a number; a single rep needs none.
    """
    last = (language.last_rep, *language.other.last_rep)
    said: dict[Place, list[str]] = {}
    reps: dict[Place, int] = {}
    for slot, cues in bout.slots:
        if not slot.rep:
            continue
        place = (slot.set, None if bout.dose.sides == "alternating" else slot.side)
        reps[place] = max(reps.get(place, 0), slot.rep)
        texts = [cue.text for cue in cues if cue.role == "count" and cue.text not in last]
        said.setdefault(place, []).extend(texts)
    for place, highest in reps.items():
        wanted = [language.number(n).capitalize() + language.stop for n in range(1, highest + 1)]
        if highest > 1 and not any(
            len(said[place]) == highest
            and all(text in ("", want) for text, want in zip(said[place], way, strict=True))
            for way in (wanted, wanted[::-1])
        ):
            yield bout.moving[0].start_ms, f"reps announced as {said[place]}, not 1 to {highest}"


def _rises(review: Review) -> Complaints:
    """Each rise is preceded by opening the eyes, and has its time."""
    language, coaching = review.language, review.coaching
    positions = {text: position for position, text in language.here.items()}
    arrivals = [cue for cue in review.content.cues if cue.text in positions]
    for left, arrival in pairwise(arrivals):
        origin, goal = positions[left.text], positions[arrival.text]
        if goal != "standing" or origin == goal:
            continue
        # The rise begins when what was done in the other position is over.
        still = ("move", "hold", "breathe", "rest", "say")
        ends = (s.end_ms for s in review.slots if s.kind in still and s.end_ms <= arrival.start_ms)
        begun = max([left.end_ms, *ends])
        between = [cue for cue in review.content.cues if begun <= cue.start_ms < arrival.start_ms]
        if not any(cue.text == language.eyes_open for cue in between):
            yield arrival.start_ms, f"no '{language.eyes_open}' before rising"
        moves = moves_between(coaching, origin, goal)
        needed = sum(sum(coaching.settle_ms(move)) for move in moves)
        given = _settled(review, begun, arrival.start_ms)
        if given < needed - TOLERANCE_MS:
            yield arrival.start_ms, f"{given} ms to rise from {origin}, not {needed}"


def _speech(cues: tuple[RecordedCue, ...]) -> list[RecordedCue]:
    return [cue for cue in cues if cue.voice != "tone"]


def _rep_of(pair: tuple[RecordedSlot, object]) -> tuple[int | None, int | None, str | None]:
    slot = pair[0]
    return slot.set, slot.rep, slot.side


CHECKS: tuple[Callable[[Review], Complaints], ...] = (
    settling,
    wording,
    holds,
    phase_cues,
    quiet_and_presence,
    sides,
    breath,
    safety_and_count,
)
