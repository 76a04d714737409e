"""The report as JSON, for other programs: every field, days as YYYY-MM-DD."""

import json
from dataclasses import asdict
from datetime import date

from ..audit.report import DISCLAIMER, Report
from ..text import clean_lines, safe_url

#: Raised when a key changes its meaning or goes; new keys do not raise it.
FORMAT = 1


def render(report: Report) -> str:
    """Return the report as JSON, indented by two; it ends with a line break.

    Texts are cleaned of control and direction signs; a `url` that is not http, https or mailto is null.
    """
    values = {"format": FORMAT, "disclaimer": DISCLAIMER} | _plain(asdict(report))
    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


def _plain(value: object, name: str = "") -> object:
    """Return a value as JSON has it: days in ISO form, tuples as lists, texts clean."""
    if isinstance(value, dict):
        return {key: _plain(inner, key) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return safe_url(value) if name == "url" else clean_lines(value)
    return value
