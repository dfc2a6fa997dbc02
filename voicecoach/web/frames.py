"""Who may show a page within a page of their own."""

from __future__ import annotations

from collections.abc import Iterable


def frame_policy(origins: Iterable[str] = ()) -> str:
    """The content policy of pages that nobody may frame but those of some origins."""
    allowed = " ".join(origins) or "'none'"
    return f"frame-ancestors {allowed}"
