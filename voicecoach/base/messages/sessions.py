"""Scripts by name, and sessions that are planned, built or checked."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code, Refusal, messages_of, remedies_of

_TROUBLE = "how-to/troubleshooting.md"

CODES: dict[str, Code] = {
    "unknown-script": Code("error", "No script of that name.", "reference/routine-language.md"),
    "unknown-language": Code("error", "No texts in that language.", "how-to/translate.md"),
    "unusable-name": Code(
        "error", "A name that a script cannot have.", "reference/routine-language.md"
    ),
    "not-translated": Code(
        "error", "A kind of script that has no texts to translate.", "how-to/translate.md"
    ),
    "faulty": Code("error", "A script has errors, which are shown with their places."),
    "strict": Code("error", "What `--strict` does not let pass.", _TROUBLE),
    "not-a-record": Code(
        "error", "A file that is no session record.", "reference/session-record.md"
    ),
    "packed-plan": Code("error", "A stored plan of a session cannot be used.", _TROUBLE),
    "broken-rules": Code("error", "A finished session breaks rules of coaching.", _TROUBLE),
}

_REFUSALS: dict[str, Refusal] = {
    "strict/warned": Refusal(
        "of what is asked for, {what} must be looked at first",
        "See them above; build it without --strict if they are meant.",
    ),
    "unknown-script": Refusal(
        "no {kinds} is called '{name}'{hint}", "'voicecoach list' shows what there is."
    ),
    "unknown-language": Refusal(
        "there are no texts in the language '{language}'", "Choose from {there}."
    ),
    "unusable-name": Refusal(
        "'{name}' cannot be a name{hint}",
        "Use small letters, digits and hyphens, like 'my-evening'.",
    ),
    "unusable-name/language": Refusal(
        "{reason}", "'voicecoach list' and docs/how-to/translate.md use codes such as es and pt."
    ),
    "not-translated": Refusal(
        "a {kind_of_script} is not translated", "Name a routine, an exercise or a programme."
    ),
    "faulty/one": Refusal("{name} has 1 fault, shown above", "Mend that and try again."),
    "faulty/several": Refusal(
        "{name} has {errors} faults, shown above", "Mend that and try again."
    ),
    "faulty/checked": Refusal("{said}"),
    "faulty/coach": Refusal("the coach's words or figures have faults", "Run 'voicecoach check'."),
    "does-not-fit/session": Refusal("the session cannot be built as it is written"),
    "not-spoken/session": Refusal(
        "the voice could not speak every line; all others are kept",
        "Build again to try these lines once more, or reword them.",
    ),
    "not-a-record/shape": Refusal(
        "{file} is not a session record: at {place}: {reason}",
        "Give the .json file that 'voicecoach build' wrote beside the MP3.",
    ),
    "not-a-record/version": Refusal(
        "{file} is a session record of version {version}; this program reads {known}",
        "Build the session again.",
    ),
    "packed-plan/damaged": Refusal(
        "a stored plan of a session is damaged",
        "Run 'voicecoach batch' again: it is made anew.",
    ),
    "packed-plan/stored": Refusal(
        "the stored plan {plan} is damaged", "Run 'voicecoach batch' again: it is made anew."
    ),
    "packed-plan/version": Refusal(
        "another version of voicecoach stored this plan of a session",
        "Run 'voicecoach batch' with this version: it is made anew.",
    ),
    "not-a-record/edited": Refusal(
        "{file} is not a session record: {reason}",
        "Build the session again; its record is not meant to be edited.",
    ),
    "broken-rules/exercise": Refusal(
        "the session names the exercise '{exercise}', which the library lacks"
    ),
    "broken-rules/slots": Refusal(
        "the record names {exercises} exercises, but its slots are of {slots}",
        "Build the session again; its record is not meant to be edited.",
    ),
    "broken-rules/found": Refusal("{file}: {rules} broken, shown above"),
}

TEMPLATES = messages_of(_REFUSALS)
REMEDIES = remedies_of(_REFUSALS)
