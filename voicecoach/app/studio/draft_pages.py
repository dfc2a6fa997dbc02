"""What pages of scripts that are being written have in common: their state, and what turns it."""

from __future__ import annotations

import hashlib
from typing import Literal, get_args

from voicecoach.app.journalled import At, Draft, Journalled
from voicecoach.app.studio.asking import text_of
from voicecoach.app.studio.carried import CarriedParts, Parts
from voicecoach.web.studio.desk import PageValues

LONGEST_SCRIPT = 100_000
"""Characters of a script that a page sends."""
DRAFT_VALUES = ("text", "version", "undo", "redo", "saved", "on_disk")
"""What a page is told of a draft after each change."""

DraftTurn = Literal["undo", "redo", "save", "take", "keep", "look"]
DRAFT_TURNS: tuple[DraftTurn, ...] = get_args(DraftTurn)


def version_of(draft: Draft) -> str:
    """What tells a text from those before and after it."""
    digest = hashlib.sha256(draft.text.encode()).hexdigest()
    return f"{draft.revision}-{digest[:12]}"


def draft_values(draft: Draft) -> PageValues:
    """What a page shows of a draft: `DRAFT_VALUES`."""
    return {
        "text": draft.text,
        "version": version_of(draft),
        "undo": draft.undoes > 0,
        "redo": draft.redoes > 0,
        "saved": not draft.is_unsaved,
        "on_disk": draft.is_overtaken,
    }


def carried_over(
    carried: CarriedParts, draft: Draft, parts: Parts, asked: PageValues, change: object
) -> dict[str, str] | None:
    """Where the steps or stages of the text that a page knows are by now; None where they were.

    Args:
        carried: knows the parts of texts that were shown.
        draft: as it is now.
        parts: that it has.
        asked: has the version that the page knows.
        change: that was made to that; None where it is another.
    """
    known, now = str(asked.get("version", "")), version_of(draft)
    carried.note(draft.file, now, parts, known, change)
    return carried.places(draft.file, known, now)


def asked_turn(asked: PageValues) -> DraftTurn:
    """The turn that a page asks for.

    Raises:
        ValueError: it is none.
    """
    turn = next((each for each in DRAFT_TURNS if each == text_of(asked, "what")), None)
    if turn is None:
        raise ValueError("what")
    return turn


def moved_by(turn: DraftTurn) -> PageValues:
    """What a page is told besides of a turn that gave it another text than it has."""
    return {"moved": turn not in ("save", "keep"), "elsewhere": turn == "look"}


def turned_draft(drafts: Journalled[At], at: At, draft: Draft, turn: DraftTurn) -> Draft:
    """A draft after a turn.

    Args:
        drafts: have it.
        at: which one.
        draft: as it is.
        turn: `save` leaves a file that something else has changed as it is; `take` forgets what was
            written here, and takes the file; `keep` lets saving take the place of what the file is
            now; `look` changes nothing.
    """
    match turn:
        case "undo":
            return drafts.undo(at) if draft.undoes else draft
        case "redo":
            return drafts.redo(at) if draft.redoes else draft
        case "save":
            return drafts.save(at) if draft.is_unsaved and not draft.is_overtaken else draft
        case "take":
            return drafts.discard(at)
        case "keep":
            return drafts.settle(at, drafts.digest_on_disk(at))
        case "look":
            return draft
