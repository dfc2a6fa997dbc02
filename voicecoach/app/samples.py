"""Short MP3s of single lines: one to try, or the same few in each voice to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain
from pathlib import Path

from voicecoach.audio.mp3.frames import FRAME_MS, FRAME_SAMPLES, PRE_ROLL_FRAMES, Bitrate, Fragment
from voicecoach.audio.mp3.splice import session_chunks
from voicecoach.audio.tags import MAX_CHAPTERS, SessionTags, id3_bytes
from voicecoach.base.errors import VoiceError
from voicecoach.base.files import Staging, check_writable
from voicecoach.base.messages import Phrase
from voicecoach.base.values import dataclass
from voicecoach.coach.timeline import Utterance
from voicecoach.formats.fields import wording
from voicecoach.language.normalise import TextNormaliser
from voicecoach.language.phrases import Language
from voicecoach.language.respelling import AppliedRule
from voicecoach.library.library import Library
from voicecoach.library.script import Script
from voicecoach.project import Project
from voicecoach.session.faults import required
from voicecoach.session.find import script_file
from voicecoach.session.order import Order
from voicecoach.session.plan import GENRE
from voicecoach.session.resolve import credits_of, decide, namers, speakers, speaking
from voicecoach.speech import Cast, EarOf, VoiceRequest, choose, takes_phonemes
from voicecoach.voices.engine import Line, Voice, VoiceInfo, plain
from voicecoach.voices.engines import ENGINES, Engines
from voicecoach.voices.synthesiser import LinesFailed, Synthesiser

LEAD_FRAMES = 12  # silence around all: sleeping earphones lose the first syllables
_PAUSE_FRAMES = 25  # between the lines of a voice
_APART_FRAMES = 63  # between voices
_COUNTED = 5


@dataclass(frozen=True, slots=True)
class Sample:
    """A voice and what it says.

    Attributes:
        title: the voice's, for people.
        lines: the first announces it.
    """

    voice: Voice
    title: str
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        """The voice, as `--voice` takes it."""
        return f"{self.voice.engine}:{self.voice.name}"

    @property
    def others(self) -> int:
        """How many of the lines another voice speaks, for want of a recording."""
        return sum(line.voice.engine != self.voice.engine for line in self.lines)


@dataclass(frozen=True, slots=True)
class Preview:
    """What was written.

    Attributes:
        mp3: the file.
        length_ms: of the whole.
        starts: each voice that is heard, with its start in ms.
        failed: voices that could not say their lines, with the reason.
    """

    mp3: Path
    length_ms: int
    starts: tuple[tuple[Sample, int], ...]
    failed: tuple[tuple[Sample, Phrase], ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A line to be tried, and all that is known of it before it is spoken.

    Attributes:
        text: as it is written.
        line: as its voice is to speak it.
        ear: what wrote it out for that.
        cast: who speaks.
        said: who speaks, and who decided that.
    """

    text: str
    line: Line
    ear: TextNormaliser
    cast: Cast
    said: tuple[Phrase, ...]

    def steps(self) -> Iterator[tuple[str, str]]:
        """The line at every step of its way to an engine, and each rule that acted."""
        expanding: list[AppliedRule] = []
        respelling: list[AppliedRule] = []
        voice = self.line.voice
        expanded = self.ear.expand(self.text, expanding)
        respelt = self.ear.respell(expanded, takes_phonemes(voice.engine), respelling)
        yield "as written", self.text
        yield from _rules(expanding)
        yield "in words", expanded
        yield from _rules(respelling)
        yield "respelt", respelt
        yield "sent", plain(respelt)
        yield "to", f"{voice.engine}:{voice.name}"


