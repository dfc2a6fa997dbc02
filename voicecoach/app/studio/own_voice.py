"""One's own voice: lines one after the other, each heard, recorded, judged and kept."""

from __future__ import annotations

import secrets
from urllib.parse import quote

from voicecoach.app.jobs import Listener
from voicecoach.app.own_voice import (
    NeededLines,
    RecordingSet,
    SheetLine,
    Taken,
    begin_set,
    can_recognise,
    judge_take,
    keep_take,
    open_set,
    sheet_lines,
    unheard_words,
)
from voicecoach.app.samples import say_text, trial
from voicecoach.app.studio.asking import one_of, text_of
from voicecoach.app.studio.clinic_open import JudgedTake, OpenClinic
from voicecoach.app.studio.sound_bytes import SoundBytes
from voicecoach.app.studio.speaker import Work
from voicecoach.app.workspace import Workspace
from voicecoach.base.errors import VoiceError
from voicecoach.base.litter import scratch
from voicecoach.base.messages import Phrase
from voicecoach.session.order import Order
from voicecoach.web.studio.desk import PageValues, Query, StudioPage
from voicecoach.web.studio.pages import STUDIO_LANGUAGES, StudioWords, fill_in

_LONGEST_NAME = 40
_COMMA = ("de", "es", "fr", "pt")  # languages that write 1,5


def voice_page(clinic: OpenClinic, name: str, query: Query) -> StudioPage | None:
    """A voice with its lines, or the voices that there are."""
    if name:
        return None
    sets = [info.name for info in clinic.project.engines().load("recorded").voices()]
    chosen = query.get("set", [sets[0] if len(sets) == 1 else ""])[0]
    if chosen and chosen not in sets:
        return None
    values: PageValues = {"sets": sets, "chosen": chosen, "languages": clinic.languages()}
    kept = open_set(clinic.project, chosen) if chosen else None
    if kept is None:
        routines = bool(clinic.own_routines())
        return StudioPage("voices.html", {**values, "routines": routines})
    needed = clinic.needed_lines(kept.language)
    values |= {
        "spoken": kept.language,
        "otherwise": _otherwise(clinic, kept),
        "lines": _lines(clinic, kept, needed),
        "coverage": _coverage(clinic, kept, needed),
        "faulty": [row for row in clinic.own_routines() if row["name"] not in needed.said],
    }
    return StudioPage("voice.html", values, listens=True)


def _otherwise(clinic: OpenClinic, kept: RecordingSet) -> str:
    """Who speaks what is not recorded; empty where nobody can."""
    order = Order(voice=f"recorded:{kept.folder.name}", language=kept.language)
    try:
        found = trial(clinic.project, "-", order).cast.coach.fallback
    except VoiceError:
        return ""
    titles = dict(clinic.listening()["voices"])
    return titles.get(f"{found.engine}:{found.name}", found.name) if found else ""


