"""Projects: where they are, and what may be a name in them."""

from __future__ import annotations

from voicecoach.base.names import is_name
from voicecoach.formats.fields import language_code
from voicecoach.project import Project, find_project

__all__ = ["Project", "find_project", "is_name", "language_code"]
