"""The to-do list as CSV (RFC 4180), for a spreadsheet.

One row for each thing to do and nothing else, so that a column means the same in every row: what was done
has other columns and stands in the other formats. All fields are quoted. `files` writes it as UTF-8 with a
byte-order mark, without which Excel shows accents wrongly.
"""

import csv
import io

from ..audit.report import Report, ReportAction
from ..text import csv_cell, safe_url

COLUMNS = (
    "key", "organisation", "action", "theme", "status", "by", "because", "minutes", "cost", "via", "address",
    "email", "phone", "post", "unchecked", "gives_away", "law", "steps",
)  # fmt: skip


def render(report: Report) -> str:
    """Return a head row and one row for each action, lines ended by CR LF, without a byte-order mark.

    `by` is YYYY-MM-DD or empty, `minutes` a number, `unchecked` "yes" where contacts were not confirmed.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for action in report.todo:
        writer.writerow(csv_cell(field) for field in _row(action))
    return out.getvalue()


def _row(action: ReportAction) -> tuple[object, ...]:
    return (
        action.key,
        action.organisation,
        action.title,
        action.theme,
        action.status,
        action.by.isoformat() if action.by else "",
        action.because,
        action.minutes,
        action.cost,
        action.via,
        safe_url(action.url or "") or "",
        action.email or "",
        action.phone or "",
        action.post or "",
        "yes" if action.unchecked else "",
        "; ".join(action.gives_away),
        "; ".join(action.law),
        " ".join(f"{place}. {step}" for place, step in enumerate(action.steps, 1)),
    )
