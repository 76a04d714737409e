"""A report to export: invented organisations, example domains, 555-01xx numbers, fixed days."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date

import pytest

from privacy_audit.audit.counts import ThemeCount, TheyDid
from privacy_audit.audit.progress import Point
from privacy_audit.audit.report import (
    Report,
    ReportAction,
    ReportChange,
    ReportChanges,
    ReportLine,
    ReportRecord,
    ReportWaiting,
)
from privacy_audit.catalog.model import Source
from privacy_audit.ledger.store import DueEntry

TODAY = date(2026, 11, 24)

HOSTILE = {
    "clipboard": "\x1b]52;c;cHduZWQ=\x07copied",
    "cursor": "\x1b[2J\x1b[1;1Hcleared \x9b31m",
    "bidi": "\u202egnp.exe\u2066 \u200bhidden",
    "textual markup": "[@click=app.quit]x[/]",
    "script": "<script>alert(1)</script>",
    "attribute": "\"><img src=x onerror='alert(1)'>",
    "style end": "</style></title><script>alert(1)</script>",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "plus formula": "+1+cmd|' /C calc'!A0",
    "at formula": " @SUM(1+1)",
    "event": "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:injected",
    "alarm": "a\nATTACH;VALUE=URI:https://evil.example/x;b,c\\n",
    "link": "x](javascript:alert(1))",
    "image": "![x](https://evil.example/pixel.png)",
    "autolink": "<javascript:alert(1)> <https://evil.example>",
    "script address": "javascript:alert(1)",
    "data address": "data:text/html,<script>alert(1)</script>",
    "cell": "a | b |\n| --- | --- |\n# heading\n- item",
    "reference": "[x]: https://evil.example 'y'",
    "template": "{{ report.__class__ }}{% raw %}",
    "quotes": "a\"b'c`d\\",
    "mail": "victim@bank.example?bcc=thief@evil.example&body=x",
}


def action(**changes) -> ReportAction:
    """Return one thing to do, with every field filled."""
    values = {
        "key": "example-bureau/freeze",
        "organisation": "Example Bureau",
        "title": "Freeze your file",
        "theme": "Credit bureaus",
        "do": "freeze",
        "via": "web page",
        "status": "open",
        "because": "you said that it holds you",
        "presumed": False,
        "impact": "high",
        "minutes": 10,
        "cost": "free",
        "by": date(2026, 12, 1),
        "by_rule": "7 days after 24 November 2026",
        "url": "https://bureau.example/freeze?a=1&b=2",
        "email": "privacy@bureau.example",
        "phone": "+1-800-555-0100",
        "post": "Example Bureau, Box 1, Anytown",
        "unchecked": True,
        "gives_away": ("your name", "your date of birth"),
        "gives_away_much": True,
        "steps": ("Open the page.", "Send the form."),
        "takes_days": 30,
        "lasts": "until you lift it",
        "recheck_months": 12,
        "caution": "The paid lock is another thing.",
        "law": ("Example Act",),
        "covers": ("Example Files",),
        "confidence": "high",
        "checked": "2026-07",
        "sources": (Source("https://bureau.example/notice", "2026-07", "official page"),),
    }
    return ReportAction(**(values | changes))


def full_report(**changes) -> Report:
    """Return a report in which every section holds something."""
    row = ThemeCount("bureaus", "Credit bureaus", 9, 5, known=6, presumed=2, asked=5, done=3, gone=1)
    values = {
        "today": TODAY,
        "person": "me",
        "region": "US-CA",
        "region_name": "California, United States",
        "counts": (row,),
        "total": replace(row, theme="", title="1 themes"),
        "they_did": TheyDid(2, 1, 3),
        "due": (
            DueEntry(date(2026, 11, 20), "late", "a/access", "Alpha, ask: the answer is 4 days late", "30 days"),
            DueEntry(TODAY, "look-again", "b/opt-out", "Beta, opt out: look again", "3 months after"),
        ),
        "upcoming": (
            DueEntry(date(2026, 12, 24), "answer-expected", "c/delete", "Gamma: an answer is expected", "45 days"),
        ),
        "todo": (action(),),
        "waiting": (
            ReportWaiting(
                "c/delete", "Gamma", "Have it deleted", "asked", date(2026, 11, 9), date(2026, 12, 24), "45 days"
            ),
        ),
        "done": (
            ReportLine(date(2026, 10, 1), "Alpha", "Ask what they hold", "asked", "REF-1", "sent by post"),
            ReportLine(date(2026, 11, 9), "Gamma", "Have it deleted", "asked", "", ""),
        ),
        "minutes_in_all": 10,
        "progress": (
            Point(date(2026, 8, 1), 4, 0, 0, 0),
            Point(date(2026, 10, 1), 5, 1, 0, 0),
            Point(date(2026, 10, 9), 6, 5, 3, 1),
        ),
        "changes": ReportChanges(
            1,
            date(2026, 8, 1),
            2,
            date(2026, 11, 1),
            (ReportChange("Came back", ("Alpha: Ask what they hold, after 40 days away",)),),
        ),
        "records": (
            ReportRecord(
                "Alpha",
                asked=3,
                answered=2,
                days=(3, 41),
                allowed=(30, None),
                waiting_days=(9,),
                late=1,
                refused=1,
                stayed_away_days=(40,),
                more_wanted=1,
                span="3–41 of 30",
                words="asked 3 times",
            ),
        ),
    }
    return Report(**(values | changes))


def empty_report() -> Report:
    """Return the report of somebody who has told nothing yet."""
    return full_report(
        counts=(), total=ThemeCount("", "0 themes"), they_did=TheyDid(), due=(), upcoming=(), todo=(), waiting=(),
        done=(), minutes_in_all=0, progress=(), changes=None, records=(),
    )  # fmt: skip


def long_report(number: int = 300) -> Report:
    """Return a report with many things to do, numbered from 1."""
    todo = tuple(
        action(key=f"org-{place}/opt-out", organisation=f"Org {place}", url=f"https://org-{place}.example/out")
        for place in range(1, number + 1)
    )
    return full_report(todo=todo, minutes_in_all=10 * number)


def filled(value, text: str):
    """Return a copy of a report in which every string, at any depth, is `text`."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(filled(inner, text) for inner in value)
    if is_dataclass(value):
        return replace(value, **{field.name: filled(getattr(value, field.name), text) for field in fields(value)})
    return value


@pytest.fixture
def report() -> Report:
    """A report in which every section holds something."""
    return full_report()


@pytest.fixture
def empty() -> Report:
    """A report of somebody who has told nothing yet."""
    return empty_report()


@pytest.fixture
def many() -> Report:
    """A report with 300 things to do."""
    return long_report()


@pytest.fixture
def make_action() -> Callable[..., ReportAction]:
    """Build one thing to do, with changes."""
    return action


@pytest.fixture
def make_report() -> Callable[..., Report]:
    """Build a report, with changes."""
    return full_report


@pytest.fixture(params=HOSTILE.values(), ids=HOSTILE.keys())
def hostile(request) -> str:
    """One text that tries to become something else than text."""
    return request.param


@pytest.fixture
def hostile_report(hostile) -> Report:
    """A report made of one hostile text in every field, with a short and a long form of an action."""
    many = full_report(todo=(action(),) * 27)
    return filled(many, hostile)


@pytest.fixture
def tame_report() -> Report:
    """The same report made of one harmless word: what it looks like when nothing became live."""
    return filled(full_report(todo=(action(),) * 27), "word")