def _lines(clinic: OpenClinic, kept: RecordingSet, needed: NeededLines) -> list[PageValues]:
    present = kept.present()
    return [
        {
            "key": key,
            "number": line.number,
            "text": line.text,
            "most": seconds(line.most_ms // 10 * 10, clinic.language) if line.most_ms else "",
            "said": needed.rows[key].said,
            "recorded": key in present,
        }
        for key, line in sheet_lines(kept, needed).items()
    ]


def _coverage(clinic: OpenClinic, kept: RecordingSet, needed: NeededLines) -> list[PageValues]:
    """How much of each routine is recorded."""
    told = clinic.labels()["voice"]["covered"]
    return [
        {
            "name": each.routine,
            "title": clinic.title_of(each.routine),
            "percent": each.percent,
            "told": fill_in(told, lines=each.recorded_lines, of=each.lines, percent=each.percent),
        }
        for each in needed.coverage(kept)
    ]


def begin_voice(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Begin a voice, and lead to it."""
    name = text_of(asked, "name", _LONGEST_NAME + 1).strip()
    language = one_of(asked, "language", STUDIO_LANGUAGES) or clinic.language
    begin_set(clinic.project, name, language, clinic.needed_lines(language))
    clinic.forget_voices()
    return {"go": f"/voice?set={quote(name)}"}


def say_line(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues | None:
    """Begin to speak a line, as recorded or as another voice says it; give the job's name."""
    found = _found(clinic, text_of(asked, "set"), text_of(asked, "key", 2000))
    if found is None:
        return None
    kept, _, line = found
    own = f"recorded:{kept.folder.name}" if asked.get("own") is True else None
    order = Order(voice=own, language=kept.language)
    return {"job": clinic.speaker.begin(_speaking(clinic, line.text, order), "hear")}


def _speaking(clinic: OpenClinic, text: str, order: Order) -> Work:
    def work(workspace: Workspace, _told: Listener) -> PageValues:
        tried = trial(workspace.project, text, order)
        with scratch() as folder:
            sound = SoundBytes(say_text(workspace.project, tried, folder).mp3.read_bytes())
        name = secrets.token_hex(8)
        clinic.sounds.keep(name, sound)
        return {"sound": f"/sound/{name}.mp3"}

    return work


def take_line(clinic: OpenClinic, query: Query, sound: bytes) -> PageValues | None:
    """Judge a recorded line; what is usable may be kept by the name that is given to it."""
    voice, key = (query.get(name, [""])[0] for name in ("set", "key"))
    found = _found(clinic, voice, key)
    if found is None:
        return None
    taken = judge_take(sound, found[2])
    name = ""
    if taken.cleaned:
        name = secrets.token_hex(8)
        clinic.takes.keep(name, JudgedTake(voice, key, taken))
    recognises = can_recognise(found[0].language)
    return {"take": name, "recognises": recognises, **_verdict(clinic, taken)}


def hear_words(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues | None:
    """Begin to hear whether all words of a take are in it; give the job's name."""
    take = clinic.takes.get(text_of(asked, "take"))
    kept = open_set(clinic.project, take.voice) if take else None
    if take is None or kept is None:
        return None
    taken, language, told = take.taken, kept.language, clinic.labels()["verdicts"]["words"]

    def work(workspace: Workspace, _told: Listener) -> PageValues:
        words = unheard_words(workspace.library, taken, language)
        return {"unheard": fill_in(told, words=", ".join(words)) if words else ""}

    return {"job": clinic.speaker.begin(work, "words")}


def _verdict(clinic: OpenClinic, taken: Taken) -> PageValues:
    """What is said of a take: first how it is, then what to do better."""
    labels = clinic.labels()
    length = seconds(taken.cleaned.length_ms, clinic.language) if taken.cleaned else ""
    told = [_said(labels, clinic.language, each) for each in taken.said]
    fine = fill_in(labels["verdicts"]["fine"], length=length)
    state = "bad" if not taken.cleaned else "poor" if told else "good"
    return {"state": state, "said": told or [fine], "length": length}


def _said(labels: StudioWords, language: str, said: Phrase) -> str:
    """A remark of the intake in words of the page, or else in those of its message."""
    template = labels["verdicts"].get(said.kind.partition("/")[2].replace("-", "_"))
    if template is None:
        return said.said(language)
    facts = {name: _fact(name, value, language) for name, value in said.facts.items()}
    return fill_in(template, **facts)


def _fact(name: str, value: object, language: str) -> str:
    if isinstance(value, float) and name.endswith("_s"):
        return seconds(value * 1000, language)
    return f"{value:.0f}" if isinstance(value, float) else str(value)


def keep_line_taken(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues | None:
    """Keep a take that was judged, and say how much is recorded now."""
    take = clinic.takes.get(text_of(asked, "take"))
    if take is None:
        return None
    found = _found(clinic, take.voice, take.key)
    if found is None:
        return None
    needed = found[1]
    kept = keep_take(clinic.project, take.voice, take.key, take.taken, needed)
    clinic.forget_voices()
    return {"key": take.key, "coverage": _coverage(clinic, kept, needed)}


def _found(
    clinic: OpenClinic, voice: str, key: str
) -> tuple[RecordingSet, NeededLines, SheetLine] | None:
    """A voice with what is needed of it, and one of its lines; None where there is no such."""
    kept = open_set(clinic.project, voice)
    if kept is None:
        return None
    needed = clinic.needed_lines(kept.language)
    line = sheet_lines(kept, needed).get(key)
    return (kept, needed, line) if line else None


def seconds(ms: float, language: str) -> str:
    """A length as people write it: 1.30 s, or 1,30 s."""
    told = f"{ms / 1000:.2f}\u00a0s"
    return told.replace(".", ",") if language in _COMMA else told
