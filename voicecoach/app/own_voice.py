"""A clinician's own voice, line by line: each take is judged at once, and kept when it is wanted.

A take goes the way of the files of `voicecoach recordings import`: the same judgement, the same
cleaning, the same set.
"""

from __future__ import annotations

from voicecoach.app.recordings import number_lines, set_alone
from voicecoach.base.errors import VoiceError
from voicecoach.base.litter import scratch
from voicecoach.language.normalise import TextNormaliser
from voicecoach.library.library import Library
from voicecoach.project import Project
from voicecoach.recordings.intake import Taken, judge_file
from voicecoach.recordings.keep import keep_line
from voicecoach.recordings.recogniser import can_recognise, missing_words, recogniser
from voicecoach.recordings.sheet import NeededLines, make_sheet
from voicecoach.session.faults import required
from voicecoach.voices.engines.recorded import RecordingSet, SheetLine, check_set_name, read_set

__all__ = ["NeededLines", "RecordingSet", "SheetLine", "Taken", "begin_set", "judge_take"]
__all__ += ["can_recognise", "keep_take", "open_set", "sheet_lines", "unheard_words"]


def begin_set(project: Project, name: str, language: str, needed: NeededLines) -> None:
    """Begin a set of recordings, or have one number what it lacks.

    Args:
        project: has the sets.
        name: of the set.
        language: ISO 639-1 code.
        needed: what is to be spoken.

    Raises:
        VoiceError: it is no name for a set, or the set is of another language.
        OutputError: it cannot be written.
    """
    number_lines(project.recordings / check_set_name(name), language, needed)


def open_set(project: Project, name: str) -> RecordingSet | None:
    """Read a set; None where there is none.

    Raises:
        VoiceError: it is no name for a set; or the set is damaged.
    """
    return read_set(project.recordings / check_set_name(name))


def sheet_lines(kept: RecordingSet, needed: NeededLines) -> dict[str, SheetLine]:
    """The lines that routines need, by `spoken_key`, the most used first; nothing is written."""
    numbered = make_sheet(kept, needed)
    in_order = sorted(numbered.rows.items(), key=lambda each: -each[1].said)  # stable
    return {key: numbered.kept.lines[key] for key, _ in in_order}


def judge_take(sound: bytes, line: SheetLine) -> Taken:
    """Say what becomes of a take of one line; nothing is kept of it.

    Args:
        sound: a file of sound, as `voicecoach recordings import` takes it.
        line: what is spoken in it.
    """
    with scratch() as folder:
        file = folder / f"{line.number:03}.wav"
        file.write_bytes(sound)
        return judge_file(file, line)


def unheard_words(library: Library, taken: Taken, language: str) -> tuple[str, ...]:
    """The words of a line that a recogniser does not hear in its take; none where there is none.

    Args:
        library: writes figures out as words.
        taken: from `judge_take`.
        language: ISO 639-1 code of what is spoken.
    """
    if not (can_recognise(language) and taken.cleaned and taken.line):
        return ()
    import numpy as np
    from platformdirs import user_cache_path

    folder = user_cache_path("voicecoach", appauthor=False) / "whisper-base"
    speech = (taken.cleaned.pcm / 32_768).astype(np.float32)
    words = required(*library.language(language), language)
    ear = TextNormaliser(words, (words.lexicon,), "")
    heard = recogniser(language, folder).writes(speech)
    return missing_words(taken.line.text, heard, ear.expand)


def keep_take(
    project: Project, name: str, key: str, taken: Taken, needed: NeededLines
) -> RecordingSet:
    """Keep a take that was judged; the recording that its line had is gone then.

    Args:
        project: has the sets.
        name: of the set.
        key: of the line.
        taken: from `judge_take`; usable.
        needed: what the routines need: lines that are new among it get their numbers.

    Raises:
        VoiceError: there is no such set, or it is being changed.
        OutputError: it cannot be written; that of before is as it was.
    """
    assert taken.cleaned, "a take that was refused is not kept"
    folder = project.recordings / check_set_name(name)
    with set_alone(folder):
        kept = read_set(folder)
        if kept is None:
            raise VoiceError("no-cue-sheet", folder=folder, set=name)
        return keep_line(make_sheet(kept, needed).kept, key, taken.cleaned.pcm, taken.source)