def _rules(changes: Iterable[AppliedRule]) -> Iterator[tuple[str, str]]:
    for change in changes:
        yield "rule", f"{change.written}: {change.spoken} ({change.rule})"


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line that was spoken.

    Attributes:
        mp3: the file.
        length_ms: of it.
        remarks: what the engine said of it.
    """

    mp3: Path
    length_ms: int
    remarks: tuple[Phrase, ...]


def trial(project: Project, text: str, order: Order) -> Trial:
    """Find how a line is to be spoken.

    Args:
        project: has voices, words and lexicon.
        text: the line.
        order: who is to speak; where it names a routine, with its voice and lexicon.

    Raises:
        ScriptError: there is no such routine; or `Faulty`, it has errors, or the words have.
        VoiceError: the voice that was decided on is not here.
    """
    library, engines, settings = project.library(), project.engines(), project.settings
    script = _script(library, order, settings.language) if order.routine else None
    choices = decide(order, settings, None, script.routine.head if script else None)
    cast = speakers(choices, engines, namers(project, script))
    ear_of = script.ear if script else _ear_of(library, cast.language)
    line = cast.source_of(ear_of)(Utterance(text))
    assert isinstance(line, Line), "what is spoken is a line"
    said = speaking(choices, cast, engines)
    return Trial(text, line, ear_of(line.voice.engine), cast, said)


def say_text(project: Project, tried: Trial, output: Path | None = None) -> SpokenLine:
    """Write an MP3 of one line.

    Args:
        project: has the voices.
        tried: the line.
        output: file or folder; `say.mp3` beside the sessions unless given.

    Raises:
        LinesFailed: the voice could not speak it.
        OutputError: the file could not be written; that of before is as it was.
    """
    target = _target(project, output, "say.mp3")
    check_writable(target.parent)
    bitrate, line = tried.cast.bitrate_kbps, tried.line
    with Synthesiser(project.sounds(), bitrate, engines=project.engines()) as studio:
        remarks = studio.speak([line]).remarks
        placed, frames = _laid([(LEAD_FRAMES, studio.cached([line])[line])])
    _write(target, b"", placed, frames, bitrate)
    return SpokenLine(target, frames * FRAME_MS, tuple(remarks.values()))


def _target(project: Project, output: Path | None, name: str) -> Path:
    target = output or project.output
    return target if target.suffix.lower() == ".mp3" else target / name


def _words(library: Library, code: str) -> Language:
    words, problems = library.language(code)
    return required(words, problems, f"the language '{code}'")


def _script(library: Library, order: Order, language: str) -> Script:
    """A routine whose lexicon and voice are to be used."""
    file = script_file(library, order.routine)
    script, problems = library.script(file, order.language or language)
    return required(script, problems, order.routine)


def _ear_of(library: Library, language: str) -> EarOf:
    """What writes texts out for the ear as in any routine."""
    words = _words(library, language)
    own, problems = library.lexicon()
    lexicon = required(own, problems, "the lexicon")
    return lambda engine: TextNormaliser(words, (words.lexicon, lexicon.lexicon), engine)


def voices_of(
    language: str, name: str = "", engines: Engines | None = None
) -> list[tuple[str, VoiceInfo]]:
    """The voices that can be heard here and speak a language, with their engine, the best first.

    Args:
        language: ISO 639-1 code.
        name: an engine, or `engine:voice`; all engines when empty.
        engines: of the project; where none is given, nothing is set for them.
    """
    loaded = [(engines or Engines()).load(engine) for engine in ENGINES]
    offered = [
        (engine.name, voice)
        for engine in loaded
        if engine.capabilities.audible and not engine.available()
        for voice in engine.voices()
        if not voice.languages or any(_speaks(code, language) for code in voice.languages)
    ]
    if not name:
        return offered
    wanted = name.casefold()
    full = {f"{engine}:{voice.name}".casefold(): (engine, voice) for engine, voice in offered}
    return [
        found for key, found in full.items() if wanted in (key, found[0], found[1].name.casefold())
    ]


def _speaks(code: str, language: str) -> bool:
    return code == language or code.startswith(f"{language}-")


def _samples(
    voices: Iterable[tuple[str, VoiceInfo]],
    language: Language,
    rate_wpm: int,
    ear_of: EarOf,
    engines: Engines,
) -> list[Sample]:
    """The same few lines of a session for each voice, behind its number and title."""
    told = [
        wording(language.opening.first["lying-on-back"], None),
        language.keep_breathing,
        *(
            f"{language.number(second).capitalize()}{language.stop}"
            for second in range(_COUNTED, 0, -1)
        ),
        language.change_sides,
        language.closing.last,
    ]
    found, stop = [], language.stop
    for number, (engine, info) in enumerate(voices, 1):
        named = f"{engine}:{info.name}"
        cast = choose(
            language.language, 64, VoiceRequest(named, rate_wpm, others=(named,)), engines
        )
        source_of = cast.source_of(ear_of)
        announced = f"{language.number(number).capitalize()}{stop} {info.title}{stop}"
        sources = [source_of(Utterance(text)) for text in (announced, *told)]
        lines = tuple(source for source in sources if isinstance(source, Line))
        found.append(Sample(cast.coach.voice, info.title, lines))
    return found


def preview_voices(
    project: Project, name: str = "", order: Order | None = None, output: Path | None = None
) -> Preview:
    """Write an MP3 of voices one after the other, a chapter each.

    A voice that fails is left out, and said.

    Args:
        project: has the voices and the words.
        name: an engine, or `engine:voice`; all engines when empty.
        order: its language and its rate count.
        output: file or folder; `voices.mp3` beside the sessions unless given.

    Raises:
        Faulty: the words have errors.
        VoiceError: there is no such voice; or `LinesFailed`, all of them fail.
        OutputError: the file could not be written; that of before is as it was.
    """
    choices = decide(order or Order(), project.settings)
    language, engines, library = choices.language.value, project.engines(), project.library()
    words, ear_of = _words(library, language), _ear_of(library, language)
    voices = voices_of(language, name, engines)
    if not voices:
        kind = "no-voice/of-language" if name else "no-voice/language"
        raise VoiceError(kind, name=name, language=language)
    target = _target(project, output, "voices.mp3")
    check_writable(target.parent)
    wanted = _samples(voices, words, choices.rate.value, ear_of, engines)
    with Synthesiser(project.sounds(), engines=engines) as studio:
        made, reasons = _spoken(wanted, studio)
    heard = [sample for sample in wanted if sample not in reasons]
    parts: list[tuple[int, Fragment]] = []
    for sample in heard:
        gaps = [_APART_FRAMES if parts else LEAD_FRAMES, *[_PAUSE_FRAMES] * len(sample.lines)]
        parts += [(gap, made[line]) for gap, line in zip(gaps, sample.lines, strict=False)]
    placed, frames = _laid(parts)
    firsts = accumulate((len(sample.lines) for sample in heard[:-1]), initial=0)
    starts = [
        (sample, placed[first][0] * FRAME_MS) for sample, first in zip(heard, firsts, strict=True)
    ]
    tag = _tag(starts, frames * FRAME_MS, language, credits_of(project.settings))
    _write(target, tag, placed, frames, placed[0][1].bitrate_kbps)
    return Preview(target, frames * FRAME_MS, tuple(starts), tuple(reasons.items()))


def _spoken(
    wanted: Sequence[Sample], studio: Synthesiser
) -> tuple[dict[Line | str, Fragment], dict[Sample, Phrase]]:
    """Everything that could be spoken, and why some voices could not say all of theirs."""
    lines = [line for sample in wanted for line in sample.lines]
    try:
        return {**studio.fragments(lines)}, {}
    except LinesFailed as error:
        failed = error.failed
        reasons = {
            sample: failed[line] for sample in wanted for line in sample.lines if line in failed
        }
        if len(reasons) == len(wanted):
            raise
        return {**studio.cached(lines)}, reasons


def _laid(parts: Sequence[tuple[int, Fragment]]) -> tuple[list[tuple[int, Fragment]], int]:
    """Lay fragments end to end, each behind so many silent frames.

    Returns:
        Each with its first frame, and the frames of the whole.
    """
    placed, at = [], 0
    for gap, fragment in parts:
        at += gap
        begins = at + PRE_ROLL_FRAMES
        placed.append((begins - fragment.run_in, fragment))
        at = begins + max(fragment.body_frames, fragment.extent.length_ms // FRAME_MS)
    return placed, at + LEAD_FRAMES


def _tag(
    starts: Sequence[tuple[Sample, int]], total_ms: int, language: str, named: tuple[str, str]
) -> bytes:
    artist, publisher = named
    ends = [*(start for _, start in starts[1:]), total_ms]
    chapters = [
        (f"{sample.voice.engine}:{sample.voice.name}", start, end)
        for (sample, start), end in zip(starts, ends, strict=True)
    ]
    names = "\n".join(f"{number}. {name}" for number, (name, _, _) in enumerate(chapters, 1))
    return id3_bytes(
        SessionTags(
            title="Voices",
            artist=artist,
            album=publisher,
            genre=GENRE,
            language=language,
            comment=names,
            lyrics="",
            cover_png=b"",
            duration_ms=total_ms,
            chapters=tuple(chapters[:MAX_CHAPTERS]),
        )
    )


def _write(
    target: Path,
    tag: bytes,
    placed: Sequence[tuple[int, Fragment]],
    frames: int,
    bitrate_kbps: Bitrate,
) -> None:
    with Staging(target.parent) as staging:
        chunks = session_chunks(placed, frames * FRAME_SAMPLES, bitrate_kbps)
        staging.write(target.name, chain([tag], chunks))
