"""Versions of what shapes a clip: parts of its cache key, which is asked for far more often."""

from __future__ import annotations

CLIP = 3
"""Of `audio.pcm.clip`: raise it when the same speech would come out otherwise."""

VERIFY = 3
"""Of `voices.verify`: raise it when another take would be chosen."""
