"""Files, folders and programs of the machine."""

from __future__ import annotations

from voicecoach.base.messages.kinds import Code, Refusal, messages_of, remedies_of

_TROUBLE = "how-to/troubleshooting.md"

CODES: dict[str, Code] = {
    "cannot-write": Code("error", "A file could not be written.", _TROUBLE),
    "cannot-read": Code("error", "A file could not be read.", _TROUBLE),
    "cannot-use": Code("error", "The system refused what was to be done with a file.", _TROUBLE),
    "cannot-delete": Code("error", "A file could not be deleted.", _TROUBLE),
    "cache": Code("error", "The store of spoken lines cannot be used.", _TROUBLE),
    "cluster": Code("error", "Other machines cannot take part in a batch.", "how-to/cluster.md"),
    "place": Code("error", "The place of a clinic's sessions cannot be used.", _TROUBLE),
    "changed-meanwhile": Code(
        "error", "Something else changed a file while its text was edited.", _TROUBLE
    ),
    "no-file": Code("error", "There is no such file.", _TROUBLE),
    "unusable-file-name": Code("error", "A name that a file cannot have.", _TROUBLE),
    "exists": Code("error", "A file is there already, and is left as it is.", _TROUBLE),
    "damaged": Code("error", "A file of voicecoach's own is damaged.", _TROUBLE),
    "newer-version": Code("error", "A newer version of voicecoach wrote this file.", _TROUBLE),
    "bad-settings": Code("error", "voicecoach.toml has a mistake.", _TROUBLE),
    "no-project": Code("error", "A folder in which there is no project.", "how-to/studio.md"),
    "no-program": Code("error", "A program or library that is needed is not here.", _TROUBLE),
    "cannot-play": Code("error", "The player could not play a file.", _TROUBLE),
    "encoder": Code("error", "The MP3 encoder gave what cannot be used.", _TROUBLE),
}

_RIGHT_TO_READ = "See that it is there, and that you may read it."
_FROM_A_COPY = "Bring it back from a copy, or delete it."

