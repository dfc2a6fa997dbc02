"""What is heard in the reps of a movement: what leads to one, its number, its phases, its holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import field

from voicecoach.base.values import dataclass
from voicecoach.coach.compile.counting import called_out, spoken_number
from voicecoach.coach.compile.holds import AFTER_PHASE_CUE_MS, OTHER_WORDS_MS, Hold
from voicecoach.coach.compile.phases import prompt_most_ms
from voicecoach.coach.guidance import Turns, by_place
from voicecoach.coach.prescription import Prescription
from voicecoach.coach.roles import ROLES, Role
from voicecoach.coach.timeline import START, Anchor, Cue, Sound, Tone, Utterance, or_tone
from voicecoach.formats.fields import Counting, Side, wording
from voicecoach.formats.problems import Where
from voicecoach.language.phrases import Language
from voicecoach.model.coaching import Coaching
from voicecoach.model.exercise import Exercise, Phase
from voicecoach.model.moments import AtLine, Bell
from voicecoach.model.routine import Detail
from voicecoach.model.slots import ToneName

_LEAD_GAP_MS = 250  # between a side's name, a count and the movement
_APART_MS = 130  # between what a short hold is called and its breath
_SIDE_MS = 3500  # to name the side and the number, before a rep that changes sides
_LAST_FROM_MS = 5000  # in a shorter rep there is room for its number and prompts alone
_RELEASE_MARGIN_MS = 1500  # words end well before the last seconds of a phase


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class _Alike:
    """What many reps of a movement have in common, made once.

    Attributes:
        hold: what is heard in its holds.
        counts: the cues of a rep's number.
        phases: those of a phase, by all that they depend on where no rep has its own.
    """

    hold: Hold | None = None
    counts: dict[int, tuple[Cue, ...]] = field(default_factory=dict)
    phases: dict[tuple[int, Side | None, bool, bool, int], tuple[Cue, ...]] = field(
        default_factory=dict
    )


@dataclass(frozen=True, slots=True)
class RepCues:
    """An exercise being done, and what is heard in its reps.

    Attributes:
        exercise: its texts.
        dose: what is done of it.
        language: the coach's words.
        coaching: the figures.
        where: the place to name in problems.
        turns: lines that are taken in turn.
        detail: how much is said.
        counting: which reps are counted aloud.
        again: it was done before in the session.
        counts_apart: another voice than the coach's counts seconds.
        side_rest_ms: between one side and the other, changing over included.
        by_the_clock: nothing in it waits for words, so its length is that of its phases.
        in_short: only how long it lasts counts: what lasts as long whatever is said in it has no
            cues, and reps that wait for no words are not there.
        at: the author's own lines in its hold.
        bell: when a bell sounds in it.
        step: the step of the session's own routine, which may include that of `where`.
    """

    exercise: Exercise
    dose: Prescription
    language: Language
    coaching: Coaching
    where: Where
    turns: Turns
    detail: Detail
    counting: Counting
    again: bool
    counts_apart: bool = True
    side_rest_ms: int = 0
    by_the_clock: bool = False
    in_short: bool = False
    at: tuple[AtLine, ...] = ()
    bell: Bell = field(default_factory=Bell)
    step: Where | None = field(default=None, compare=False)
    alike: _Alike = field(init=False, default_factory=_Alike, compare=False, repr=False)

    def _side_named(self, side: Side | None, prompted: bool = False) -> Iterator[Cue]:
        if (sides := self.exercise.sides) and side:
            named = sides if prompted or not sides.short else sides.short
            yield self._line(named.left if side == "left" else named.right, "side")

    def _lead(
        self, number: int, rep: int, side: Side | None, opens: bool, prompted: bool
    ) -> Iterator[Cue]:
        """What is said before a rep begins: to breathe, its side, its number."""
        dose, language = self.dose, self.language
        if opens and rep == 1 and self._holds_with_effort:
            turn = self.where.at(number - 1, dose.sides.index(side))
            text = by_place(self._hold.breath_lines, turn)
            yield self._line(text, "breath")._replace(kept=True)  # no effort without it
        if dose.alternating or rep == 1:
            yield from self._side_named(side, prompted)
        if opens and dose.reps == 1:
            # Else its first phase says what to do.
            if not prompted or not ROLES["setup"].spoken(self.detail):
                yield self._line(language.begin, "begin")
        elif opens and self.detail != "tones":
            yield from self._count(rep)

    def _count(self, rep: int) -> tuple[Cue, ...]:
        known = self.alike.counts.get(rep)
        if known is None:
            known = self.alike.counts[rep] = tuple(self._counted(rep))
        return known

    def _counted(self, rep: int) -> Iterator[Cue]:
        """A rep's number, or the tone that stands for it: with tones alone its first phase's."""
        language, reps = self.language, self.dose.reps
        if reps == 1:
            return
        counting: Counting = "every fifth" if self.detail == "tones" else self.counting
        number = spoken_number(counting, rep, reps)
        said = () if number is None else (Utterance(called_out(language, number)),)
        sounds = or_tone("count", *said)
        if self.detail == "tones":
            sounds = (*said, Tone(self._phase_tone(0)))
        kept = self.detail == "tones"
        yield Cue(sounds, "count", gap_ms=_LEAD_GAP_MS, kept=kept, where=self.where)
        if rep == reps and self.detail != "tones" and self.dose.rep_ms >= _LAST_FROM_MS:
            line = by_place((language.last_rep, *language.other.last_rep), self.where)
            yield self._line(line, "count", required=False)

    def _phase_cues(
        self, index: int, rep: int, side: Side | None, prompted: bool, counted: bool
    ) -> tuple[Cue, ...]:
        """What is heard in a phase; most reps have the same."""
        phase, ms = self.dose.phases[index]
        has_form = self._form_rep(rep) and index == self._longest
        if has_form or (phase.kind == "hold" and self._hold.differs(ms, prompted)):
            return tuple(self._heard(index, rep, side, prompted, counted, has_form))
        key = index, side, prompted, counted, rep % 2
        known = self.alike.phases.get(key)
        if known is None:
            heard = self._heard(index, rep, side, prompted, counted, has_form=False)
            known = self.alike.phases[key] = tuple(heard)
        return known

    def _heard(
        self,
        index: int,
        rep: int,
        side: Side | None,
        prompted: bool,
        counted: bool,
        has_form: bool,
    ) -> Iterator[Cue]:
        phase, ms = self.dose.phases[index]
        if not counted:
            yield from self._called(index, rep, side, prompted)
        if phase.kind == "hold":
            yield from self._hold.cues(ms, rep, prompted)
        if has_form:
            yield from self._form_cue(phase, ms)

    def _called(self, index: int, rep: int, side: Side | None, prompted: bool) -> Iterator[Cue]:
        """What a phase is called when it begins: later reps hear only what changes."""
        phase, ms = self.dose.phases[index]
        said = [wording(text, side) for text in (phase.say, phase.short) if text]
        if not said:
            return
        full = ROLES["phase"].spoken(self.detail)
        numbered = self.detail != "tones" and self.counting in ("all", "down")
        if not prompted and full and phase.kind == "hold" and ms < self.coaching.countdown_from:
            return
        # Without numbers between them the same words would be heard again and again.
        if not (prompted and full) and (numbered or rep % 2 == 0):
            said = said[-1:]
        most = prompt_most_ms(phase, ms, prompted, self.coaching)
        if phase.kind == "hold" and self._holds_with_effort:
            first = next(iter(self._hold.breath_times(ms, rep, prompted)), ms)
            most = min(most, first - _APART_MS)  # a short one leaves the breath its room
        sounds: tuple[Sound, ...] = tuple(Utterance(text) for text in said)
        tone = Tone(self._phase_tone(index))
        as_written = ms in (phase.length, phase.first)
        place = self.exercise.where.at("phases", index) if as_written else self.where
        kept = self._releases(index)
        yield Cue((*sounds, tone), "phase", most_ms=most, kept=kept, where=place)

    def _releases(self, index: int) -> bool:
        """Whether a phase ends a hold."""
        return index > 0 and self.dose.phases[index - 1][0].kind == "hold"

    def _phase_tone(self, index: int) -> ToneName:
        phase, _ = self.dose.phases[index]
        if self._releases(index):
            return "release"
        # In a hold no tone sounds that could be taken for a breath.
        return "next" if phase.kind == "hold" or phase.breath == "free" else phase.breath

    def _form_rep(self, rep: int) -> bool:
        """Form cues come where they help: not in the prompted reps, not in the last, spread out."""
        later = self.coaching.prompted_reps < rep < self.dose.reps
        return later and rep % self.coaching.form_cue_every == 0 and bool(self.exercise.form)

    def _form_cue(self, phase: Phase, ms: int) -> Iterator[Cue]:
        coaching = self.coaching
        lines = [Utterance(self.turns.take(self.exercise.form))]
        if self.turns.is_new(self.exercise.benefit):
            lines.insert(0, Utterance(self.exercise.benefit))
        start = 300 if phase.kind == "hold" else AFTER_PHASE_CUE_MS
        margin = _RELEASE_MARGIN_MS + (_SIDE_MS if self.dose.alternating else 0)
        spoken = ms
        if ms >= coaching.long_hold:
            spoken = round(ms * coaching.hold_speech_share) - OTHER_WORDS_MS
        room = min(
            ms - start - 200,
            round(self.dose.rep_ms * coaching.rep_speech_share) - margin,
            spoken,
        )
        if phase.kind == "hold" and ms >= coaching.countdown_from:
            start, room = AFTER_PHASE_CUE_MS, min(room, ms - coaching.countdown_quiet - 1500)
        anchor = Anchor(offset_ms=start)
        yield Cue(tuple(lines), "form", anchor, False, room, where=self.where)

    @property
    def _hold(self) -> Hold:
        if self.alike.hold is None:
            self.alike.hold = self._made_hold()
        return self.alike.hold

    def _made_hold(self) -> Hold:
        return Hold(
            self.exercise,
            self._holds_with_effort,
            self.counts_apart or self.dose.reps == 1,
            self.language,
            self.coaching,
            self.where,
            self.turns,
            self.detail,
            goes_on_from=self._goes_on_from,
            led=not self.by_the_clock,
            at=self.at,
            bell=self.bell,
        )

    @property
    def _goes_on_from(self) -> int | None:
        return self.coaching.timed_from if self.exercise.kind == "timed" else None

    @property
    def _longest(self) -> int:
        lengths = [ms for _, ms in self.dose.phases]
        return lengths.index(max(lengths))

    @property
    def _holds_with_effort(self) -> bool:
        return self.exercise.kind == "isometric" and self.dose.hold_ms is not None

    def _line(
        self,
        text: str,
        role: Role,
        anchor: Anchor = START,
        required: bool = True,
    ) -> Cue:
        sounds = (Utterance(text),)
        return Cue(sounds, role, anchor, required, gap_ms=_LEAD_GAP_MS, where=self.where)
