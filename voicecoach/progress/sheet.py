"""The questions about warning signs as a page to print."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from voicecoach.language.phrases import Language
from voicecoach.language.printed import ScreeningWords
from voicecoach.progress.history import Plan

_PAGE = """\
<!doctype html>
<html lang="{lang}">
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 12pt/1.4 sans-serif; max-width: 18cm; margin: 1cm auto; }}
table {{ border-collapse: collapse; width: 100%; }}
td {{ border-bottom: 1px solid #999; padding: 3pt 6pt; }}
td + td {{ white-space: nowrap; width: 4em; }}
tr {{ break-inside: avoid; }}
.box {{ display: inline-block; width: 10pt; height: 10pt; border: 1px solid #000; }}
.advice {{ border: 2px solid #000; padding: 6pt; font-weight: bold; }}
.line {{ border-bottom: 1px solid #000; padding-top: 24pt; }}
</style>
<h1>{title}</h1>
<p>{intro}</p>
<table>
{emergency}
</table>
<p class="advice">{yes}: {emergency_advice}</p>
<table>
{warning}
</table>
<p class="advice">{yes}: {warning_advice}</p>
<p>{not_a_diagnosis}</p>
<p class="line">{clinician}:</p>
<p class="line">{signed}:</p>
</html>
"""


def screening_sheet(language: Language, words: ScreeningWords, plan: Plan | None = None) -> str:
    """Write the page.

    Args:
        language: of the page.
        words: the questions.
        plan: has the number to call.
    """
    texts = {
        "title": words.title,
        "intro": words.intro,
        "yes": words.yes,
        "emergency_advice": emergency_advice(language, plan),
        "warning_advice": words.warning_advice,
        "not_a_diagnosis": words.not_a_diagnosis,
        "clinician": words.clinician,
        "signed": words.signed,
    }
    return _PAGE.format(
        lang=escape(language.language),
        emergency=_rows(words.emergency, language),
        warning=_rows(words.warning, language),
        **{name: escape(text) for name, text in texts.items()},
    )


def emergency_advice(language: Language, plan: Plan | None) -> str:
    """What to do in an emergency, with the plan's number where there is one."""
    words = language.screening
    return words.emergency_advice.format(number=plan.emergency_number if plan else words.call)


def _rows(questions: Mapping[str, str], language: Language) -> str:
    answers = "".join(
        f'<td><span class="box"></span> {escape(answer)}</td>'
        for answer in (language.screening.yes, language.screening.no)
    )
    return "\n".join(f"<tr><td>{escape(text)}</td>{answers}</tr>" for text in questions.values())
