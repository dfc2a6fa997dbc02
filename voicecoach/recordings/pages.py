"""The cue sheet as people read it: HTML to print, CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from html import escape

from voicecoach.recordings.sheet import Coverage, CueSheet, LineRow

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for one begins so

_STYLE = """
:root { font: 12pt/1.35 system-ui, sans-serif; color: #000; background: #fff; }
body { max-width: 60em; margin: 1.5em auto; padding: 0 1em; }
table { width: 100%; border-collapse: collapse; margin: 1em 0; }
th, td { padding: .3em .5em; border-bottom: 1px solid #999; text-align: start; }
th { vertical-align: bottom; }
td { vertical-align: top; }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
td.text { font-size: 1.15em; width: 50%; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
h2 { break-after: avoid; }
@page { margin: 15mm; }
@media print { body { max-width: none; margin: 0; padding: 0; } }
"""
_HEADS = {  # with the class of their cells
    "No.": "number",
    "Recorded": "",
    "Text": "",
    "Voice": "",
    "At most": "number",
    "Said": "number",
    "Routines": "",
}
_HOW = """\
<p>Read in a quiet room, a hand's breadth from the microphone, calmly and always alike. Leave a
second of silence before and after each line.</p>
<p>Either one file for each line, its name beginning with the line's number (<kbd>012.wav</kbd>,
<kbd>12 breathe in.m4a</kbd>); or several lines in one file in the order of their numbers, with two
to three seconds between lines and no long pause within one. A line with a limit must be over by
then. What is not recorded, another voice speaks.</p>
"""


def html_of(sheet: CueSheet) -> str:
    """The sheet as a page to print: whole in itself, without scripts."""
    name = escape(sheet.kept.folder.name)
    present = sheet.kept.present()
    often = [_row(sheet, key, row, key in present) for key, row in sheet.rows.items() if row.said]
    seldom = [
        _row(sheet, key, row, key in present) for key, row in sheet.rows.items() if not row.said
    ]
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Cue sheet: {name}</title>\n<style>{_STYLE}</style>\n</head>\n<body>",
        f"<h1>Cue sheet: {name}</h1>\n{_HOW}",
        _coverage(sheet.coverage),
        _table("Lines", often),
    ]
    if seldom:
        parts += [
            "<p>The following are seldom needed: shorter wordings for when a longer one does not "
            "fit, and sessions that last otherwise.</p>",
            _table("Seldom needed", seldom),
        ]
    return "\n".join([*parts, "</body>\n</html>\n"])


def csv_of(sheet: CueSheet) -> str:
    """The sheet for a spreadsheet, a row for each line."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(["number", "text", "voice", "at_most_s", "times_said", "routines", "recorded"])
    present = sheet.kept.present()
    for key, row in sheet.rows.items():
        fields = [
            sheet.kept.lines[key].number,
            row.text,
            _voice(row),
            _limit(row),
            row.said,
            ", ".join(row.routines),
            "yes" if key in present else "no",
        ]
        writer.writerow([_as_text(value) if isinstance(value, str) else value for value in fields])
    return stream.getvalue()


def _coverage(coverage: tuple[Coverage, ...]) -> str:
    rows = "\n".join(
        f'<tr><td>{escape(one.routine)}</td><td class="number">{one.recorded_lines} of {one.lines}'
        f'</td><td class="number">{one.percent} %</td></tr>'
        for one in coverage
    )
    return (
        "<h2>Recorded so far</h2>\n<table>\n<thead><tr><th>Routine</th>"
        '<th class="number">Lines</th><th class="number">Of what is said</th></tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )


def _table(title: str, rows: list[str]) -> str:
    head = "".join(f'<th class="{kind}">{name}</th>' for name, kind in _HEADS.items())
    body = "\n".join(rows)
    return (
        f"<h2>{title}</h2>\n<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n"
        "</tbody>\n</table>"
    )


def _row(sheet: CueSheet, key: str, row: LineRow, recorded: bool) -> str:
    limit = f"{_limit(row)} s" if _limit(row) else ""
    text = (
        f'<td class="text" lang="{escape(sheet.kept.language)}" dir="auto">{_shown(row.text)}</td>'
    )
    return (
        f'<tr><td class="number">{sheet.kept.lines[key].number}</td>'
        f"<td>{'yes' if recorded else '&#9744;'}</td>{text}<td>{_voice(row)}</td>"
        f'<td class="number">{limit}</td><td class="number">{row.said or "seldom"}</td>'
        f"<td>{_shown(', '.join(row.routines))}</td></tr>"
    )


def _limit(row: LineRow) -> str:
    """How long a line may take, in seconds: never more than is taken in."""
    return "" if row.most_ms is None else f"{row.most_ms // 10 / 100:.2f}"


def _voice(row: LineRow) -> str:
    return ", ".join(sorted(row.speakers))


def _shown(text: str) -> str:
    return escape("".join(c if c.isprintable() else " " for c in text))


def _as_text(value: str) -> str:
    """A field that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
