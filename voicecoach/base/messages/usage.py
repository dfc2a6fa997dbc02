"""Mistakes on the command line, and in the program itself."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code, Refusal, messages_of, remedies_of

CODES: dict[str, Code] = {
    "usage": Code("error", "The command line has a mistake.", "reference/commands.md"),
    "unexpected": Code("error", "A fault of voicecoach itself.", "how-to/troubleshooting.md"),
}

_REFUSALS: dict[str, Refusal] = {
    "unexpected": Refusal(
        "this should not happen: {error}: {reason}",
        "Please report it; VOICECOACH_DEBUG=1 shows where it happened.",
    ),
    "usage/command": Refusal("there is no command '{name}'{hint}"),
    "usage/other": Refusal("{reason}"),
    "usage/one-output": Refusal("several sessions need a folder: -o FOLDER"),
    "usage/prune": Refusal("say what to remove: --days 90, or --megabytes 200"),
    "usage/familiar": Refusal(
        "only guidance that fades looks at it: --guidance fading",
    ),
    "usage/diff": Refusal("--diff shows what a profile changes: give --profile too"),
    "usage/pain": Refusal("say how much pain there was: {option} 0 to 10"),
    "usage/note": Refusal("a note has at most {most} characters, all printable"),
    "usage/exercise": Refusal("an exercise needs this too: --{option}"),
    "usage/of-exercise": Refusal(
        "--title, --position, --kind, --setup and --dose go with 'new exercise'"
    ),
    "usage/export": Refusal("say how it is given out: --fhir, --csv, or --text"),
    "usage/subject": Refusal("--subject goes with --fhir"),
    "usage/translation": Refusal("a translation needs its language: --language CODE"),
    "usage/rest": Refusal(
        "a rest is given as 'new rest NAME --heat LENGTH' or '--cold LENGTH', with the length that "
        "a clinician has set"
    ),
    "usage/pack": Refusal("--{step}: {reason}"),
    "usage/plot": Refusal("a plot is a file that ends in .svg or .png"),
    "usage/zip": Refusal("--zip goes with none of --private, --revoke, --withdraw, --restore"),
    "usage/lines": Refusal("--lines is for one long take; the files of a folder have numbers"),
    "usage/plan": Refusal("a plan needs this: {option} TEXT"),
    "usage/yes-or-no": Refusal("{yes} / {no}"),
    "usage/label": Refusal("use small letters, digits and hyphens, like 'upstairs'"),
    "usage/future": Refusal("that day is still to come"),
    "usage/no-line": Refusal("write the line to be spoken, in quotes"),
    "usage/explain": Refusal("--explain speaks nothing; leave out --play and -o"),
    "usage/behind": Refusal("options of '{name}' stand behind it: voicecoach voices {name} ..."),
    "usage/list-language": Refusal("--language goes with the list; leave it out, or the NAME"),
}

TEMPLATES = messages_of(_REFUSALS)
REMEDIES = remedies_of(_REFUSALS)
