"""The second visit: what to look at again, how often, and what changed in the person's life."""

from datetime import date

import click

from ..audit.again import KINDS, OPEN_DAYS, Again, Question, counted, summary
from ..audit.life import Task, sentence, tasks_of
from ..audit.rhythm import LONGEST, SHORTEST, look_again_on, rhythm
from ..catalog.catalog import CatalogError
from ..dates import long, short
from ..session import Session
from ..text import clean
from .context import OrganisationId, State, day_option, json_option, pass_state
from .output import as_json as print_json
from .output import say, table, warn


@click.command(epilog="Example: privacy-audit again, then privacy-audit again --begin")
@click.option("--all", "whole", is_flag=True, help="All of them, not the ten that matter first.")
@click.option("--begin", is_flag=True, help="Begin the look again today, so that audits can be compared.")
@json_option
@pass_state
def again(state: State, whole: bool, begin: bool, as_json: bool) -> None:
    """Show what may have changed since the last audit: the ten that matter, the rest counted.

    Asked are those that came back, whose term ended, who were asked and never seen gone, whom a change in your life
    touches, and who is new or changed in the catalogue. Record what you find with: privacy-audit record
    """
    session = state.session()
    if begin:
        began = session.begin_again()
        on = long(session.standing.audits[-1].on)
        warn(f"begun: audit {len(session.standing.audits)}" if began else f"gone on with: begun on {on}")
    found = session.again
    if as_json:
        print_json(_again(session, found, found.questions if whole else found.first))
        return
    if not found.questions:
        say("Nothing has to be looked at again." + _next(session))
        return
    shown = found.questions if whole else found.first
    for one in shown:
        say(f"{session.catalog.get(one.id).name}  {' '.join(one.keys) or one.id}")
        for text in dict.fromkeys(reason.text for reason in one.reasons):
            say(f"  {text}")
    if not whole and found.folded:
        folded = ", ".join(f"{number} {KINDS[kind]}" for kind, number in counted(found.folded).items())
        say(f"and {len(found.folded)} more: {folded}. All of them: privacy-audit again --all")
    warn(summary(found))


@click.command(
    "rhythm", epilog="Example: privacy-audit rhythm brokers 60, and back: privacy-audit rhythm brokers --default"
)
@click.argument("theme", required=False)
@click.argument("days", type=click.IntRange(SHORTEST, LONGEST), required=False)
@click.option("--default", "standard", is_flag=True, help="Give the theme its own rhythm back; without a theme, all.")
@json_option
@pass_state
def rhythm_command(state: State, theme: str | None, days: int | None, standard: bool, as_json: bool) -> None:
    """Show or set how many days lie between two looks through a theme.

    Without one of yours a theme has its own, for example 90 days for data brokers and a year for credit. Days between
    audits that you set for all (person edit --audit-days) take the place of those.
    """
    session = state.session()
    if days is not None and standard:
        raise click.UsageError("Give days or --default, not both.")
    if theme and days is None and not standard:
        raise click.UsageError(f"Say how many days: privacy-audit rhythm {clean(theme, 40)} 90, or --default.")
    for one in [theme] if theme else list(session.catalog.theme_titles) if standard else []:
        session.set_rhythm(one, days)
    if as_json:
        print_json([_rhythm(session, one) for one in session.catalog.theme_titles])
        return
    themes = [session.catalog.theme(theme).id] if theme else list(session.catalog.theme_titles)
    table([_rhythm_row(session, one) for one in themes], ("theme", "", "days", "whose", "next"), right=(2,), stretch=1)