_REFUSALS: dict[str, Refusal] = {
    "cannot-play/unheard": Refusal(
        "there is no sound card or sound server here, so nobody would hear {file}",
        "Connect a speaker or headphones, or copy the file to a phone.",
    ),
    "cannot-write": Refusal("cannot write {file}: {reason}", "Choose another place."),
    "cannot-write/room": Refusal("cannot write {file}: {reason}", "Make room on that disk."),
    "cannot-write/right": Refusal(
        "cannot write {file}: {reason}",
        "Give yourself the right to write there, or choose another place.",
    ),
    "cannot-use": Refusal("cannot use {file}: {reason}", "See that it is there, and is yours."),
    "cannot-read": Refusal("cannot read {file}: {reason}", _RIGHT_TO_READ),
    "cannot-read/to": Refusal(
        "cannot read {file}: {reason}",
        "Give yourself the right to read it, or another place with --to.",
    ),
    "cannot-read/place": Refusal("cannot read {file}: {reason}", "Give another place with --to."),
    "cannot-read/secret": Refusal("cannot read {file}: {reason}", _FROM_A_COPY),
    "cannot-delete": Refusal(
        "cannot delete {file}: {reason}", "See that you may delete it, and that no program uses it."
    ),
    "cache/unusable": Refusal(
        "the cache in {folder} cannot be used: {reason}",
        "Make room on that disk or the folder writable, or clear old clips with "
        "'voicecoach cache prune'.",
    ),
    "cache/not-there": Refusal(
        "there is no folder {folder}",
        "Connect it, or change 'far' under [cache] in voicecoach.toml.",
    ),
    "cache/missing": Refusal(
        "a sound of this session is not in the cache any more",
        "Build the session again: it is made anew.",
    ),
    "cluster/extra": Refusal(
        "work on {address} needs a library that is not installed",
        "Install it with: pip install 'voicecoach[cluster]'",
    ),
    "cluster/away": Refusal(
        "no scheduler answers at {address}: {reason}",
        "See that it runs there: dask scheduler; or use --on local:4.",
    ),
    "cluster/address": Refusal(
        "'{address}' is no scheduler", "Give an address such as tcp://10.0.0.5:8786, or local:4."
    ),
    "cluster/versions": Refusal(
        "workers have voicecoach {theirs}, and this is {ours}",
        "Install the same version everywhere: they would plan other sessions.",
    ),
    "cluster/workers": Refusal(
        "the scheduler at {address} has no worker left",
        "Start workers there: dask worker; then run this again: what was done is kept.",
    ),
    "cluster/voice": Refusal(
        "no worker has the voice {voice}",
        "Install it on one of them, and start that again.",
    ),
    "cluster/rounds": Refusal("each round of it lacked other lines", "Run it again."),
    "cluster/lost": Refusal(
        "what workers were given failed again and again: {reason}",
        "Run this again: what was done is kept.",
    ),
    "place/path": Refusal(
        "'{path}' is no path of a file in a place of sessions",
        "Write it with '/', without '..', and not from the root.",
    ),
    "place/extra": Refusal(
        "sessions in {address} need a library that is not installed",
        "Install it with: pip install 'voicecoach[cloud]'",
    ),
    "place/kind": Refusal(
        "{address} is no place that voicecoach knows: {reason}",
        "Give a folder, s3://BUCKET/PREFIX, gs://BUCKET/PREFIX or az://ACCOUNT/CONTAINER/PREFIX.",
    ),
    "place/away": Refusal(
        "{address} cannot be reached, or gives no answer: {reason}",
        "Try again later; what was done is kept, and is not done again.",
    ),
    "place/damaged": Refusal(
        "{path} in {address} is damaged, so nobody knows which sessions are needed",
        "Run the batch again, which writes it anew.",
    ),
    "place/large": Refusal(
        "{address} is larger than anything that voicecoach puts there",
        "See who else writes there, and remove it.",
    ),
    "place/right": Refusal(
        "{address} refuses this: {reason}",
        "See that the keys in the environment are right, and may read and write there.",
    ),
    "no-file/unsaved": Refusal(
        "there is nothing to be saved of {file}",
        "Save what is in the editor under this name first.",
    ),
    "changed-meanwhile": Refusal(
        "{file} was changed by something else since you began",
        "Copy your text, take the file as it is now, and put your changes in again.",
    ),
    "no-file/script": Refusal("there is no file {file}", "'voicecoach list' shows routines."),
    "no-file/session": Refusal("{file} is not there", "Make it with: voicecoach build {name}"),
    "unusable-file-name": Refusal(
        "'{name}' cannot be the name of a file everywhere", "Take a shorter or plainer one: {meant}"
    ),
    "unusable-file-name/sound": Refusal(
        "'{name}' would be another kind of sound, and a session is an MP3", "Name it {meant}."
    ),
    "exists/settings": Refusal("{file} is there already", "Edit it; nothing was changed."),
    "exists/script": Refusal("{file} is there already", "Choose another name, or edit that file."),
    "damaged/secret": Refusal("{file} is damaged", _FROM_A_COPY),
    "damaged/progress": Refusal(
        "cannot use {file}: {reason}", "Put a copy of it back, or move it away to begin anew."
    ),
    "damaged/locked": Refusal(
        "cannot use {file}: {reason}",
        "Another program is writing to it; try again when that has ended.",
    ),
    "damaged/deleted": Refusal(
        "{file} was deleted by another program at this moment; nothing was written to it",
        "Begin anew, if that was meant.",
    ),
    "stored/row": Refusal("row {row} of its table {table} is damaged at '{column}'"),
    "damaged/site": Refusal(
        "{file} is damaged, so nobody knows what in this folder is ours",
        "Bring it back from a copy, or publish to a new folder.",
    ),
    "damaged/recordings": Refusal(
        "{file} is damaged",
        "Bring it back from a copy; or remove it, write the cue sheet and import again.",
    ),
    "newer-version/progress": Refusal(
        "{file} was written by a newer version of voicecoach",
        "Upgrade voicecoach on this machine.",
    ),
    "newer-version/recordings": Refusal(
        "{file} is of another version of voicecoach", "Update voicecoach."
    ),
    "bad-settings/toml": Refusal(
        "{file}:{line}:{column}: {reason}", "Write settings like: rate = 140"
    ),
    "bad-settings/unreadable": Refusal("{file}:1:1: it cannot be read: {reason}", _RIGHT_TO_READ),
    "bad-settings/values": Refusal("{reason}", "Mend these lines, or leave them out."),
    "bad-settings/unknown": Refusal("{file}:{line}:{column}: '{name}' is not a setting{hint}"),
    "bad-settings/value": Refusal("{file}:{line}:{column}: {name}: {reason}"),
    "no-program/player": Refusal(
        "there is no player on this machine", "Install mpv, or open {file} yourself."
    ),
    "no-program/ffmpeg": Refusal(
        "it is M4A or AAC, which needs the program ffmpeg",
        "Install ffmpeg, or save the recording as WAV, FLAC or MP3.",
    ),
    "no-program/serve": Refusal(
        "'voicecoach serve' needs {package}, which is not installed",
        'Install it with: pip install "voicecoach[serve]"',
    ),
    "no-program/preview": Refusal(
        "'voicecoach preview' needs {package}, which is not installed",
        'Install it with: pip install "voicecoach[preview]"',
    ),
    "no-project": Refusal("there is no project in {folder}", "Make one: voicecoach init {folder}"),
    "no-program/studio": Refusal(
        "'voicecoach studio' needs {package}, which is not installed",
        'Install it with: pip install "voicecoach[studio]"',
    ),
    "cannot-play": Refusal("{player} could not play {file}", "Open the file yourself."),
    "encoder/splice": Refusal(
        "the MP3 encoder wrote what cannot be spliced: {reason}",
        "Reinstall voicecoach, so that the version of lameenc it was tested with comes along.",
    ),
    "encoder/level": Refusal(
        "a cue's level stays above {limit_dbtp} dBTP however soft it is encoded"
    ),
}

TEMPLATES = messages_of(_REFUSALS)
REMEDIES = remedies_of(_REFUSALS)
