"""The report as Markdown (CommonMark with GitHub's tables): readable as it stands, safe in any renderer."""

from collections.abc import Iterable, Iterator
from datetime import date

from ..audit.progress import SERIES
from ..audit.report import Report, ReportAction
from ..dates import short
from ..ledger.store import DueEntry
from ..text import markdown as escape
from ..text import size_in_words
from . import wording
from .wording import Contact


def render(report: Report) -> str:
    """Return the whole report; it ends with a line break."""
    lines = [
        f"# {escape(wording.title(report))}",
        "",
        escape(wording.subtitle(report)),
        "",
        escape(wording.what_this_is(report)),
    ]
    for heading, part in (
        ("Due now", _dates(report.due, "due")),
        ("What to do next", _todo(report)),
        ("Waiting for an answer", _waiting(report)),
        ("Coming up", _dates(report.upcoming, "upcoming")),
        ("What you did", _done(report)),
        *((("Evidence", _evidence(report)),) if report.evidence else ()),
        ("Their record", _records(report)),
        ("What changed since the audit before", _changes(report)),
        ("Who holds you", _counts(report)),
        ("Over time", _progress(report)),
    ):
        lines += ["", f"## {heading}", "", *part]
    return "\n".join(lines) + "\n"


def _dates(entries: tuple[DueEntry, ...], name: str) -> Iterator[str]:
    if not entries:
        yield wording.EMPTY[name]
        return
    rows = ((short(entry.on), entry.text, entry.rule) for entry in entries)
    yield from _table(("Day", "What", "Rule"), rows)


def _todo(report: Report) -> Iterator[str]:
    if not report.todo:
        yield wording.EMPTY["todo"]
        return
    yield escape(wording.todo_intro(report))
    for number, action in enumerate(report.todo[: wording.DETAILED], 1):
        yield from _action(number, action, report.today)
    rest = report.todo[wording.DETAILED :]
    if rest:
        yield from ("", "### The rest, in short", "")
        yield from _rest(rest, report.today)


def _action(number: int, action: ReportAction, today: date) -> Iterator[str]:
    yield from ("", f"### {number}. {escape(wording.heading(action))}", "")
    yield escape(wording.why(action))
    yield from ("", escape(wording.effort(action, today)), "")
    if action.steps:
        yield from (f"{place}. {escape(step)}" for place, step in enumerate(action.steps, 1))
        yield ""
    for contact in wording.contacts(action):
        yield f"- **{contact.label}:** {_contact(contact)}"
    for fact in wording.facts(action):
        yield f"- **{fact.label}:** {escape(fact.text)}"


def _contact(contact: Contact) -> str:
    shown = _link(contact.href) if contact.href else escape(contact.text)
    return f"{shown} (unchecked)" if contact.unchecked else shown


def _link(address: str) -> str:
    """Return a safe address as an autolink, with signs percent-encoded that end a cell or begin code."""
    for sign in "|\\`":
        address = address.replace(sign, f"%{ord(sign):02X}")
    return f"<{address}>"


def _rest(actions: tuple[ReportAction, ...], today: date) -> Iterator[str]:
    yield "| No. | What | Minutes | How | By | Where |"
    yield "| ---: | --- | ---: | --- | --- | --- |"
    for number, action in enumerate(actions, wording.DETAILED + 1):
        contact = wording.main_contact(action)
        where = _contact(contact) if contact else ""
        by = wording.by_when(action, today)
        texts = (wording.heading(action), action.minutes, wording.brief(action), by)
        yield f"| {number} | {' | '.join(escape(text) for text in texts)} | {where} |"


def _waiting(report: Report) -> Iterator[str]:
    if not report.waiting:
        yield wording.EMPTY["waiting"]
        return
    rows = (
        (
            f"{line.organisation}: {line.title}",
            wording.stands(line),
            short(line.expected) if line.expected else "not known",
            line.rule,
        )
        for line in report.waiting
    )
    yield from _table(("What", "Stands", "Answer by", "Rule"), rows)


def _done(report: Report) -> Iterator[str]:
    if not report.done:
        yield wording.EMPTY["done"]
        return
    rows = (
        (short(line.on), f"{line.organisation}: {line.title}", line.state, line.reference, line.note)
        for line in wording.newest_first(report)
    )
    yield from _table(("Day", "What", "State", "Reference", "Note"), rows)


def _evidence(report: Report) -> Iterator[str]:
    yield from (escape(wording.EVIDENCE), "")
    rows = (
        (short(one.on), f"{one.organisation}: {one.title}", one.name, size_in_words(one.size), one.sha256)
        for one in report.evidence
    )
    yield from _table(("Day", "Kept with", "File", "Size", "SHA-256"), rows)


def _records(report: Report) -> Iterator[str]:
    if not report.records:
        yield wording.EMPTY["records"]
        return
    yield from (escape(wording.records_intro(report)), "")
    yield "| Who | Asked | Answered | Days of allowed | Late | Refused | Came back | Wanted more |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | --- | ---: |"
    for line in report.records:
        numbers = (line.asked, line.answered, line.span, line.late, line.refused, wording.away(line), line.more_wanted)
        yield f"| {' | '.join(escape(text) for text in (line.organisation, *numbers))} |"


def _changes(report: Report) -> Iterator[str]:
    yield escape(wording.compared(report))
    if report.changes and not report.changes.parts:
        yield from ("", wording.EMPTY["unchanged"])
    for part in report.changes.parts if report.changes else ():
        yield from ("", f"**{escape(part.heading)}: {len(part.lines)}**", "")
        yield from (f"- {escape(line)}" for line in part.lines)


def _progress(report: Report) -> Iterator[str]:
    if not report.progress:
        yield wording.EMPTY["progress"]
        return
    yield f"| Organisations since | {' | '.join(SERIES.values())} |"
    yield f"| --- |{' ---: |' * len(SERIES)}"
    for point in wording.over_time(report):
        yield f"| {short(point.on)} | {' | '.join(str(getattr(point, name)) for name in SERIES)} |"


def _counts(report: Report) -> Iterator[str]:
    if not report.counts:
        yield wording.EMPTY["counts"]
    else:
        yield "| Organisations by theme | known | presumed | asked | said done | seen gone |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: |"
        for row in (*report.counts, report.total):
            numbers = (row.known, row.presumed, row.asked, row.done, row.gone)
            yield f"| {escape(row.title)} | {' | '.join(str(number) for number in numbers)} |"
    yield from ("", wording.they_did(report))


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(escape(text) for text in row)} |"
