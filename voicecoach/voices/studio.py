"""Where lines and tones become fragments: out of the cache, or made by worker processes."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Collection, Generator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from voicecoach.cache import Cache
from voicecoach.errors import VoiceError
from voicecoach.mp3.frames import Bitrate, Fragment
from voicecoach.voices.engine import Line, plain
from voicecoach.voices.engines import load_engine
from voicecoach.voices.keys import fragment_key, tuning_key
from voicecoach.voices.placement import workers_for

if TYPE_CHECKING:
    from voicecoach.voices.pool import Pool

Sound = Line | str
"""A line to speak, or the name of a tone."""

Progress = Callable[[int, int, int], None]
"""Told how many fragments are done, of how many, and how many of those came from the cache."""

TIME_LIMIT_S = 30.0


class LinesFailed(VoiceError):
    """Some lines could not be spoken; all others were, and are in the cache.

    Attributes:
        failed: the reason for each line.
    """

    def __init__(self, failed: dict[Line, str]) -> None:
        line, reason = next(iter(failed.items()))
        more = f", and {len(failed) - 1} more" if len(failed) > 1 else ""
        super().__init__(
            f"could not speak '{line.text[:60]}': {reason}{more}",
            "Change the wording or choose another voice with --voice; all else is kept.",
        )
        self.failed = failed


class Studio:
    """Gives the fragments of lines and tones; a context manager, so that no worker outlives it.

    Attributes:
        cache: where fragments and the voices' tunings are kept; lists what it found damaged.
        remarks: what engines said of lines that they spoke for this studio.
    """

    def __init__(
        self,
        cache: Cache,
        bitrate_kbps: Bitrate = 64,
        quality: int = 2,
        workers: int | None = None,
        time_limit_s: float = TIME_LIMIT_S,
    ) -> None:
        """Prepare; workers start when there is something to make.

        Args:
            cache: where fragments are kept.
            bitrate_kbps: of the fragments.
            quality: LAME's, 2 (best) to 7 (fastest).
            workers: most worker processes at a time; as many as fit the machine when not given.
            time_limit_s: for speaking one cue; a long text gets more.
        """
        self.cache = cache
        self.remarks: dict[Line, str] = {}
        self._bitrate_kbps = bitrate_kbps
        self._quality = quality
        self._workers = workers
        self._time_limit_s = time_limit_s
        self._tunings: dict[str, dict[str, Any]] = {}
        self._held: dict[Sound, Fragment] = {}  # sessions of one run share most of their sounds
        self._pool: Pool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the workers; more start when there is something to make again."""
        if self._pool:
            self._pool.close()
            self._pool = None

    def cached(self, sounds: Collection[Sound]) -> dict[Sound, Fragment]:
        """Return those fragments that need not be made."""
        found = ((sound, self._look_up(sound)) for sound in dict.fromkeys(sounds))
        return {sound: fragment for sound, fragment in found if fragment}

    def fragments(
        self, sounds: Collection[Sound], progress: Progress | None = None
    ) -> dict[Sound, Fragment]:
        """Return the fragment of each sound, making those that the cache lacks.

        Args:
            sounds: may repeat; the result has each once.
            progress: called after the cache was looked through, and after each fragment made.

        Raises:
            LinesFailed: lines failed three times; the others are in the cache.
            VoiceError: an engine cannot be started.
            OutputError: the cache cannot be used.
        """
        wanted = list(dict.fromkeys(sounds))
        done = self.cached(wanted)
        from_cache = len(done)
        if progress:
            progress(from_cache, len(wanted), from_cache)
        failed: dict[Line, str] = {}
        with contextlib.closing(self._make([s for s in wanted if s not in done])) as made:
            for sound, outcome in made:
                if isinstance(outcome, Fragment):
                    done[sound] = outcome
                elif isinstance(sound, str):
                    raise VoiceError(f"could not make the tone '{sound}': {outcome}")
                else:
                    failed[sound] = outcome
                if progress:
                    progress(len(done) + len(failed), len(wanted), from_cache)
        if failed:
            raise LinesFailed({s: failed[s] for s in wanted if isinstance(s, Line) and s in failed})
        return {sound: done[sound] for sound in wanted}

    def _look_up(self, sound: Sound) -> Fragment | None:
        if sound in self._held:
            return self._held[sound]
        stored = self.cache.get(fragment_key(sound, self._bitrate_kbps, self._quality))
        with contextlib.suppress(ValueError):  # of another format version: made anew
            if stored:
                return self._held.setdefault(sound, Fragment.from_bytes(stored))
        return None

    def _make(self, sounds: list[Sound]) -> Generator[tuple[Sound, Fragment | str], None, None]:
        """Have sounds made; yield each with its fragment, or with the reason that it failed."""
        if not sounds:
            return
        from voicecoach.voices.pool import Pool, in_batches

        lines = [sound for sound in sounds if isinstance(sound, Line)]
        if not self._pool:
            self._pool = Pool(self._workers or workers_for({line.voice.engine for line in lines}))
        for line in lines:
            self._recall_tuning(line)
        batches = in_batches(sounds, lambda name: load_engine(name).capabilities.batch)
        try:
            with contextlib.closing(self._pool.run(batches, self._request)) as made:
                for sound, outcome in made:
                    yield (
                        sound,
                        outcome if isinstance(outcome, str) else self._keep(sound, *outcome),
                    )
        except BaseException:  # Ctrl-C too: nobody waits for what workers still do
            self.close()
            raise

    def _keep(self, sound: Sound, answer: dict[str, Any], stored: bytes) -> Fragment:
        self.cache.put(fragment_key(sound, self._bitrate_kbps, self._quality), stored)
        if isinstance(sound, Line) and "tuning" in answer:
            self._keep_tuning(sound, answer["tuning"])
        if isinstance(sound, Line) and "remark" in answer:
            self.remarks[sound] = answer["remark"]
        return Fragment.from_bytes(stored)

    def _request(self, batch: Sequence[Sound]) -> tuple[str, dict[str, object], float]:
        """Return the engine, the request and the time limit, s, with which sounds are made."""
        encoding = {"bitrate_kbps": self._bitrate_kbps, "quality": self._quality}
        first = batch[0]
        if isinstance(first, str):
            return "", {"tone": first, **encoding}, self._time_limit_s
        texts = [plain(line.text) for line in batch if isinstance(line, Line)]
        limit_s = self._time_limit_s + max(map(len, texts)) / 100
        spoken = {
            "texts": texts,
            "voice": first.voice.name,
            "language": first.language,
            "rate_wpm": first.rate_wpm,
            "level_db": first.level_db,
            "tuning": self._tunings.get(tuning_key(first)),
            "limit_s": limit_s,
        }
        return first.voice.engine, {**spoken, **encoding}, limit_s

    def _recall_tuning(self, line: Line) -> None:
        key = tuning_key(line)
        if key not in self._tunings and (stored := self.cache.get(key)):
            self._tunings[key] = json.loads(stored)

    def _keep_tuning(self, line: Line, tuning: dict[str, Any]) -> None:
        key = tuning_key(line)
        if key not in self._tunings:
            self._tunings[key] = tuning
            self.cache.put(key, json.dumps(tuning).encode())
