"""Rules of coaching that a finished session breaks."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code

_RULES = "reference/coaching.md"


def _rule(meaning: str) -> Code:
    return Code("error", meaning, _RULES)


CODES: dict[str, Code] = {
    "rule-settling": _rule("There is too little time to get where one should be."),
    "rule-wording": _rule("A line of the set-up has too many words, or speech has no pause."),
    "rule-holds": _rule("A hold differs from its dose, or its last seconds are not counted."),
    "rule-phases": _rule("A prompt comes too late, or lasts too long, for its phase."),
    "rule-quiet": _rule("Too much is said while somebody holds or moves, or nothing for too long."),
    "rule-sides": _rule("The two sides get other reps or holds than the dose says."),
    "rule-breath": _rule("A breath cue is missing, or a paced breath has no length for a breath."),
    "rule-safety": _rule("A safety line, the count, the length or a safe rise is missing."),
    "rule-eyes": _rule("Eyes are told to open when they are not closed, or too late."),
    "rule-tones": _rule("A tone is not explained, or means two things."),
    "rule-avoided": _rule("Something is done that the person must not do."),
    "rule-breathing": _rule("Paced breathing loses its period."),
    "rule-side-named": _rule("A change to a side does not say to which."),
    "rule-start": _rule("The first movement comes too late."),
    "rule-count": _rule("The dose, or which rep it is, is not told."),
    "rule-intervals": _rule("Work or rest of intervals has not its length."),
}

TEMPLATES: dict[str, str] = {
    "rule-intervals/gap": "work does not begin when its rest ends",
    "rule-intervals/rest": "a rest of {length_ms} ms, not {rest_ms}",
    "rule-settling/instructed": "movement {waited_ms} ms after the last instruction, not "
    "{needed_ms}",
    "rule-settling/moved": "{given_ms} ms to get from {origin} to {goal}, not {needed_ms}",
    "rule-settling/sides": "{given_ms} ms to change sides, not {needed_ms}",
    "rule-wording/setup": "a set-up line of {words} words: '{text}'",
    "rule-wording/unbroken": "{speech_s:.1f} s of speech without a pause",
    "rule-holds/length": "a hold of {length_ms} ms, not {dose_ms}",
    "rule-holds/last-seconds": "'{text}' in the last seconds of a hold",
    "rule-holds/not-counted": "the last seconds of this hold are not counted",
    "rule-holds/off": "'{text}' is {off_ms:+} ms off its second",
    "rule-phases/late": "'{text}' begins {late_ms} ms late",
    "rule-phases/long": "'{text}' ends {ends_ms} ms into its phase",
    "rule-quiet/hold": "{speech_ms} ms of speech in a hold of {length_ms} ms",
    "rule-quiet/rep": "{speech_ms} ms of speech in a rep of {length_ms} ms",
    "rule-quiet/silence": "{silence_s:.0f} s of silence",
    "rule-sides/reps": "{place}: {done} reps, not {wanted}",
    "rule-sides/held": "held for {left_ms} ms on the left, {right_ms} ms on the right",
    "rule-sides/not-named": "the {side} side is not named before it moves",
    "rule-breath/cycle": "a breath of {length_ms} ms",
    "rule-breath/rep": "no breath cue in rep {rep}",
    "rule-breath/hold": "{without_s:.0f} s of a hold without a breath cue",
    "rule-safety/not-said": "not said before the first movement: '{line}'",
    "rule-safety/ache": "not said before {exercise}: an ache up to {most} of 10 is acceptable",
    "rule-safety/length": "'{line}' but the session lasts {minutes:.1f} minutes",
    "rule-safety/no-length": "the session does not say how long it takes",
    "rule-safety/reps": "reps announced as {announced}, not 1 to {reps}",
    "rule-safety/eyes": "no '{line}' before rising",
    "rule-safety/rise": "{given_ms} ms to rise from {origin}, not {needed_ms}",
    "rule-eyes/open-already": "'{line}' to eyes that are open",
    "rule-eyes/rise-first": "'{rise}' before '{line}'",
    "rule-tones/twice": "the {tone} tone is explained twice",
    "rule-tones/not-explained": "the {tone} tone was not explained",
    "rule-tones/two-meanings": "the {tone} tone stands for '{role}' too",
    "rule-tones/in-hold": "the {tone} tone in a hold",
    "rule-tones/too-long": "{took_s:.1f} s to explain the tones",
    "rule-avoided/exercise": "{exercise} asks for {strain}",
    "rule-avoided/move": "'{move}' asks for {strain}",
    "rule-breathing/period": "{waited_s:.1f} s between two breaths",
    "rule-side-named/lying": "the move does not say to lie on the {side} side",
    "rule-side-named/change": "how to change to the {side} side is not said",
    "rule-start/late": "the first movement comes after {after_s:.0f} s, not {most_s:.0f}",
    "rule-count/dose": "the dose is not told",
    "rule-count/rep": "which rep is rep {rep} is not told",
    # Parts of these
    "place/set": "set {set}",
    "place/side": "set {set}, {side}",
}

REMEDIES: dict[str, str] = {}
