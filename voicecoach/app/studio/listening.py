"""What the player of every page asks for: sessions and exercises to be heard."""

from __future__ import annotations

from pathlib import Path

from voicecoach.app.orders import RATE_LEAST, RATE_MOST
from voicecoach.app.programme_editing import day_orders
from voicecoach.app.studio.asking import name_of, one_line_of, one_of, text_of, whole_number_of
from voicecoach.app.studio.clinic_open import OpenClinic
from voicecoach.app.studio.hearing import SHARES, TRIED, From, Wanted, lone_routine, to_be_heard
from voicecoach.base.values import replace
from voicecoach.session.order import Order
from voicecoach.web.studio.desk import PageValues
from voicecoach.web.studio.pages import STUDIO_LANGUAGES

_MOST_DAYS = 10_000
_MOST_MS = 24 * 3_600_000
LONGEST_LINE = 2000
_GUIDANCE = ("full", "brief", "tones")


def hear(clinic: OpenClinic, name: str, asked: PageValues) -> PageValues | None:
    """Begin to prepare a session, or one exercise; give the job's name."""
    wanted = _wanted(clinic, name, asked)
    if wanted is None:
        return None
    order = replace(
        wanted.order,
        profile=name_of(asked, "profile") or None,
        guidance=one_of(asked, "guidance", _GUIDANCE),  # type: ignore[arg-type]
        rate=whole_number_of(asked, "rate", RATE_LEAST, RATE_MOST),
        voice=text_of(asked, "voice", 100) or None,
        language=one_of(asked, "language", STUDIO_LANGUAGES),
    )
    texts = {**clinic.workspace.unsaved, **wanted.texts}
    work = to_be_heard(Wanted(order, texts, _from(asked, wanted.begin)), clinic.sounds)
    return {"job": clinic.speaker.begin(work, "hear")}


def _from(asked: PageValues, usual: From) -> From:
    """From where on it is to be heard; from where it usually begins unless that is asked for."""
    step, words = text_of(asked, "from_step"), text_of(asked, "from_words", LONGEST_LINE)
    ms = whole_number_of(asked, "from_ms", 0, _MOST_MS)
    share = whole_number_of(asked, "from_share", 0, SHARES)
    if step or words or ms is not None or share is not None:
        return From(step, asked.get("only") is True, words, ms, share)
    return usual


def _wanted(clinic: OpenClinic, name: str, asked: PageValues) -> Wanted | None:
    kind = one_of(asked, "kind", ("exercise", "routine", "day"))
    if kind == "exercise":
        return _exercise(clinic, name, one_line_of(asked, "step") or name)
    if kind == "day":
        return _day(clinic, name, whole_number_of(asked, "day", 0, _MOST_DAYS))
    return _routine(clinic, name)


def _day(clinic: OpenClinic, name: str, day: int | None) -> Wanted | None:
    """The session of a day of a programme."""
    file = clinic.library.find("programmes", name)
    order = day_orders(clinic.workspace, file).get(day or 0) if file else None
    return Wanted(order) if order else None


def _exercise(clinic: OpenClinic, name: str, step: str) -> Wanted | None:
    exercises = clinic.library.exercises(clinic.language)
    if name not in exercises:
        return None
    root = clinic.project.root or Path()
    file = root.resolve() / "scripts" / "routines" / f"{TRIED}.yaml"
    text = lone_routine(step, exercises[name][0].title, clinic.language)
    return Wanted(Order(TRIED), {file: text}, From("steps-0", only=True))


def _routine(clinic: OpenClinic, name: str) -> Wanted | None:
    return Wanted(Order(name)) if clinic.library.find("routines", name) else None


def job_news(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues | None:
    """How far a job is."""
    news = clinic.speaker.news(text_of(asked, "job"))
    if news and news.state in ("ready", "failed"):
        clinic.forget_lengths()
    return news.told() if news else None


def leave(clinic: OpenClinic, _name: str, asked: PageValues) -> PageValues:
    """Have a job of what is heard end: who wanted it is gone."""
    clinic.speaker.leave(text_of(asked, "job"))
    return {}