@click.command(epilog="Example: privacy-audit event denied --organisation chexsystems --on 2026-11-03")
@click.argument("change", required=False, metavar="EVENT")
@click.option("--on", "day", callback=day_option, metavar="DATE", help="The day: YYYY-MM-DD, today, yesterday.")
@click.option(
    "--organisation", type=OrganisationId(), metavar="ID", help="Who lost the data, or whom the notice names."
)
@click.option("--note", metavar="TEXT", help="A note of your own.")
@json_option
@pass_state
def event(
    state: State, change: str | None, day: date | None, organisation: str | None, note: str | None, as_json: bool
) -> None:
    """Record what changed in your life, and show what is to be done or done again because of it.

    EVENT is one of: moved, renamed, new-phone, new-email, married, new-child, breach, denied. Without one, those
    recorded are listed with what is left to do. undo takes the last one back.
    """
    session = state.session()
    if change is None:
        _list_events(session, as_json)
        return
    kind = session.catalog.life_change(change)
    if organisation and not kind.asks:
        raise CatalogError(f"No organisation belongs to {change!r}. Leave --organisation out.")
    before = len(session.standing.life)
    written = session.life(change, day, organisation or "", clean(note or "", 2000))
    life = next(one for one in session.standing.life if one.event == written.id)
    left = tasks_of(session.catalog, session.standing, life)
    if as_json:
        print_json(_life(session, life, left))
        return
    new = len(session.standing.life) > before
    say(f"{'recorded' if new else 'recorded before'}: {sentence(session.catalog, life)} · undo takes it back")
    _show_tasks(session, left)
    for line in kind.advice:
        say(f"- {line}")
    if change == "moved":
        say(f"Another region? privacy-audit person edit {session.person.label} --region CODE")
    if kind.asks and not life.organisation:
        say(f"{kind.asks} Name it: privacy-audit event {change} --organisation ID")


def _show_tasks(session: Session, left: list[Task]) -> None:
    if not left:
        say("Nothing on your list has to be done again because of it.")
        return
    rows = []
    for task in left:
        action = session.catalog.action(task.key)
        what = f"{session.catalog.get(action.organisation).name}: {action.title}"
        rows.append((what, "again" if task.redo else "new", short(task.by) if task.by else "", task.key))
    table(rows, ("what", "", "by", "key"), stretch=0)
    for why in dict.fromkeys(task.because for task in left):
        say(f"{why[:1].upper()}{why[1:]}.")


def _list_events(session: Session, as_json: bool) -> None:
    catalog, standing = session.catalog, session.standing
    found = [(life, tasks_of(catalog, standing, life)) for life in standing.life]
    if as_json:
        print_json([_life(session, life, left) for life, left in found])
    elif found:
        rows = [(life.on, sentence(catalog, life), f"{len(left)} left", life.note) for life, left in found]
        table(rows, ("day", "what", "", "note"), stretch=1)
    else:
        say(f"Nothing yet. The events are: {', '.join(catalog.life_changes)}.")


def _life(session: Session, life, left: list[Task]) -> dict:
    return {
        "event": life.change, "on": life.on, "organisation": life.organisation or None, "note": life.note,
        "todo": [{"key": t.key, "because": t.because, "redo": t.redo, "by": t.by, "rule": t.rule} for t in left],
        "advice": list(session.catalog.life_change(life.change).advice) if life.change in session.catalog.life_changes
        else [],
    }  # fmt: skip


def _again(session: Session, found: Again, shown: tuple[Question, ...]) -> dict:
    return {
        "today": session.today,
        "person": session.person.label,
        "since": found.since.on if found.since else None,
        "themes": list(found.themes),
        "questions": [_question(session, one) for one in shown],
        "folded": counted(found.questions[len(shown) :]),
        "all": len(found.questions),
        "open_days": OPEN_DAYS,
    }


def _question(session: Session, one: Question) -> dict:
    return {
        "organisation": one.id,
        "name": session.catalog.get(one.id).name,
        "theme": session.catalog.theme_of(one.id),
        "kind": one.kind,
        "reasons": [{"kind": r.kind, "text": r.text, "key": r.key or None, "since": r.since} for r in one.reasons],
    }


def _rhythm(session: Session, theme: str) -> dict:
    found = rhythm(session.catalog, session.standing, theme)
    following = look_again_on(session.catalog, session.standing, theme)
    return {"theme": theme, "days": found.days, "whose": found.whose, "next": following[0] if following else None}


def _rhythm_row(session: Session, theme: str) -> tuple:
    found = _rhythm(session, theme)
    following = short(found["next"], session.today) if found["next"] else ""
    return theme, session.catalog.theme_titles[theme], found["days"], found["whose"], following


def _next(session: Session) -> str:
    later = next((entry for entry in session.due_entries if entry.kind == "re-audit"), None)
    return f" Next: {short(later.on, session.today)} ({later.rule})." if later else ""
