"""Why a change to a script is not made."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code, Refusal, messages_of, remedies_of

_PAGE = "reference/routine-language.md#changed-by-a-program"
_TYPED = "reference/routine-language.md#typed-in-short"

CODES: dict[str, Code] = {
    "not-editable": Code("error", "A change that must be made in the script's text.", _PAGE),
    "no-edit": Code("error", "What a program sent is no change to a script.", _PAGE),
    "draft": Code("error", "A text that was not saved yet cannot be changed so.", _PAGE),
    "typed": Code("note", "What was made of a step as it was typed.", _TYPED),
}

_REFUSALS: dict[str, Refusal] = {
    "draft/place": Refusal(
        "{file} is no place for a script of this project",
        "Give a file like scripts/routines/my-routine.yaml.",
    ),
    "draft/elsewhere": Refusal(
        "{file} was changed elsewhere meanwhile, such as in another window",
        "Look at the text as it is now, and make the change again.",
    ),
    "draft/large": Refusal(
        "this text is over {most_kib} KiB", "Split it into routines, and `include` them."
    ),
    "draft/letters": Refusal("half of a letter stands in this text", "Remove it."),
    "draft/many": Refusal(
        "{most} texts were not saved yet", "Save some of them, or discard what is not needed."
    ),
    "draft/busy": Refusal(
        "another program is at work on the texts of this project", "Try again in a moment."
    ),
    "draft/unreadable": Refusal("cannot read {file}: {reason}", "Allow it to be read."),
    "draft/encoding": Refusal(
        "{file} is not UTF-8 text", "Save it as 'UTF-8' in the program that it comes from."
    ),
    "no-edit/kind": Refusal("this is no change to a script", "Give one of these kinds: {kinds}."),
    "no-edit/field": Refusal(
        "a change of the kind '{kind}' needs another '{field}'",
        "Paths are lists of keys and indices from 0, texts are strings.",
    ),
}

TEMPLATES: dict[str, str] = {
    **messages_of(_REFUSALS),
    "typed/held": "'{length}' is how long it is held",
    "typed/reps": "'{count}' counts repetitions, each held {length}",
    "typed/sets": "'{count}' counts sets, each held {length}",
    "typed/nothing": "no exercise is called so, and it is no other step",
    "not-editable/gone": "nothing stands at this place; read the script again",
    "not-editable/other-text": "another text stands at this place; read the script again",
    "not-editable/flow": "this stands within brackets or braces; change it in the text",
    "not-editable/together": "this shares its line with another step; change it in the text",
    "not-editable/comment": "a comment stands within this; change it in the text",
    "not-editable/only": "nothing would be left here but an empty line; change it in the text",
    "not-editable/elsewhere": "other lines would be read otherwise; change it in the text",
    "not-editable/inside": "a step cannot be moved into itself",
    "not-editable/one-step": "write one step in one line here, like 'bridge: 10 reps'",
    "not-editable/field": "'{key}' is not a field of this step",
}

REMEDIES: dict[str, str] = remedies_of(_REFUSALS)
