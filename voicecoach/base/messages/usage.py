"""Mistakes on the command line, and in the program itself."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code, Refusal, messages_of, remedies_of

CODES: dict[str, Code] = {
    "stopped": Code("error", "Somebody stopped the command.", "reference/exit-codes.md"),
    "unprinted": Code(
        "error", "Standard output did not take all that was printed.", "reference/exit-codes.md"
    ),
    "machine": Code(
        "error",
        "The machine lacks something that every program needs.",
        "how-to/troubleshooting.md",
    ),
    "usage": Code("error", "The command line has a mistake.", "reference/commands.md"),
    "unexpected": Code("error", "A fault of voicecoach itself.", "how-to/troubleshooting.md"),
}

_REFUSALS: dict[str, Refusal] = {
    "stopped/nothing": Refusal("stopped; what was there before is as it was"),
    "stopped/done": Refusal("stopped; this was done before: {done}"),
    "unprinted": Refusal(
        "standard output did not take all that was printed: {reason}",
        "What was to be done is done; do not repeat it for what it printed.",
    ),
    "machine/memory": Refusal(
        "there is not enough memory", "End other programs, or allow this one more."
    ),
    "machine/threads": Refusal(
        "this machine starts no more threads", "End other programs, or allow more: ulimit -u."
    ),
    "machine/files": Refusal(
        "too many files are open for this machine's limit",
        "Allow at least 256 files: ulimit -n 256.",
    ),
    "machine/folder": Refusal(
        "the folder in which voicecoach was started is not there any more",
        "Change to a folder that is there, and begin anew.",
    ),
    "unexpected": Refusal(
        "this should not happen: {error}: {reason}",
        "Please report it; VOICECOACH_DEBUG=1 shows where it happened.",
    ),
    "usage/profiles": Refusal(
        "give one profile: a session is for one person; for many there is voicecoach batch"
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
    "usage/lan": Refusal(
        "the studio is for this machine alone: what is written in it is a clinic's own. "
        "'voicecoach preview --lan' shows a published folder to phones"
    ),
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
