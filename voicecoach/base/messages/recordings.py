"""A clinician's own recordings."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code, Refusal, messages_of, remedies_of

_PAGE = "how-to/recordings.md"

CODES: dict[str, Code] = {
    "recordings-set": Code("error", "Which set of recordings is meant is not clear.", _PAGE),
    "no-cue-sheet": Code("error", "There is no cue sheet that the numbers belong to.", _PAGE),
    "bad-recording": Code("error", "A recording that cannot be used.", _PAGE),
    "poor-recording": Code("warning", "A recording that could be better.", _PAGE),
    "wrong-parts": Code("error", "A take that has not the parts it should have.", _PAGE),
}

_PARTS = (
    "Nothing was taken. Look for a line that was left out, said twice or interrupted; name the "
    "lines that the take has with --lines. Leave two to three seconds between lines, and no pause "
    "as long within one."
)

_REFUSALS: dict[str, Refusal] = {
    "recordings-set/name": Refusal(
        "'{name}' is no name for a set of recordings",
        "Take letters and digits, such as: --voice anna",
    ),
    "recordings-set/which": Refusal(
        "which set of recordings is meant is not said", "Add --voice NAME. There are {there}."
    ),
    "recordings-set/none": Refusal(
        "which set of recordings is meant is not said",
        "Add --voice NAME. Choose a name, such as --voice anna.",
    ),
    "recordings-set/language": Refusal(
        "the recordings of {set} are in '{language}', not '{asked}'",
        "Take another set for another language, such as: --voice {set}-{asked}; or --language "
        "{language}.",
    ),
    "no-cue-sheet": Refusal(
        "there is no cue sheet in {folder}, which says what the numbers stand for",
        "Write it first: voicecoach recordings sheet ROUTINE --voice {set}",
    ),
    "bad-recording/some": Refusal(
        "{recordings} could not be used, for the reasons above",
        "Mend or record these again, and import them; all others are kept.",
    ),
    "bad-recording/format": Refusal(
        "it is no sound that can be read here; use WAV, FLAC, MP3, M4A or Opus"
    ),
    "bad-recording/cut-short": Refusal("it is cut short; copy it once more"),
    "bad-recording/damaged": Refusal("it is damaged: {reason}"),
    "bad-recording/not-sound": Refusal("it is damaged: not all of it is sound"),
    "bad-recording/no-file": Refusal("it is no file"),
    "bad-recording/unreadable": Refusal("it cannot be read: {reason}"),
    "bad-recording/empty": Refusal("it is empty"),
    "bad-recording/kind": Refusal(
        "it has {rate_hz} Hz in {channels} channels; record at 44100 or 48000 Hz, in one channel "
        "or two"
    ),
    "bad-recording/too-long": Refusal(
        "it lasts {lasts_min:.0f} min, where {most_min:.0f} min are allowed"
    ),
    "bad-recording/unnumbered": Refusal(
        "no file's name begins with a number: {place}",
        "Name each recording after its line in the cue sheet, such as 012.wav; or say what is "
        "spoken in one long take, such as: --lines 1-40",
    ),
    "bad-recording/no-line": Refusal(
        "the cue sheet has no line {number}; its numbers end at {last}"
    ),
    "bad-recording/twice": Refusal("there are several files for line {number}; keep the best"),
    "bad-recording/no-pause": Refusal(
        "no pause can be told from speech", "Record in a quieter place, closer to the mouth."
    ),
    "bad-recording/silent": Refusal("nothing is heard in it; record it again"),
    "bad-recording/not-speech": Refusal(
        "it is no speech: hiss or noise is louder in it than a voice; record it again"
    ),
    "bad-recording/length": Refusal(
        "it takes {takes_s:.2f} s where its words usually take {usual_s:.2f} s; is it this line, "
        "with nothing else in it, in a quiet room?"
    ),
    "bad-recording/slot": Refusal(
        "it takes {takes_s:.2f} s, too long for its slot of {most_s:.2f} s; say it more quickly"
    ),
    "wrong-parts/odd": Refusal(
        "parts of it are too long or too short for their lines: {numbers}{more}", _PARTS
    ),
    "wrong-parts/more": Refusal(", and more"),
    "wrong-parts/count": Refusal(
        "{heard} lines are heard in it, with clear pauses between them, where {expected} were "
        "expected",
        _PARTS,
    ),
    "poor-recording/dull": Refusal(
        "it has only {rate_hz} samples a second and sounds dull: record at 44100 or 48000"
    ),
    "poor-recording/clipped": Refusal(
        "it is clipped: record it again, further away or with less gain"
    ),
    "poor-recording/quiet": Refusal(
        "it is too quiet, by {short_db:.0f} dB: record it again, closer or louder"
    ),
    "poor-recording/noisy": Refusal(
        "it is noisy: the room is only {apart_db:.0f} dB softer than the voice; find a quieter one"
    ),
    "lines/number": Refusal("'{part}' is no number and no range such as 1-40"),
    "lines/once": Refusal("name each line once, the lower number of a range first"),
    "lines/unknown": Refusal("the cue sheet has no line {number}"),
}

TEMPLATES = messages_of(_REFUSALS)
REMEDIES = remedies_of(_REFUSALS)
