"""What was made of a prescription from elsewhere, and why something of it was not understood."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code, Refusal, messages_of, remedies_of

_PAGE = "how-to/from-a-paper.md"

CODES: dict[str, Code] = {
    "import": Code("error", "A prescription was not read, or not whole.", _PAGE),
    "imported": Code("note", "What was made of a line of a prescription, and why.", _PAGE),
}

_NOTES: dict[str, str] = {
    # What a script says beside its steps
    "imported/own-dose": "the library's own dose: {dose}",
    "imported/count": "'{count}' counts repetitions",
    "imported/warm-up": "a warm-up comes first, for the prescription begins without one",
    "imported/encoding": "the text is in the encoding of Windows (cp1252), for it is no UTF-8",
    "imported/left": "'{text}'",
    "imported/unknown": "it names no exercise of the library{hint}",
    "imported/several": "it names several exercises: {names}; give each a line of its own",
    "imported/words": "'{text}' may make it another exercise, so nothing of it is taken",
    "imported/dose": "the dose '{text}': {reason}",
    "imported/unfit": "it cannot be done so: {reason}",
    "imported/no-dose": "it gives no dose that a profile could change",
    "imported/twice": "'{exercise}' has a dose already, and a profile has one for each",
    "imported/status": "its status is '{status}', so it is not to be done now",
    "imported/do-not-perform": "it says that this is not to be done",
    "imported/modified": "it has a modifierExtension, which may change what it means",
    "imported/long": "it has more than {most} characters, and no line of a prescription has",
    "imported/reference": "it refers to what is not in this file",
    "imported/at": "{place}: {reason}",
    # Why something cannot be read
    "imported/digits": "a number has more than {most} digits",
}

_REFUSALS: dict[str, Refusal] = {
    "import/some-left": Refusal(
        "{left} of {items} not understood whole",
        "Look for 'Not understood' in {file}: the original words stand there.",
    ),
    "import/nothing": Refusal(
        "nothing of {source} was understood: {reasons}",
        "Name exercises as 'voicecoach list exercises --search WORDS' finds them.",
    ),
    "import/empty": Refusal("{source} prescribes nothing", "Write one exercise a line."),
    "import/header": Refusal(
        "{source}:{line}:{column}: this table has no column 'exercise'",
        "Begin it with a line of names; there are {columns}.",
    ),
    "import/columns": Refusal(
        "{source}:{line}:{column}: the column '{name}' stands twice",
        "Leave one of them out, so that it is clear which counts.",
    ),
    "import/key": Refusal(
        "{source}:{line}:{column}: '{name}' stands twice here",
        "Leave one of the two out, so that it is clear which counts.",
    ),
    "import/text": Refusal(
        "{source}:{line}:{column}: {reason}", "Mend that place, and import it again."
    ),
    "import/json": Refusal(
        "{source}:{line}:{column}: this is no JSON: {reason}",
        "Export the record again, as FHIR JSON.",
    ),
    "import/deep": Refusal(
        "{source}:{line}:{column}: this record is nested deeper than any that prescribes",
        "Export it again, as FHIR JSON.",
    ),
    "import/resource": Refusal(
        "{source}: this record prescribes nothing: it has {there}",
        "Export a ServiceRequest, a CarePlan, or a Bundle of them.",
    ),
    "import/faulty": Refusal(
        "what was read makes no sound script: {reasons}",
        "Take out of the prescription what is at fault, and import the rest.",
    ),
    "import/large": Refusal(
        "{source} is larger than {most} bytes", "Import a part of it: one prescription."
    ),
    "import/many": Refusal(
        "{source} has more than {most} items", "Import a part of it: one prescription."
    ),
    "import/encoded": Refusal(
        "{source} is no text", "Save it as text in UTF-8, as CSV, or as JSON."
    ),
}

TEMPLATES = _NOTES | messages_of(_REFUSALS)
REMEDIES = remedies_of(_REFUSALS)
