"""The eight checks of the coaching rules, made of a finished session record."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

from voicecoach.coach.opening import total_says
from voicecoach.grid import Grid
from voicecoach.record import RecordedCue, RecordedSlot, SessionRecord
from voicecoach.script.coaching import Coaching, moves_between, with_overrides
from voicecoach.script.language import Language
from voicecoach.script.model import Exercise

TOLERANCE_MS = 100  # of a cue's onset, and of a change of position made of several slots
BREAK_MS = 400  # a pause this long breaks speech; without it lines run into one another
_EXERCISE_KINDS = ("move", "hold")


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
    dose_text: str
    slots: tuple[tuple[RecordedSlot, tuple[RecordedCue, ...]], ...]

    @property
    def moving(self) -> list[RecordedSlot]:
        """The slots in which the body moves or holds."""
        return [slot for slot, _ in self.slots if slot.kind in _EXERCISE_KINDS]


class Review:
    """A session with all that its checks need.

    Args:
        record: the session.
        exercises: those that it names.
        language: the words that it is spoken in.
        coaching: the figures; an exercise's own come on top.
    """

    def __init__(
        self,
        record: SessionRecord,
        exercises: Mapping[str, Exercise],
        language: Language,
        coaching: Coaching,
        grid: Grid,
    ) -> None:
        self.record, self.language, self.coaching = record, language, coaching
        self.frame_ms = grid.ms(1)
        self.exercises = exercises
        self.slots = record.slots
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
        for cue in self.record.cues:
            # A boundary lies within half a frame of the cue that begins there.
            index = bisect_right(starts, cue.start_ms + self.frame_ms // 2) - 1
            cues[max(index, 0)].append(cue)
        return [tuple(found) for found in cues]

    def _bouts(self) -> Iterator[Bout]:
        """Slots that name an exercise, split where its set-up begins again."""
        members: list[int] = []
        moved = False
        number = 0
        for index, slot in enumerate(self.slots):
            new_setup = slot.kind == "instruct" and moved
            if members and (slot.exercise != self.slots[members[-1]].exercise or new_setup):
                yield self._bout(number, members)
                number += 1
                members, moved = [], False
            if slot.exercise:
                members.append(index)
                moved = moved or slot.kind in _EXERCISE_KINDS
        if members:
            yield self._bout(number, members)

    def _bout(self, number: int, members: list[int]) -> Bout:
        name = self.slots[members[0]].exercise or ""
        slots = tuple((self.slots[index], self.in_slot[index]) for index in members)
        return Bout(
            members[0], self.exercises[name], self.record.exercises[number].dose_text, slots
        )


Complaints = Iterator[tuple[int, str]]


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
            needed = coaching.first_settle_ms(bout.exercise.position)
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
    if sides is None or review.language.dose.alternating in bout.dose_text:
        return
    (needed,) = coaching.settle_ms(sides.switch)
    for earlier, later in pairwise(bout.moving):
        given = _settled(review, earlier.end_ms, later.start_ms)
        if earlier.side != later.side and given < needed - TOLERANCE_MS:
            yield earlier.end_ms, f"{given} ms to change sides, not {needed}"


def wording(review: Review) -> Complaints:
    """2. No line over 14 words in set-up; no unbroken speech over 12 s."""
    coaching = review.coaching
    for cue in review.record.cues:
        words = len(cue.text.split())
        if cue.role == "setup" and words > coaching.setup_words:
            yield cue.start_ms, f"a set-up line of {words} words: '{cue.text}'"
    begun = ended = None
    for cue in _speech(review.record.cues):
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
            if not _as_prescribed(length, bout.dose_text, review):
                yield slot.start_ms, f"a hold of {length} ms; the dose says '{bout.dose_text}'"
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


def _as_prescribed(length: int, dose_text: str, review: Review) -> bool:
    """Whether the dose, in words, names a length that this one equals to within a frame."""
    near = {round(length / step) * step for step in (1000, 500, 250, 100, 50, 10)}
    close = (ms for ms in near if abs(ms - length) <= review.frame_ms)
    said = map(review.language.duration, close)
    return any(words.lower() in dose_text.lower() for words in said)


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
    for cue, following in pairwise(review.record.cues):
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
    """6. As much on one side as on the other; each side named at most 5 s before it moves."""
    words = review.language.dose
    for bout in review.bouts:
        if bout.exercise.sides is None:
            continue
        reps = {side: _done(bout, side) for side in ("left", "right")}
        dose = bout.dose_text.lower()
        one_sided = words.left.lower() in dose or words.right.lower() in dose
        if reps["left"] != reps["right"] and not one_sided:
            left, right = reps["left"], reps["right"]
            yield (
                bout.moving[0].start_ms,
                f"left {left} and right {right} (reps, ms of hold) differ",
            )
        yield from _sides_named(bout, review.figures(bout.exercise))


def _done(bout: Bout, side: str) -> tuple[int, int]:
    """Reps and milliseconds of hold on a side."""
    mine = [slot for slot in bout.moving if slot.side == side]
    hold_ms = sum(round((s.end_ms - s.start_ms) / 1000) for s in mine if s.kind == "hold") * 1000
    return len({(slot.set, slot.rep) for slot in mine}), hold_ms


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
    language, record = review.language, review.record
    moving = [s.start_ms for s in review.slots if s.kind in _EXERCISE_KINDS]
    before = {cue.text for cue in record.cues if cue.start_ms < min(moving, default=1 << 40)}
    for line in (*language.opening.emergency, *language.opening.stop):
        if line not in before:
            yield 0, f"not said before the first movement: '{line}'"
    yield from _length_said(review)
    for bout in review.bouts:
        yield from _counts(bout, language)
    yield from _rises(review)


def _length_said(review: Review) -> Complaints:
    total, needs = review.record.duration_ms, review.record.needs
    for minutes in range(1 + total // 60_000 + 1):
        says = total_says(review.language, minutes, needs)
        if any(cue.text == says for cue in review.record.cues):
            if abs(minutes * 60_000 - total) > review.coaching.length_said_within:
                yield 0, f"'{says}' but the session lasts {total / 60_000:.1f} minutes"
            return
    yield 0, "the session does not say how long it takes"


def _counts(bout: Bout, language: Language) -> Complaints:
    """Reps are announced from 1 to N, or from N to 1, once each, for each set and side.

    A tone may stand for a number; a single rep needs none.
    """
    alternating = language.dose.alternating in bout.dose_text
    last = (language.last_rep, *language.other.last_rep)
    said: dict[tuple[int | None, str | None], list[str]] = {}
    reps: dict[tuple[int | None, str | None], int] = {}
    for slot, cues in bout.slots:
        if not slot.rep:
            continue
        key: tuple[int | None, str | None] = (slot.set, None if alternating else slot.side)
        reps[key] = max(reps.get(key, 0), slot.rep)
        texts = [cue.text for cue in cues if cue.role == "count" and cue.text not in last]
        said.setdefault(key, []).extend(texts)
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
    arrivals = [cue for cue in review.record.cues if cue.text in positions]
    for left, arrival in pairwise(arrivals):
        origin, goal = positions[left.text], positions[arrival.text]
        if goal != "standing" or origin == goal:
            continue
        # The rise begins when what was done in the other position is over.
        still = ("move", "hold", "breathe", "rest", "say")
        ends = (s.end_ms for s in review.slots if s.kind in still and s.end_ms <= arrival.start_ms)
        begun = max([left.end_ms, *ends])
        between = [cue for cue in review.record.cues if begun <= cue.start_ms < arrival.start_ms]
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
