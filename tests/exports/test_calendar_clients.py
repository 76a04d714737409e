"""The calendar in programs that people use: khal keeps its events, todoman shows its to-dos, imported again and again.

Both are called as commands, in a home of their own; where they are not installed these tests are skipped.
"""

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest

from privacy_audit.exports import agenda, calendar

OPT_OUT, ACCESS = "mirror-people/opt-out", "north-bureau/access"


def program(name: str) -> str:
    """Return where a program is, looked for beside this Python first; skip when it is nowhere."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    return found or pytest.skip(f"{name} is not installed")


def exported(session, form, tells="names") -> bytes:
    log = session.ledger.events(session.person.id)
    return calendar.render(agenda.build(session.catalog, session.standing, log, session.person.id), form, tells)


@pytest.fixture
def zone(request) -> str:
    """The time zone in which the person is."""
    return getattr(request, "param", "America/Los_Angeles")


west_and_east = pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Pacific/Kiritimati"], indirect=True)


def run(zone: str, *arguments: object) -> str:
    done = subprocess.run(
        [str(one) for one in arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={"HOME": os.environ["HOME"], "PATH": os.environ["PATH"], "TZ": zone, "LANG": "C.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


class Khal:
    """One calendar of khal, kept as a folder of files."""

    def __init__(self, folder: Path, zone: str):
        self.folder, self.zone, self.program = folder, zone, program("khal")
        self.kept = folder / "kept"
        self.kept.mkdir(parents=True)
        self.settings = folder / "settings"
        self.settings.write_text(
            f"[calendars]\n[[audit]]\npath = {self.kept}\n"
            f"[default]\ndefault_calendar = audit\n[sqlite]\npath = {folder / 'khal.db'}\n"
            f"[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\ntimeformat = %H:%M\n"
            "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n",
            "utf-8",
        )

    def take(self, data: bytes) -> None:
        """Import a file."""
        path = self.folder / "due.ics"
        path.write_bytes(data)
        run(self.zone, self.program, "-c", self.settings, "import", "--batch", "-a", "audit", path)

    @property
    def files(self) -> dict[str, bytes]:
        """What the calendar holds. khal leaves temporary files behind, which are no part of it."""
        return {path.name: path.read_bytes() for path in self.kept.iterdir() if path.suffix == ".ics"}

    @property
    def events(self) -> dict[str, icalendar.Event]:
        """The events by their words."""
        found = [icalendar.Calendar.from_ical(data).walk("VEVENT") for data in self.files.values()]
        assert all(len(events) == 1 for events in found)
        return {str(events[0]["SUMMARY"]): events[0] for events in found}

    def on(self, day: date) -> list[str]:
        """What khal itself shows on a day."""
        shown = run(self.zone, self.program, "-c", self.settings, "list", "--format", "{title}", day.isoformat(), "1d")
        return sorted(shown.splitlines()[1:])


@pytest.fixture
def khal(tmp_path, zone) -> Khal:
    return Khal(tmp_path / "khal", zone)


ASKED, AGAIN = "Mirror People, opt out: an answer is expected", "Mirror People, opt out: look again"
FILE = "North Bureau, ask what they hold: an answer is expected"


def told(session) -> None:
    session.record(OPT_OUT, "asked", date(2026, 11, 10))
    session.record(ACCESS, "asked", date(2026, 11, 12))


@west_and_east
def test_khal_takes_the_calendar_twice_and_nothing_changes(session, khal):
    told(session)
    khal.take(exported(session, "event"))
    first = khal.files
    assert len(first) == 2
    khal.take(exported(session, "event"))
    assert khal.files == first
    assert khal.on(date(2026, 11, 20)) == [ASKED]
    assert khal.on(date(2026, 11, 19)) == khal.on(date(2026, 11, 21)) == []


def test_khal_updates_what_changed_and_doubles_nothing(session, khal):
    told(session)
    khal.take(exported(session, "event"))
    before = khal.events
    session.record(OPT_OUT, "confirmed", date(2026, 11, 17))
    khal.take(exported(session, "event"))
    after = khal.events
    assert after.keys() == {*before, AGAIN}
    assert after[ASKED]["UID"] == before[ASKED]["UID"]
    assert after[ASKED]["SEQUENCE"] > before[ASKED]["SEQUENCE"]
    assert after[ASKED]["STATUS"] == "CANCELLED"
    assert after[AGAIN].decoded("DTSTART") == date(2027, 2, 17)
    session.undo()
    khal.take(exported(session, "event"))
    last = khal.events
    assert last.keys() == after.keys()
    assert (last[ASKED]["STATUS"], last[AGAIN]["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert last[ASKED]["SEQUENCE"] > after[ASKED]["SEQUENCE"]


def test_khal_moves_an_event_whose_day_moved(session, khal):
    told(session)
    khal.take(exported(session, "event"))
    session.record(OPT_OUT, "asked", date(2026, 11, 20))
    khal.take(exported(session, "event"))
    assert len(khal.files) == 2
    assert khal.events[ASKED].decoded("DTSTART") == date(2026, 11, 30)
    assert khal.on(date(2026, 11, 20)) == []


def test_khal_keeps_one_event_a_day_that_names_nobody(session, khal):
    told(session)
    for _ in range(2):
        khal.take(exported(session, "event", "count"))
        assert len(khal.files) == 2
    assert khal.events.keys() == {"privacy audit: 1 thing due"}


class Todoman:
    """One list of todoman: a folder with a file for each to-do, as programs that synchronise calendars keep it."""

    def __init__(self, folder: Path, zone: str):
        self.folder, self.zone, self.program = folder, zone, program("todo")
        self.kept = folder / "lists" / "audit"
        self.kept.mkdir(parents=True)
        self.settings = folder / "settings.py"
        self.settings.write_text(
            f"path = {str(folder / 'lists' / '*')!r}\ndate_format = '%Y-%m-%d'\ntime_format = '%H:%M'\n"
            f"cache_path = {str(folder / 'cache.db')!r}\n",
            "utf-8",
        )

    def take(self, data: bytes) -> None:
        """Put each to-do into its file, named by its id; the one that was there is replaced."""
        for todo in icalendar.Calendar.from_ical(data).walk("VTODO"):
            whole = icalendar.Calendar()
            whole.add("version", "2.0")
            whole.add("prodid", "-//example//import//EN")
            whole.add_component(todo)
            (self.kept / f"{todo['UID']}.ics").write_bytes(whole.to_ical())

    @property
    def shown(self) -> list[dict]:
        """What todoman itself shows, done or not, by the words."""
        found = json.loads(run(self.zone, self.program, "-c", self.settings, "--porcelain", "list", "--status", "ANY"))
        return sorted(({**one, "id": None} for one in found), key=lambda one: one["summary"])

    def lines(self) -> str:
        """What todoman shows to a person: what is still to do."""
        return run(self.zone, self.program, "-c", self.settings, "list")


@pytest.fixture
def todoman(tmp_path, zone) -> Todoman:
    return Todoman(tmp_path / "todoman", zone)


@west_and_east
def test_todoman_takes_the_to_dos_twice_and_shows_the_same(session, todoman):
    told(session)
    todoman.take(exported(session, "todo"))
    first, files = todoman.shown, sorted(todoman.kept.iterdir())
    assert [(one["summary"], one["completed"]) for one in first] == [(ASKED, False), (FILE, False)]
    todoman.take(exported(session, "todo"))
    assert todoman.shown == first
    assert sorted(todoman.kept.iterdir()) == files
    assert f"2026-11-20 {ASKED}" in todoman.lines()


def test_todoman_ticks_off_what_was_done_and_doubles_nothing(session, todoman):
    told(session)
    todoman.take(exported(session, "todo"))
    session.record(OPT_OUT, "confirmed", date(2026, 11, 17))
    todoman.take(exported(session, "todo"))
    found = {one["summary"]: one for one in todoman.shown}
    assert found.keys() == {ASKED, AGAIN, FILE}
    assert (found[ASKED]["completed"], found[ASKED]["percent"]) == (True, 100)
    assert not found[AGAIN]["completed"]
    assert ASKED not in todoman.lines()
    assert f"2027-02-17 {AGAIN}" in todoman.lines()


def test_todoman_drops_what_was_set_aside(session, todoman):
    told(session)
    session.record(ACCESS, "set-aside", date(2026, 11, 12) + timedelta(days=1))
    todoman.take(exported(session, "todo"))
    assert FILE not in todoman.lines()
    assert ASKED in todoman.lines()


def test_todoman_reads_the_whole_file_as_it_is(session, todoman):
    told(session)
    (todoman.kept / "due.ics").write_bytes(exported(session, "both"))
    assert [one["summary"] for one in todoman.shown] == [ASKED, FILE]
