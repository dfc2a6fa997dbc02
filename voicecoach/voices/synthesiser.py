"""Where lines and tones become fragments: out of the cache, or made by worker processes."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Collection, Generator, Sequence
from dataclasses import asdict
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from voicecoach.audio.mp3.frames import Bitrate, Extent, Fragment
from voicecoach.base.controls import clipped
from voicecoach.base.errors import VoiceError
from voicecoach.base.messages import Phrase
from voicecoach.store.fragments import Findings, Fragments
from voicecoach.store.protocol import FragmentStore
from voicecoach.voices.calibration import Tuning
from voicecoach.voices.engine import Line, SoundSource, plain
from voicecoach.voices.engines import Engines
from voicecoach.voices.keys import fragment_key, tuning_key, versions_of
from voicecoach.voices.workers.placement import workers_for

if TYPE_CHECKING:
    from voicecoach.voices.workers.pool import Pool

SoundProgress = Callable[[int, int, int], None]
"""Told how many fragments are done, of how many, and how many of those came from the cache."""

TIME_LIMIT_S = 30.0


class LinesFailed(VoiceError):
    """Some lines could not be spoken; all others were, and are in the cache.

    Attributes:
        failed: the reason for each line.
    """

    def __init__(self, failed: dict[Line, Phrase]) -> None:
        line, reason = next(iter(failed.items()))
        kind = "voice-failed/lines-more" if len(failed) > 1 else "voice-failed/lines"
        super().__init__(kind, text=clipped(line.text, 60), reason=reason, more=len(failed) - 1)
        self.failed = failed


class SpokenSounds(NamedTuple):
    """What came of asking for sounds.

    Attributes:
        extents: what planning takes of each sound.
        new: how many were made now; the others came from the cache.
        damaged: keys of entries that were damaged, and made anew.
        remarks: what engines said of lines that they spoke now.
        of_store: what the store said of itself, such as that a part of it cannot be reached.
    """

    extents: dict[SoundSource, Extent]
    new: int
    damaged: tuple[str, ...]
    remarks: dict[Line, Phrase]
    of_store: tuple[Phrase, ...]


class Synthesiser:
    """Gives the fragments of lines and tones; a context manager, so that no worker outlives it.

    Attributes:
        cache: where fragments and the voices' tunings are kept.
        store: the fragments in it.
    """

    def __init__(
        self,
        cache: FragmentStore,
        bitrate_kbps: Bitrate = 64,
        quality: int = 2,
        workers: int | None = None,
        time_limit_s: float = TIME_LIMIT_S,
        engines: Engines | None = None,
    ) -> None:
        """Prepare; workers start when there is something to make.

        Args:
            cache: where fragments are kept.
            bitrate_kbps: of the fragments.
            quality: LAME's, 2 (best) to 7 (fastest).
            workers: most worker processes at a time; as many as fit the machine when not given.
            time_limit_s: for speaking one cue; a long text gets more.
            engines: of the project; where none is given, nothing is set for them.
        """
        self.cache = cache
        self.store = Fragments(cache)
        self._engines = engines or Engines()
        self._bitrate_kbps = bitrate_kbps
        self._quality = quality
        self._workers = workers
        self._time_limit_s = time_limit_s
        self._tunings: dict[str, dict[str, Any]] = {}
        self._keys: dict[SoundSource, str] = {}  # sessions of one run share most of their sounds
        self._made_with: dict[str, dict[str, str]] = {}
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

    def key(self, sound: SoundSource) -> str:
        """Return the key of a sound's fragment in the store."""
        key = self._keys.get(sound)
        if key is None:
            key = self._keys[sound] = fragment_key(sound, self._bitrate_kbps, self._quality)
        return key

    def withhold(self, sounds: Collection[SoundSource]) -> None:
        """Have what is made of sounds that name a person stay on this machine."""
        self.store.withhold(map(self.key, sounds))

    def cached(self, sounds: Collection[SoundSource]) -> dict[SoundSource, Fragment]:
        """Return those fragments that need not be made."""
        found = ((sound, self.store.get(self.key(sound))) for sound in dict.fromkeys(sounds))
        return {sound: fragment for sound, fragment in found if fragment}

    def fragments(
        self, sounds: Collection[SoundSource], progress: SoundProgress | None = None
    ) -> dict[SoundSource, Fragment]:
        """Return the fragment of each sound; as `speak`, for who wants nothing else of it."""
        self.speak(sounds, progress)
        return self.cached(sounds)

    def speak(
        self,
        sounds: Collection[SoundSource],
        progress: SoundProgress | None = None,
        whole: bool = True,
    ) -> SpokenSounds:
        """Make those sounds that the store lacks.

        Args:
            sounds: may repeat; the result has each once.
            progress: called after the cache was looked through, and after each fragment made.
            whole: read fragments whole, for they are wanted next, and make damaged ones anew.

        Raises:
            LinesFailed: lines failed three times; the others are in the cache.
            VoiceError: an engine cannot be started.
            OutputError: the cache cannot be used.
        """
        wanted = list(dict.fromkeys(sounds))
        findings = Findings()
        known = ((sound, self._known(sound, whole, findings)) for sound in wanted)
        done = {sound: extent for sound, extent in known if extent}
        from_cache = len(done)
        if progress:
            progress(from_cache, len(wanted), from_cache)
        failed: dict[Line, Phrase] = {}
        remarks: dict[Line, Phrase] = {}
        with contextlib.closing(self._make([s for s in wanted if s not in done], remarks)) as made:
            for sound, outcome in made:
                if isinstance(outcome, Extent):
                    done[sound] = outcome
                elif isinstance(sound, str):
                    raise VoiceError("voice-failed/tone", tone=sound, reason=outcome)
                else:
                    failed[sound] = outcome
                if progress:
                    progress(len(done) + len(failed), len(wanted), from_cache)
        if failed:
            raise LinesFailed({s: failed[s] for s in wanted if isinstance(s, Line) and s in failed})
        damaged = tuple(sorted(findings.damaged))
        return SpokenSounds(done, len(done) - from_cache, damaged, remarks, tuple(findings.remarks))

    def known(self, sounds: Collection[SoundSource]) -> dict[SoundSource, Extent]:
        """Return what planning takes of those sounds that need not be made."""
        known = ((sound, self._known(sound, False)) for sound in dict.fromkeys(sounds))
        return {sound: extent for sound, extent in known if extent}

    def _known(
        self, sound: SoundSource, whole: bool, findings: Findings | None = None
    ) -> Extent | None:
        key = self.key(sound)
        if not whole:
            return self.store.extent(key, findings)
        fragment = self.store.get(key, findings)
        return fragment.extent if fragment else None

    def _make(
        self, sounds: list[SoundSource], remarks: dict[Line, Phrase]
    ) -> Generator[tuple[SoundSource, Extent | Phrase], None, None]:
        """Have sounds made; yield each with its extent, or with the reason that it failed."""
        if not sounds:
            return
        from voicecoach.voices.workers.pool import Pool, in_batches

        lines = [sound for sound in sounds if isinstance(sound, Line)]
        if not self._pool:
            speaking = map(self._engines.load, {line.voice.engine for line in lines})
            self._pool = Pool(self._workers or workers_for(speaking), self._engines.settings)
        for line in lines:
            self._recall_tuning(line)
        batches = in_batches(sounds, lambda name: self._engines.load(name).capabilities.batch)
        try:
            with contextlib.closing(self._pool.run(batches, self._request)) as made:
                for sound, outcome in made:
                    if isinstance(outcome, Phrase):
                        yield sound, outcome
                        continue
                    answer, stored = outcome
                    if isinstance(sound, Line) and "remark" in answer:
                        remarks[sound] = Phrase.read(answer["remark"])
                    yield sound, self._keep(sound, answer, stored)
        except BaseException:  # Ctrl-C too: nobody waits for what workers still do
            self.close()
            raise

    def _keep(self, sound: SoundSource, answer: dict[str, Any], stored: bytes) -> Extent:
        fragment = self.store.put(self.key(sound), stored, self._versions(sound))
        if isinstance(sound, Line) and "tuning" in answer:
            self._keep_tuning(sound, answer["tuning"])
        return fragment.extent

    def _versions(self, sound: SoundSource) -> dict[str, str]:
        """Return the versions of the packages that make a sound."""
        engine = sound.voice.engine if isinstance(sound, Line) else ""
        found = self._made_with.get(engine)
        if found is None:
            packages = self._engines.load(engine).capabilities.packages if engine else ()
            found = self._made_with[engine] = versions_of(packages)
        return found

    def _request(self, batch: Sequence[SoundSource]) -> tuple[str, dict[str, object], float]:
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
        if key not in self._tunings and (stored := self.cache.get(key).payload):
            with contextlib.suppress(ValueError, TypeError):  # else kept by another version
                self._tunings[key] = asdict(Tuning(**json.loads(stored)))

    def _keep_tuning(self, line: Line, tuning: dict[str, Any]) -> None:
        key = tuning_key(line)
        if key not in self._tunings:
            self._tunings[key] = tuning
            self.cache.put(key, json.dumps(tuning).encode())
