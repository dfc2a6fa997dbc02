"""Programmes as they are followed: plans, the rule to move on, warning signs."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code, Refusal, messages_of, remedies_of

_PROGRAMMES = "how-to/programmes.md"
_PROGRESS = "how-to/progress.md"

CODES: dict[str, Code] = {
    "not-started": Code("error", "No plan of that programme was started.", _PROGRESS),
    "started-before": Code("error", "The programme was started before.", _PROGRESS),
    "day-before-plan": Code("error", "A day before the plan began.", _PROGRESS),
    "review-too-early": Code("error", "A review that is not after the start.", _PROGRESS),
    "no-stage": Code("error", "The programme's file lacks the plan's stage.", _PROGRAMMES),
    "no-other-stage": Code("error", "No stage comes after this one, or before.", _PROGRESS),
    "rule-not-met": Code("error", "The rule to move on is not met.", _PROGRESS),
    "screening": Code("error", "Warning signs do not allow a session now.", _PROGRAMMES),
}

_REFUSALS: dict[str, Refusal] = {
    "not-started/named": Refusal(
        "the programme '{programme}' was not started", "Begin with: voicecoach start {name}"
    ),
    "not-started/labelled": Refusal(
        "the programme '{programme}' was not started",
        "Begin with: voicecoach start {name} --label {label}",
    ),
    "not-started/none": Refusal(
        "no programme was started", "Begin with 'voicecoach start'; there are {there}."
    ),
    "not-started/several": Refusal(
        "several programmes were started", "Name one of them: {started}."
    ),
    "started-before": Refusal(
        "'{programme}' was started on {day}",
        "To begin anew, add --again; what was logged is kept.",
    ),
    "day-before-plan": Refusal("the plan started on {day}", "Give that day or a later one."),
    "review-too-early": Refusal(
        "the review on {review} is not after the start on {day}",
        "Give another day: --review 2026-03-31",
    ),
    "no-stage": Refusal(
        "{file} has no stage '{stage}' any more, but the plan is in it",
        "Give a stage that name again; there are {there}.",
    ),
    "no-other-stage/last": Refusal("'{stage}' is the last stage", "Ask what comes after it."),
    "no-other-stage/first": Refusal(
        "'{stage}' is the first stage", "If it is too much, rest, and ask who prescribed it."
    ),
    "rule-not-met": Refusal(
        "the rule to move on is not met: {lacking}",
        'Where a clinician decides otherwise: --clinician "Name"',
    ),
    "lacking/last-stage": Refusal("this is the last stage"),
    "lacking/days": Refusal("the stage lasts {days} days at least, until {until}"),
    "lacking/sessions": Refusal("{done} of {wanted} sessions in the last {days} days"),
    "lacking/no-pain": Refusal(
        "the rule allows no pain in the last {days} days, and on {day} it was {pain} of 10 {when}"
    ),
    "lacking/pain": Refusal(
        "the rule allows pain up to {most} in the last {days} days, and on {day} it was {pain} of "
        "10 {when}"
    ),
    "screening/ask": Refusal("{reasons}", "Answer the questions: {command}"),
    "screening/clinician": Refusal(
        "{reasons}. {advice}",
        'When a clinician has seen your answers: {command} --clinician "Name"',
    ),
    "screening/emergency": Refusal(
        "{reasons}. {advice}",
        "This cannot be overridden. When a clinician has seen to it, answer the questions anew: "
        '{command} --clinician "Name"',
    ),
    "sign/emergency": Refusal("an emergency sign was named on {day}"),
    "sign/warning": Refusal("a warning sign was named on {day}"),
    "sign/first": Refusal("the questions about warning signs come before the first session"),
    "pain/rose": Refusal("on {day} {how}"),
    "pain/above": Refusal("pain was {pain} of 10 {when}, above {most}"),
    "pain/after": Refusal("pain rose from {before} before to {after} after"),
    "pain/since": Refusal("pain rose to {pain}, from {before} before the session of {day}"),
}

TEMPLATES = messages_of(_REFUSALS)
REMEDIES = remedies_of(_REFUSALS)
