"""`voicecoach screening`: the questions about warning signs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from voicecoach.app.programmes import (
    Following,
    Gate,
    ScreeningQuestions,
    ScreeningWords,
    follow,
    write_questions,
)
from voicecoach.base.messages import described
from voicecoach.cli.options import day_option, language_option, plan_options
from voicecoach.cli.output import Misuse, ask_for, output, project_here, say


@click.command("screening")
@plan_options
@day_option
@click.option("--clinician", help="Who has seen the answers.")
@click.option(
    "--print", "page", type=click.Path(path_type=Path), help="Write the questions as a page (HTML)."
)
@language_option
def command(
    programme: str | None,
    label: str,
    day: date,
    clinician: str | None,
    page: Path | None,
    language: str | None,
) -> None:
    """Answer the questions about warning signs; they find no illness and rule none out.

    They come before a programme's first session, and again when pain has risen. A yes stops the
    programme until a clinician has seen it, whose name --clinician gives. An emergency sign cannot
    be overridden: only new answers lift it, and a clinician must have seen them.

    \b
    Examples:
      voicecoach screening back-care
      voicecoach screening back-care --clinician "A. Physio"
      voicecoach screening --print questions.html
    """
    output().quiet = True
    project = project_here()
    if page:
        write_questions(project, page, programme, label, day, language)
        say(f"{page} is ready to print.")
        return
    with follow(project, programme, label, day, language) as following:
        seen = " ".join((clinician or "").split()) or None
        if seen and following.acknowledge(seen):
            say(f"Seen by {seen}; the programme goes on.")
            return
        ask(following, day, seen)


def ask(following: Following, day: date, clinician: str | None = None) -> None:
    """Ask every question, have the answers written down, and say what they lead to.

    Raises:
        ScreeningError: the answers do not allow a session.
    """
    questions = following.questions
    words = questions.words
    say(f"\n{words.title}", bold=True)
    say(f"{words.intro} {words.not_a_diagnosis}\n")
    yes = _answers(questions)
    while yes:
        named = {**words.emergency, **words.warning}
        say("\n" + "\n".join(f"{words.yes}: {named[sign]}" for sign in yes))
        if _is_yes(words.right, words):
            break
        yes = _answers(questions)
    following.answer(day, yes, clinician)
    say(f"\n{words.clear if not yes else words.warning_advice}")


def gate_as_json(gate: Gate) -> dict[str, object]:
    """Whether a session may be built, as JSON has it."""
    reasons = [described(reason, "screening") for reason in gate.reasons]
    return {"state": gate.state, "reasons": reasons}


def _answers(questions: ScreeningQuestions) -> tuple[str, ...]:
    """The signs that are there; the advice comes with the first that is an emergency."""
    words = questions.words
    yes: list[str] = []
    for sign, question in words.emergency.items():
        if _is_yes(question, words):
            if not yes:
                say(questions.advice, bold=True)
            yes.append(sign)
    yes += [sign for sign, question in words.warning.items() if _is_yes(question, words)]
    return tuple(yes)


def _is_yes(question: str, words: ScreeningWords) -> bool:
    """Ask until the answer is yes or no: the language's word, its first letter, or y or n."""
    yes, no = words.yes.lower(), words.no.lower()
    answers = {"n": False, "y": True, no[0]: False, yes[0]: True, no: False, yes: True}

    def read(answer: str) -> bool:
        if answer.strip().lower() not in answers:
            raise Misuse("usage/yes-or-no", yes=words.yes, no=words.no)
        return answers[answer.strip().lower()]

    return bool(ask_for(f"{question} [{yes[0]}/{no[0]}]", value_proc=read))
