"""A clinic's list of patients, and what came of each row of it."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code, Refusal, messages_of, remedies_of

_CLINIC = "how-to/clinic.md"

CODES: dict[str, Code] = {
    "roster": Code("error", "A row of a roster says what cannot be.", _CLINIC),
    "roster-column": Code("warning", "A column of a roster that is not read.", _CLINIC),
    "roster-name": Code("warning", "A label that looks like a name.", _CLINIC),
    "links": Code("error", "The list of patients' addresses cannot be used.", _CLINIC),
    "batch": Code("error", "Not every patient of a batch has their sessions.", _CLINIC),
}

_REFUSALS: dict[str, Refusal] = {
    "roster/header": Refusal(
        "{file}:{line}:{column}: there is no header with a column 'label'",
        "Begin one with: voicecoach roster new; its columns can be: {columns}",
    ),
    "roster/columns": Refusal(
        "{file}:{line}:{column}: the column '{name}' stands twice",
        "Leave one of them out, so that it is clear which counts.",
    ),
    "roster/list": Refusal(
        "{file}:{line}:{column}: this is no list of patients",
        "Write it like the one of: voicecoach roster new list.yaml",
    ),
    "roster/text": Refusal(
        "{file}:{line}:{column}: {reason}", "Mend that place, and check it again."
    ),
    "roster/ending": Refusal(
        "{file} is neither a table nor a list", "Name it like roster.csv or roster.yaml."
    ),
    "roster/empty": Refusal(
        "{file}:{line}:{column}: no patient is named", "Give each a row of their own."
    ),
    "roster/faults": Refusal(
        "{file} has {faults}", "Mend the rows that are named above, and check it again."
    ),
    "roster/no-column": Refusal(
        "a roster has no column '{column}'", "Its columns can be: {columns}"
    ),
    "roster/letters": Refusal(
        "{file} is written in {encoding}, which has not all of these letters",
        "Save it as UTF-8 in the sheet program, and write them again.",
    ),
    "links/damaged": Refusal(
        "{file} is damaged at line {line}: {reason}",
        "Put a backup in its place: voicecoach links recover BACKUP; without it every address "
        "would be another.",
    ),
    "links/away": Refusal(
        "{file} leads to {target}, which is not there",
        "Connect the disk that it lies on; without the list every address would be another.",
    ),
    "links/not-ended": Refusal(
        "'{label}' stands as withdrawn in {file}, but what is published is there still: {reason}",
        "Mend that, and give the same command again; or remove {pages} yourself.",
    ),
    "links/foreign": Refusal(
        "{file} is there already, and is no list of addresses",
        "Give the backup another name; nothing was changed.",
    ),
    "links/fewer": Refusal(
        "{backup} has addresses that {file} lacks, of {labels}",
        "Put them back with: voicecoach links recover {backup}; or give the backup another name.",
    ),
    "links/published": Refusal(
        "{file} would lie in {place}, which goes to the web host",
        "Keep the roster elsewhere, or give another file with --links.",
    ),
    "links/label": Refusal("there is no patient '{label}' in {file}{hint}"),
    "links/several": Refusal(
        "'{label}' has addresses in several places: {places}", "Say which with --to."
    ),
    "links/differ": Refusal(
        "{file} and {backup} have different addresses for {labels}",
        "Look which are handed out; --force takes those of the backup.",
    ),
    "links/none": Refusal("{file} names no patient", "Make their sessions first: voicecoach batch"),
    "links/no-address": Refusal(
        "the address of {place} on the web is not known",
        "Give it once: voicecoach batch ROSTER --to {place} --base-url https://clinic.example/",
    ),
    "busy/batch": Refusal("another batch is writing to {place}", "Wait until it has ended."),
    "busy/links": Refusal("another program is changing {file}", "Wait until it has ended."),
    "batch/some": Refusal(
        "{failed} of {patients} failed", "Their reasons stand above; the others are made."
    ),
    "batch/all": Refusal("all of {patients} failed", "Their reasons stand above."),
    "batch/feed": Refusal(
        "--feed is for --sessions shared, and all others have a feed", "Leave it out."
    ),
    "batch/jobs": Refusal(
        "--jobs is for this machine, and --on for a cluster", "Give one of them."
    ),
}

TEMPLATES: dict[str, str] = {
    "roster/label": "'{value}' is no label; it has letters, digits, '-', '.' and '_', 40 at most",
    "roster/no-label": "this row has no label",
    "roster/twice": "the label '{label}' stands in line {line} too: nobody knows which is meant",
    "roster/no-what": "'{label}' is given nothing: write a routine or a programme into 'what'",
    "roster/value": "column '{column}' of '{label}': {reason}",
    "roster/extra": "'{label}' has a value without a column: '{value}'",
    "roster/long-cell": "a cell has more than {most_kib} KiB here; a quotation mark may be missing",
    "roster/until": "'{label}' ends on {until}, before it starts on {start}",
    "roster/yes": "'{value}' is neither yes nor no",
    "roster/keys": "a patient's keys with values stand here, like 'label: p-017'",
    "roster/no-start": "'{what}' is a programme, which needs the day on which it starts",
    "roster/start": "'{what}' is no programme, so it has no start",
    "roster/one-programme": "a programme stands alone in 'what'",
    "roster/not-made": "'{label}': {reason}",
    "batch/row": "its row has faults, which are named with their places",
    "batch/reason": "{reason} ({remedy})",
    "batch/in-file": "{file}: {reason}",
    "links/twice": "'{label}' stands twice there, or has a value or an address too many",
    "links/columns": "its header is to name {columns}, and nothing else",
    "links/encoding": "it is no text in UTF-8",
    "links/row": "it has no label, no address of a patient, or no place",
    "roster-column": "the column '{column}' is not read{hint}",
    "roster-name": "'{label}' looks like a name; give labels that tell nothing, like p-017",
    **messages_of(_REFUSALS),
}

REMEDIES: dict[str, str] = remedies_of(_REFUSALS)
