"""What is wrong with scripts, and with sessions made of them."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code

_DOSE = "reference/routine-language.md#the-dose"
_QUOTES = "reference/routine-language.md#texts-and-quotes"
_INTERVALS = "how-to/intervals.md"
_LIMITS = "reference/routine-language.md#limits"
_FIGURES = "reference/coaching.md"
_PROFILES = "how-to/profiles.md"
_PROGRAMMES = "how-to/programmes.md"
_LENGTH = "how-to/length.md"
_SPEECH = "how-to/pronunciation.md"
_VOICES = "how-to/voices.md"
_EXERCISES = "how-to/own-exercise.md"
_LANGUAGES = "how-to/translate.md"

CODES: dict[str, Code] = {
    "unreadable": Code("error", "The file cannot be read, or is not UTF-8 text."),
    "too-large": Code(
        "error", "The file is over 96 KiB, 6,000 values or 32 levels deep, or grows by its aliases."
    ),
    "yaml": Code(
        "error",
        "The text is not YAML. Other faults of the file show after this is mended.",
        _QUOTES,
    ),
    "unquoted-text": Code(
        "error", "A text with ` #` or `: ` in it, spoken or shown, must stand in quotes.", _QUOTES
    ),
    "duplicate-key": Code("error", "The same key stands twice in one place."),
    "unknown-key": Code("error", "A key that the format does not have."),
    "missing-key": Code("error", "A key that the format needs."),
    "bad-value": Code("error", "A value of the wrong kind."),
    "bad-dose": Code("error", "A dose that cannot be read, or that contradicts itself.", _DOSE),
    "bad-step": Code("error", "A step that is neither an exercise nor one of the other kinds."),
    "bad-interval": Code("error", "Intervals that cannot keep their time.", _INTERVALS),
    "loose-rest": Code("warning", "A circuit whose rests last longer than is written.", _INTERVALS),
    "bad-name": Code("error", "The name in the file is not the file's own name."),
    "unknown-exercise": Code("error", "No exercise of that name."),
    "unknown-routine": Code("error", "No routine of that name."),
    "unknown-source": Code("error", "A figure's source that `sources.yaml` does not have."),
    "needs-clinician": Code("error", "An exercise that a clinician must have prescribed."),
    "not-in-bed": Code("error", "Something that is not done in bed, in a routine for it."),
    "include-cycle": Code("error", "A routine that includes itself, directly or by others."),
    "no-sides": Code("error", "A side is prescribed for an exercise that has no sides.", _DOSE),
    "no-hold": Code("error", "A hold is prescribed for an exercise without a hold phase.", _DOSE),
    "tempo-phases": Code(
        "error", "A tempo whose number of lengths differs from the phases.", _DOSE
    ),
    "unsafe-dose": Code("error", "A dose beyond the limits of the coaching rules.", _LIMITS),
    "unread-figures": Code(
        "warning", "A project's own `coaching.yaml`: coaching figures are not set there.", _FIGURES
    ),
    "unsafe-figure": Code(
        "error", "A coaching figure made less safe than the rules have it.", _FIGURES
    ),
    "high-dose": Code("warning", "A dose that is unusually high.", _LIMITS),
    "outside-sources": Code(
        "warning", "A dose outside the range that the exercise's sources give.", _LIMITS
    ),
    "no-warm-up": Code("warning", "A routine that moves without warming up first."),
    "needless-crossing": Code(
        "warning", "Another order of the exercises has fewer changes of position.", _LENGTH
    ),
    "long-session": Code("warning", "A session longer than most people finish.", _LENGTH),
    "too-long": Code("error", "A session longer than the coaching rules allow.", _FIGURES),
    "unreachable-length": Code(
        "error", "A session cannot be as long as it is asked to be.", _LENGTH
    ),
    "nearest-length": Code(
        "warning", "A session has the nearest length, for it cannot have the one asked.", _LENGTH
    ),
    "many-chapters": Code(
        "warning", "A session of more chapters than a player can be told of.", _LENGTH
    ),
    "unknown-engine": Code(
        "warning", "A word is respelt for an engine that there is not.", _SPEECH
    ),
    "long-line": Code("warning", "A set-up line of more words than can be followed.", _FIGURES),
    "unheard-prompt": Code(
        "warning", "A prompt that is too long for its phase at every rate.", _EXERCISES
    ),
    "breath-only": Code(
        "warning", "A prompt that ends a hold and names the breath alone.", _EXERCISES
    ),
    "same-prompt": Code(
        "warning", "A prompt that another phase of the exercise has too.", _EXERCISES
    ),
    "never-said": Code(
        "warning", "A wording that the language's file has under `never`.", _LANGUAGES
    ),
    "needless-comma": Code(
        "warning", "A comma before `and` that the language does not write.", _LANGUAGES
    ),
    "two-spellings": Code(
        "warning", "A word that the language's phrases spell otherwise.", _LANGUAGES
    ),
    "read-as-metres": Code("warning", "`1m` in a language that reads it as a metre.", _LANGUAGES),
    "not-in-routine": Code(
        "error", "A programme's dose for an exercise that its routines lack.", _PROGRAMMES
    ),
    "empty-stage": Code(
        "error", "A programme without stages, or a stage without days.", _PROGRAMMES
    ),
    "impossible-rule": Code(
        "error", "A rule to move on that the stage's own days cannot meet.", _PROGRAMMES
    ),
    "contradiction": Code("error", "A profile asks for two things that cannot both be.", _PROFILES),
    "no-variant": Code(
        "error", "A profile asks for a variant that the library does not have.", _PROFILES
    ),
    "personal-label": Code(
        "error", "A profile's label, which shows in file names, names the person.", _PROFILES
    ),
    "empty-section": Code(
        "warning", "A profile leaves nothing of a section, circuit or include.", _PROFILES
    ),
    "empty-routine": Code("error", "A profile leaves nothing of a routine.", _PROFILES),
    "avoided-position": Code(
        "warning", "A change to a position that a profile avoids goes elsewhere.", _PROFILES
    ),
    "avoided-movement": Code(
        "error", "A session would ask for what its profile avoids, if only in passing.", _PROFILES
    ),
    "does-not-fit": Code("error", "A required line that does not fit its place in the session."),
    "not-spoken": Code("error", "A line that the voice could not speak.", _VOICES),
    "spoken-again": Code(
        "warning", "A line that came out wrong, and was spoken in another way.", _VOICES
    ),
    "missing-text": Code(
        "error", "The language has no words for something the session must say.", _LANGUAGES
    ),
    "stale-text": Code(
        "warning", "A translation of an English text that has changed since.", _LANGUAGES
    ),
    "bad-braces": Code(
        "error", "A phrase whose braces are not those of the English one.", _LANGUAGES
    ),
}

# By the kind of message: a code, or a code with what is behind `/` where it has several. Kinds that
# begin with no code are of values, whose place decides on the code.
TEMPLATES: dict[str, str] = {
    # Files
    "unreadable/file": "cannot read this file: {reason}",
    "unreadable/encoding": "this is not UTF-8 text; save the file as 'UTF-8' in your editor",
    "too-large/bytes": "this file is over 96 KiB; split it into routines and `include` them",
    "too-large/depth": "this is nested over {most} levels deep",
    "too-large/values": (
        "this file has over {most:,} values; split it into routines and `include` them"
    ),
    "too-large/steps": "it has {steps} steps; no session is that long, write or repeat fewer",
    "too-large/aliases": "this file grows too large by its aliases",
    "yaml/control": "a control character stands here; remove it",
    "yaml/half": "half of a letter stands here, such as \\ud800; remove it",
    "yaml/other": "this is not YAML: {reason}",
    "yaml/quote": "this quote is never closed; end the text with the same quote mark",
    "yaml/bracket": "this bracket is not closed; end with '}}' or ']', with a comma between the "
    "parts",
    "yaml/indent": "'{key}:' stands too far in; align it with the keys above it, or put a text "
    "with "
    "': ' in quotes",
    "yaml/tab": "a tab stands here; indent with spaces",
    "yaml/begins": "a text that begins with '{sign}' must stand in quotes",
    "yaml/block": "this does not fit in here; check its indentation, and the quotes before it",
    "yaml/documents": "one file holds one script; remove '---'",
    "yaml/alias": "nothing is named '&{name}'; a text that begins with '*' must stand in quotes",
    "yaml/tag": "'{tag}' has no meaning here; remove it, or put the text in quotes",
    "yaml/name": "a name stands before ':', not a list or a bracket",
    "unquoted-text/colon": "a text with ': ' in it must stand in quotes, like \"First: breathe\"",
    "unquoted-text/hash": "YAML cuts this text at ' #'; put the whole text in quotes, like "
    '"First: breathe"',
    "unquoted-text/comment": "YAML takes what begins with '#' for a comment; put the whole text in "
    'quotes, like "First: breathe"',
    "duplicate-key": "'{key}' stands twice here; keep one",
    # Keys
    "unknown-key": "'{key}' is not a key here{hint}",
    "unknown-key/comma": "'{key}' is not a key here; a text with a comma must stand in quotes "
    "inside "
    "{{ }}",
    "missing-key": "'{key}' is missing; write '{key}:' here",
    "missing-key/purpose": "'{key}' is missing; write '{key}:' here{purpose}",
    "missing-key/steps": "'steps' is missing; list the exercises under 'steps:'",
    "missing-key/own-steps": "'{step}' needs its own 'steps:' on the next line",
    "missing-key/greeting": "whom to greet? write 'name:' or 'greeting:' too",
    "bad-value/no-keys": "this must hold keys like '{key}:'",
    "bad-value/routine": "a routine begins with 'routine:', 'title:' and 'steps:'",
    "bad-value/steps": "list at least one step here, each on its own line behind '- '",
    # Steps
    "bad-step/empty": "this step is empty; write an exercise with its dose, like '- bridge: 10 "
    "reps'",
    "bad-step/none": "this is not a step; write an exercise with its dose, like '- bridge: 10 "
    "reps'",
    "bad-step/first": "'{key}' belongs to a step; name the step first, like '- bridge: 10 reps'",
    "bad-step/exercise": "name the exercise itself, like '- bridge: 10 reps'",
    "bad-step/figure": "'{key}' belongs inside '{exercise}'; write '- {exercise}: {{{key}: ...}}'",
    "bad-step/inside": "'{key}' belongs inside '{exercise}'; write "
    "'- {exercise}: {{dose: ..., {key}: ...}}'",
    "bad-step/stranger": "'{key}' does not belong to '{step}'; if it is the next step, put '- ' "
    "before it",
    "bad-step/against": "'{key}' and '{other}' contradict each other; keep one of them",
    "bad-step/rank": "'rank' is of use beside 'optional: true' or 'extra: true' only",
    "bad-step/warm-up": "every length begins with the warm-up; remove 'optional' or 'extra' here",
    "bad-interval/both": "'every' gives the rest too; take '{key}' away, or give 'work' and "
    "'rest' without 'every'",
    "bad-interval/no-rest": "how long is the rest? write 'rest: 10s' beside 'work', or 'rest: 0s' "
    "for none",
    "bad-interval/no-work": "how long is the work? write 'work: 20s' beside 'rest'; a rest between "
    "rounds is a step of its own, '- rest: 30s'",
    "bad-interval/step": "intervals hold exercises only; put this before them or behind them",
    "bad-interval/short": "{given_ms} is too short to follow; write at least {least_ms}",
    "bad-interval/unnamed": "without a rest the next exercise is named within the work before it: "
    "work for at least {least_ms}, or rest for {rest_ms}",
    "bad-interval/dose": "in intervals '{exercise}' is done for the time of the work; leave the "
    "dose out, or write a side, or a time of its own like 'for 30s'",
    "bad-interval/sets": "'{exercise}' is done once each time; leave the sets out",
    "bad-interval/position": "from '{before}' to '{exercise}' one changes position, for which a "
    "rest "
    "is too short; write intervals of their own for each position",
    "bad-interval/approach": "'{exercise}' is done elsewhere; make the rest at least "
    "{least_ms}, or "
    "give it intervals of its own",
    "bad-interval/sides": "the sides of '{exercise}' take turns, round by round: repeat an even "
    "number of times, or have two steps, one with 'left side' and one with 'right side'",
    "bad-interval/side-time": "to change sides in '{exercise}' takes {least_ms}; make the rest "
    "that "
    "long",
    "bad-interval/full": "'{exercise}' takes {takes_ms}, and the next begins every {every_ms}; "
    "make "
    "that at least {least_ms}, or do less",
    "loose-rest": "what is said between two exercises comes on top of the rest of {rest}; to rest "
    "exactly that long, write '{meant}'",
    "step/keep": "'{value}' is not a choice here; write 'keep: always'",
    "step/rounds": "'{value}' is not a number of rounds from 1 to 20, or a range like 1-3",
    # Texts and names
    "text/missing": "a text is missing here; write what is to be said, or leave it out",
    "text/empty": "this text is empty; write what is to be said, or leave it out",
    "text/colon": "YAML breaks this text at ': '; put the whole text in quotes",
    "text/list": "one text stands here, not a list; give each line a step of its own",
    "text/other": "'{value}' is not a text; put it in quotes: \"{value}\"",
    "text/no-word": "'{value}' has no word in it; write what is to be said",
    "text/long": "this text has {characters} characters; at most {most}",
    "drawn/like": "'{text}' names no exercise or position to draw; write one, like 'bridge'",
    "drawn/bend": "'{text}' puts nothing elsewhere in a drawing; write 'end' or 'start', then one "
    "of {handles}, then where it is, like 'end hip 62 20'",
    "colour/bad": "'{value}' is no colour; write six digits, like '#17414d'",
    "colour/pale": "white cannot be read on {value}: the contrast is {contrast}, and should be 7; "
    "the nearest that will do is {near}",
    "text/control": "this text holds a control character; remove it",
    "name/bad": "'{value}' is not a name of small letters, digits and hyphens{hint}",
    "name/colon": "a ':' stands between exercise and dose, did you mean '{exercise}: {dose}'?",
    "bad-name": "'{name}' is not the file's name; write '{file}', or rename the file",
    "bad-name/file": "no script can be called '{file}'; rename the file to '{name}.yaml'",
    "bad-name/stage": "another stage is called '{stage}' too; rename one of them",
    # Values
    "value/language": "'{value}' is no code of a language, such as en or pt{hint}",
    "toml/encoding": "this is not UTF-8; save the file as UTF-8",
    "toml/depth": "brackets stand in brackets more than {most} times; no setting is that deep",
    "toml/keys": "this key has more than {most} parts; no setting is that deep",
    "toml/digits": "this number has more than {most} digits; no setting is that large",
    "toml/other": "{reason}",
    "settings/table": "a table stands here: write '[{name}]', and its settings below",
    "settings/list": 'a list of texts stands here, such as ["say", "-o", "{{out}}"]',
    "settings/out": "none of the arguments is '{{out}}', the file that the program writes",
    "settings/engine": "there is no engine '{engine}'{hint}",
    "settings/address": "'{value}' is no address on the web, such as 'https://clinic.example/'",
    "settings/email": "'{value}' is no e-mail address, such as 'desk@clinic.example'",
    "value/choice": "'{value}' is not a choice here{hint}",
    "value/list": "a list stands here: one item a line, each behind '- '",
    "value/keys": "keys with values stand here, like 'kind: move'",
    "value/bool": "'{value}' is neither true nor false",
    "value/whole": "'{value}' is not a whole number",
    "value/number": "'{value}' is not a number",
    "value/range": "{value} is out of range; write a number from {least:g} to {most:g}",
    "value/backwards": "'{value}' runs backwards, did you mean '{meant}'?",
    "value/date": "'{value}' is not a date; write year, month and day, like '2026-03-31'",
    "value/zone": "'{value}' is no time zone, such as 'Europe/Berlin'",
    "value/other": "{reason}",
    # Why the system refuses something
    "system/absent": "No such file or directory",
    "system/right": "Permission denied",
    "system/allowed": "Operation not permitted",
    "system/folder": "Is a directory",
    "system/no-folder": "Not a directory",
    "system/room": "No space left on device",
    "system/quota": "Disk quota exceeded",
    "system/read-only": "Read-only file system",
    "system/there": "File exists",
    "system/long": "File name too long",
    "system/damaged": "Input/output error",
    "system/in-use": "Address already in use",
    "system/refused": "Connection refused",
    "system/late": "Connection timed out",
    "system/busy": "Device or resource busy",
    "system/open": "Too many open files",
    "system/loop": "Too many levels of symbolic links",
    "system/irregular": "it is no regular file",
    "system/large": "it has more than {most}, the most that such a file may have",
    "length/no-unit": "'{value}' has no unit, did you mean '{value}{unit}'?",
    "length/bad": "'{value}' is not a length of time; write one like '5s' or '1m30s'",
    "length/session": "'{value}' is no length at all; write one like '12m' or '10-15m'",
    "figures/none": "write figures by name here, like 'rest: 30s'",
    "figures/unknown": "'{name}' is not a coaching figure{hint}",
    # Doses
    "dose/which": "'{value}' may be two things; write '{count} reps, hold {length}' or "
    "'{count} sets, hold {length}'",
    "dose/each": "'{value}' what? write 'each side', or leave it out",
    "dose/list-sets": "a value for each of {values} sets stands beside {sets} sets; keep as many "
    "values as sets",
    "dose/comma": "'{value}' may be two things; write '{meant}', or '{listed}' for two sets",
    "dose/braces": "a comma ends the text inside {{ }}; write 'dose: {meant}'",
    "dose/alternating": "reps that alternate may be two things; write '{meant}' for so many on "
    "each side, or '{half}' for so many in all",
    "dose/pairs-only": "reps that alternate may be two things; write '{meant}' for so many on each "
    "side",
    "dose/pairs": "pairs are of both sides; write '{meant}', or leave the side out",
    "dose/decimal": "'{value}' has a comma in a number; write '{meant}'",
    "dose/load-unit": "'{value}' of what? write '{weight}', or '{level}'",
    "dose/load-comma": "a load ends at '{value}'; write it without",
    "dose/load-more": "'{term}' is no part of a load; write '{meant}'",
    "dose/no-load": "'{value}' needs 'load' before it; write 'load {meant}'",
    "dose/frequency": "'{value}' is no frequency; write one like '2 times a day' or "
    "'3 days a week'",
    "dose/number": "'{value}' is not a dose, did you mean '{value} reps'?",
    "dose/no-text": "this is not a dose; write one as a text, like 10 reps, hold 5s",
    "dose/twice": "this dose gives '{key}' twice, keep one",
    "dose/no-unit": "'{value}' has no unit, did you mean '{key} {value}s'?",
    "dose/no-length": "'{key}' needs a length, like '{key} 5s'",
    "dose/below-zero": "'{value}' is below zero; write how many or how long, like "
    "'10 reps, hold 5s'",
    "dose/of-what": "'{value}' of what? write '{meant} reps', or 'hold {meant}s'",
    "dose/of-reps": "'{value}' of what? write '{meant} reps'",
    "dose/of-hold": "'{value}' of what? write 'hold {meant}s'",
    "dose/of-nothing": "'{value}' of what? this dose gives reps and hold already; leave it out",
    "dose/fraction": "'{value}' must be a whole number",
    "dose/no-key": "'{value}' of what? write 'hold {meant}', or 'rest {meant}'",
    "dose/no-key-list": "'{value}' of what? write 'hold {meant}'",
    "dose/part": "'{value}' is not part of a dose{hint}",
    "dose/part-here": "'{value}' is not part of a dose here{hint}",
    "dose/count": "'{value}' is not a whole number, or a range like 10-15",
    "dose/sides": "'{value}' is not a choice of sides{hint}",
    "dose/none": "{value} is none at all; leave the exercise out, or write 1 or more",
    "dose/backwards": "{low}-{high} runs backwards, did you mean '{high}-{low}'?",
    "dose/lengths-backwards": "{low_ms} to {high_ms} runs backwards; write the shorter first",
    "dose/zero": "a length of zero is none at all; leave it out",
    "dose/tempo": "'{value}' is not a number of seconds; write a tempo like 3-1-3",
    "dose/tempo-and-hold": "'tempo' gives the hold too; keep 'tempo' or 'hold', not both",
    "dose/one-side": "'{key}' is one side; write its figures only, like '8 reps'",
    "dose/sides-named": "'left' and 'right' name the sides already; remove 'sides'",
    "bad-dose/both": "give the figures under 'dose' or one by one, not both",
    "bad-dose/alternating": "changing sides at each rep takes too long in '{exercise}'; write "
    "'{meant}'",
    "no-sides": "'{exercise}' works both sides at once; leave the sides out",
    "no-sides/profile": "'{exercise}' works both sides at once; write its figures without a side",
    "no-sides/position": "'{position}' has no left and right; take 'side' away",
    "no-hold": "'{exercise}' has no hold; remove 'hold', or slow it with a 'tempo'",
    "tempo-phases": "'{exercise}' has {phases} phases, the tempo {lengths}; write one length for "
    "each, like 'tempo {like}'",
    "unsafe-dose/reps": "{given} reps is not safe; write at most {most}",
    "unsafe-dose/sets": "{given} sets is not safe; write at most {most}",
    "unsafe-dose/hold": "a hold of {given_ms} is not safe; write at most {most_ms}",
    "unsafe-dose/kept-up": "a hold of {given_ms} is not safe; write at most {most_ms}, or 'kind: "
    "timed' in the exercise where it is a movement that goes on, such as walking",
    "unsafe-dose/phase": "a phase of {given_ms} is not safe; write at most {most_ms}",
    "unsafe-dose/no-phase": "a phase of no length cannot be done; give it at least a second",
    "unsafe-dose/no-rest": "a rest of no length is none at all; leave it out, or write '30s'",
    "unsafe-dose/rest": "a rest of {given_ms} is longer than any session; write one like 'rest "
    "45s'",
    "unsafe-dose/pack": "a pack is not of use for so short a time; write the clinician's length",
    "unsafe-dose/breath-held": "a breath held for {given_ms} is not safe; write at most {most_ms}",
    "unsafe-dose/breath-prescribed": "a breath held for {held_ms}, in one of {cycle_ms}, is for a "
    "clinician to prescribe; write '{instead}', or 'source: clinician' under this",
    "unsafe-dose/slow-prescribed": "a breath of {cycle_ms} is for a clinician to prescribe; write "
    "'{instead}', or 'source: clinician' under this",
    "unsafe-dose/breath-position": "this breath is done sitting or lying only; put '- transition: "
    "chair' before it",
    "unsafe-dose/timed": "{given_ms} at a time is not safe; write at most {most_ms}",
    "unsafe-dose/short-breath": "{given_ms} is too short for a breath; write at least {least_ms}",
    "unsafe-dose/cycle": "one breath takes {given_ms}; make it {least_ms} to {most_ms} in all",
    "unread-figures": "these figures are not read, for the shipped ones hold for every project; "
    "change them under 'coaching:' in a routine or an exercise",
    "unsafe-figure": "'{figure}' keeps people safe: here it can only be made stricter",
    "high-dose/reps": "{given} reps is unusual; keep to {most} unless a clinician asks for more",
    "high-dose/sets": "{given} sets is unusual; keep to {most} unless a clinician asks for more",
    "high-dose/hold": "a hold of {given_ms} is unusual; keep to {most_ms} unless a clinician asks "
    "for more",
    "high-dose/kept-up": "a hold of {given_ms} is unusual; keep to {most_ms} unless a clinician "
    "asks for more, or write 'kind: timed' in the exercise where it is a movement that goes on",
    "high-dose/phase": "a phase of {given_ms} is unusual; keep to {most_ms} unless a clinician "
    "asks "
    "for more",
    "outside-sources/reps": "'{given} reps' is outside what the sources give, {sourced}; add where "
    "it comes from as 'source:'",
    "outside-sources/sets": "'{given} sets' is outside what the sources give, {sourced}; add where "
    "it comes from as 'source:'",
    "outside-sources/hold": "'hold {given}' is outside what the sources give, {sourced}; add where "
    "it comes from as 'source:'",
    # Lines and bells in a hold
    "moments/none": 'write each line behind its time here, like {{half: "Soften your knees."}}',
    "moments/no-bell": "when does the bell sound? write 'every 1m', or [1m, 3m]",
    "moments/start": "at its start a hold has words of its own; write a time after it, like '30s'",
    "no-hold/at": "'{exercise}' has no hold in which this could come; say it as a step of its own, "
    "'- say: \"...\"'",
    "bad-value/at-end": "'{exercise}' lasts {hold_ms} here, so nothing comes at {at_ms}; write a "
    "time before {most_ms}",
    "bad-value/at-twice": "two lines come at {at_ms} here; make them one",
    "bad-value/at-side": "no line changes sides, for each side has a hold of its own; write 'each "
    "side' in the dose, and the words for it in the exercise's 'sides'",
    # Things
    "needs/misspelt": "'{value}' is not a thing that is known here, did you mean '{meant}'?",
    "needs/words": "'{value}' is not a thing that is known here; write it as it is spoken, like 'a "
    "{value}', or one of {choices}",
    # Breathing
    "breathing/bare": "'{value}' may be two lengths, or a range; write 'in {inhale}, out "
    "{exhale}', or put 'breaths' behind it where it says how many",
    "breathing/none": "this is not a breathing pattern; write 'in 4s, out 6s, 10 breaths', or "
    "'in 4s, out 6s, for 3m'",
    "breathing/number": "this is not a breathing pattern, did you mean '{value} breaths'?",
    "breathing/part": "'{value}' is not part of breathing{hint}",
    "breathing/twice": "'{key}' stands twice here; keep one",
    "breathing/zero": "'{key}' of no length is none at all; write one like '{key} 4s'",
    "breathing/breaths": "'{value}' is not a number of breaths; write one like '10 breaths'",
    "breathing/backwards": "{low}-{high} runs backwards, did you mean '{high}-{low}'?",
    "breathing/how-long": "say how many breaths, or for how long, not both; write "
    "'in 4s, out 6s, 10 breaths', or 'in 4s, out 6s, for 3m'",
    "breathing/pair": "'in' and 'out' belong together; write 'in 4s, out 6s, 10 breaths', or "
    "'in 4s, out 6s, for 3m'",
    "breathing/one-pair": "'in' and 'out' belong together; write 'in 3s, out 5s'",
    "breathing/routine": "'{key}' is for the routine to say; write 'in 3s, out 5s' here",
    # Respelt words
    "lexicon/none": "write each word with its respelling here, like 'bird dog: burd dog'",
    "lexicon/no-word": "'{word}' has no letter and no digit; name a word",
    "lexicon/twins": "'{word}' and '{other}' are the same word; keep one",
    "lexicon/no-engine": 'name an engine here, like {{pyttsx3: "burd dog"}}',
    "lexicon/missing": "the respelling is missing; write it, or leave the word out",
    "lexicon/missing-for": "the respelling for {engine} is missing; write it, or leave the word "
    "out",
    "lexicon/one": "one respelling stands here, as a text",
    "lexicon/one-for": "one respelling for {engine} stands here, as a text",
    "lexicon/silent": "'{value}' has nothing to speak; write letters that sound like the word",
    "unknown-engine": "there is no engine '{engine}'{hint}",
    "sounds/missing": "the sounds are missing; write them, as in 'ipa: kloʊz'",
    "sounds/one": "the sounds of one word stand here, as a text",
    "sounds/none": "'{ipa}' has no sound in it",
    "sounds/meant": "'{symbol}' is no sound that voices know; write '{meant}'",
    "sounds/unknown": "'{symbol}' is no sound that voices know; write the nearest of the IPA, as "
    "in kloʊz",
    "sounds/no-letter": "'{symbol}' stands for no sound; leave it out",
    # What scripts name
    "unknown-exercise": "no exercise is called '{exercise}'{hint}",
    "unknown-routine": "no routine is called '{routine}'{hint}",
    "unknown-source": "no source is called '{source}'{hint}; scripts/sources.yaml has them",
    "needs-clinician": "'{exercise}' is for whom a clinician has seen; where one has "
    "prescribed it, add 'source: clinician'",
    "not-in-bed": "'{title}' is not done in bed; leave it out, or take 'surface: bed' away",
    "not-in-bed/position": "'{position}' is no place in a bed; leave it out, or take "
    "'surface: bed' away",
    "include-cycle": "{way}; remove one of them",
    "include/more": "'{routine}' includes {rest}",
    "include/last": "'{routine}'",
    "no-warm-up": "this routine begins without warming up; put '- include: warm-up' first",
    "bad-value/relief": "write one length for each of the lines, like [8s, 4s]",
    "bad-value/holds": "a rep has at most one hold, for the dose gives one length; make the other "
    "a move",
    "long-line/lines": "{lines} set-up lines; keep to {most}",
    "long-line/words": "this line has {words} words; {most} can be followed by ear, so split it",
    "long-line/heard": "this line takes {takes_s:.0f} s; {most_s:.0f} s can be followed: make it "
    "several lines",
    # Wording
    "unheard-prompt": "'{text}' takes {takes_s:.1f} s at the fastest rate where {free_s:.1f} s are "
    "free, so it is never heard; shorten it, or give the phase more time",
    "breath-only": "'{text}' ends a hold and names the breath alone; say what moves",
    "same-prompt": "'{text}' is another phase's prompt too; name what moves in this one",
    "never-said": "'{text}' is not said here: {reason}",
    "needless-comma": "no comma stands before '{joiner}' here; leave it out",
    "two-spellings": "'{word}' is '{other}' elsewhere; spell it in one way",
    "read-as-metres": "'{text}' is read as '{read}' here; write 'min' for minutes, or the word",
    # Sessions
    "too-long/repeats": "it has {steps} steps, over {most_ms} of them; write or repeat fewer",
    "too-long/breathing": "a session lasts at most {most_ms}; breathe for less",
    "too-long/least": "this session lasts {least_ms} at least; the limit is {most_ms}",
    "too-long": "this session lasts {lasts_ms}; the limit is {most_ms}",
    "long-session": "this session lasts {lasts_ms}; few people finish it",
    "unreachable-length/between": "'{routine}' cannot last {asked_ms}: the nearest lengths that "
    "can be are {below_ms} and {above_ms}{step}",
    "unreachable-length/shortest": "'{routine}' cannot last {asked_ms}: the shortest that can be "
    "is {above_ms}{step}",
    "needless-crossing": "these exercises change position {changes} times, which another order "
    "does {fewer} times, {saved_ms} shorter: {order}",
    "many-chapters": "the session has {chapters} chapters, and players show {most}: "
    "the others stand in the record and on the page only",
    "nearest-length": "'{routine}' cannot last {asked_ms}, so it lasts {lasts_ms}",
    "unreachable-length/longest": "'{routine}' cannot last {asked_ms}: the longest that can be is "
    "{below_ms}",
    "unreachable-length/none": "'{routine}' cannot last {asked_ms}, and no length near it was "
    "found",
    "does-not-fit": "'{text}' takes {takes_s:.1f} s where {free_s:.1f} s are free; shorten it, or "
    "give the phase or hold more time",
    "does-not-fit/tone": "the {tone} tone takes {takes_s:.1f} s where {free_s:.1f} s are free; "
    "shorten it, or give the phase or hold more time",
    "not-spoken": "the voice failed at '{text}': {reason}",
    "spoken-again": "'{text}': {reason}; listen to it",
    # Programmes
    "empty-stage/none": "a programme has at least one stage, like '- stage: daily'",
    "empty-stage/days": "a stage has at least one day, like 'every: daily' or 'mon: daily'",
    "impossible-rule": "{sessions} sessions in {days} days cannot be done: the days of this stage "
    "give {least}; ask for at most {least}, or for more days",
    "not-in-routine/dose": "no routine of this stage has the exercise '{exercise}'{hint}",
    "not-in-routine/add": "'{routine}' is no routine of this stage{hint}",
    # Profiles
    "personal-label": "this label shows in the names of files, so it must not have the person's "
    "name in it; write another, like 'knee-2'",
    "contradiction/twice": "'{exercise}' stands under '{key}' too; keep one of them",
    "contradiction/itself": "'{exercise}' instead of itself changes nothing; name another, or "
    "remove this",
    "contradiction/ways": "a way to the floor is for those who lie on it; take 'surface' "
    "or 'floor' away",
    "contradiction/left-out": "'{exercise}' is left out by this profile; name another",
    "contradiction/avoided": "'{exercise}' goes against 'avoid' ({reason}); name another",
    "no-variant/easier": "the library has no easier variant of '{exercise}' that this profile "
    "allows; name another under 'instead'",
    "no-variant/harder": "the library has no harder variant of '{exercise}' that this profile "
    "allows; name another under 'instead'",
    "profile/omissions": "list exercises by name here, or write each with a reason behind ':'",
    "profile/replacement": "name an exercise here, or write {{exercise: bird-dog, reason: ...}}",
    "profile/exercise": "'{value}' is not an exercise's name, like 'bird-dog'",
    "empty-routine": "nothing of this routine is left for this profile; choose another routine",
    "empty-section/section": "nothing of {section} is left for this profile: it is not in the "
    "session",
    "empty-section/circuit": "nothing of this circuit is left for this profile: it is not in the "
    "session",
    "empty-section/routine": "nothing of '{routine}' is left for this profile: it is not in the "
    "session",
    "avoided-position": "{reason}: this is done on a chair; see whether the lines that follow fit "
    "that",
    "avoided-movement": "this session still asks for {strain}, if only while one gets down or up; "
    "write 'surface: bed', or add 'floor' here",
    # Languages
    "bad-value/language": "there are no texts in the language '{language}'{hint}",
    "language/plurals": "no plural rules are known for '{language}'; write the language's code, "
    "like 'es'",
    "missing-text/opening": "no session goes without these lines; write when to stop, or to get "
    "help",
    "missing-text/key": "write '{key}:' here too",
    "missing-text/stages": "'{move}' has {stages} stages in coaching.yaml and {lines} lines here; "
    "write one line a stage, in quotes",
    "missing-text/file": "this has no texts in the language '{language}'; write {file}, which "
    "'voicecoach new translation {script} --language {language}' begins",
    "missing-text/translation": "'{text}' has no translation; add it to {file}, with the "
    "translation "
    "behind it",
    "missing-text/form": "in this language {number} takes the form '{form}'; write it here too",
    "stale-text/changed": "this has become '{text}'; see whether the translation still says that, "
    "and write it here",
    "stale-text/gone": "the script does not have this text, or no longer; remove it",
    "stale-text/english": "the English was '{before}' and is now '{now}'; mend this text if "
    "need be, "
    "and write that under 'english' as '{key}'",
    "stale-text/new": "the English is '{now}'; mend this text if need be, and write that under "
    "'english' as '{key}'",
    "bad-value/number-form": "'number_forms' has no '{name}'{hint}",
    "bad-braces/unmatched": "these braces do not match; write them in pairs, like {{n}}",
    "bad-braces/none": "nothing is filled in here; leave the braces out",
    "bad-braces/other": "what is filled in here is {names}; use it once, and no other braces",
    "bad-braces/number": "the number that is filled in here is {{n}}",
    # Parts of messages
    "several": "{first}; {rest}",
    "braces/more": "{{{name}}} and {rest}",
    "braces/last": "{{{name}}}",
    "script/routine": "routine",
    "script/exercise": "exercise",
    "script/programme": "programme",
    "script/profile": "profile",
    "script/or": "{first} or {rest}",
    "import/no-entries": "no entries",
    "takes-longest": " (step {step}, {title}, takes {takes_ms})",
    "hint/meant": ", did you mean '{meant}'?",
    "hint/exercise": ", did you mean '{meant}' ({title}: {purpose})?",
    "hint/choices": "; it can be {choices}",
    "hint/new-exercise": "; 'voicecoach new exercise {exercise}' begins one",
    "lexicon/rest": "other engines",
    "span/one": "{low}",
    "span/range": "{low} to {high}",
    "span/length": "{low_ms}",
    "span/lengths": "{low_ms} to {high_ms}",
}

_MARKED = "or mark steps 'optional: true' or 'extra: true' in the routine."
_OTHER_LENGTH, _OTHER_LENGTHS = f"Ask for that length, {_MARKED}", f"Ask for one of them, {_MARKED}"

REMEDIES: dict[str, str] = {
    "unreachable-length/between": _OTHER_LENGTHS,
    "unreachable-length/shortest": _OTHER_LENGTH,
    "unreachable-length/longest": _OTHER_LENGTH,
    "unreachable-length/none": f"Ask for another length, {_MARKED}",
}
