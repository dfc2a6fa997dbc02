"""Steps as a clinician types them: `bri 3x10 5s`."""

from __future__ import annotations

from voicecoach.app.workspace import Workspace
from voicecoach.prescriptions.typed import TypedCandidate, TypedPart, TypedStep

__all__ = ["TypedCandidate", "TypedPart", "TypedStep", "read_typed"]


def read_typed(workspace: Workspace, text: str, language: str = "") -> TypedStep:
    """Read a step as it is typed.

    Args:
        workspace: has the exercises, with what they are called in all languages.
        text: as it is typed: the beginning of a name, and a dose before or behind it; or another
            step, such as `rest 30s`, `repeat 3` or words in quotes.
        language: whose names come first; the project's unless given.
    """
    return workspace.typing(language or workspace.project.settings.language).read(text)
