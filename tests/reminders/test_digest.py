"""What may be told while the ledger is locked: only what was chosen, in a private file beside it."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from examples import TODAY
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.ledger import cipher
from privacy_audit.ledger.store import Ledger
from privacy_audit.reminders import brief, digest
from privacy_audit.session import Session

DAYS = [date(2026, 11, 1), date(2026, 11, 20), date(2026, 12, 24)]


@pytest.fixture
def path(tmp_path) -> str:
    return str(tmp_path / "ledger.db")


def content(path: str) -> str:
    return Path(digest.file_of(path)).read_text()


class TestTheFile:
    def test_nothing_is_no_file(self, path):
        digest.keep(path, "p1", "nothing", DAYS, TODAY)
        assert not Path(digest.file_of(path)).exists()
        assert digest.tell(path, TODAY) == ""

    def test_a_count_is_a_number_and_its_day(self, path):
        digest.keep(path, "p1", "count", DAYS, TODAY)
        assert content(path).splitlines()[1:] == ["p1 count 2026-11-24 2"]
        assert digest.tell(path, TODAY) == "privacy-audit: 2 things were due on 24 Nov. See: privacy-audit remind"
        assert "on 24 Nov 2026" in digest.tell(path, date(2027, 12, 1))

    def test_a_count_of_none_is_silence(self, path):
        digest.keep(path, "p1", "count", DAYS[2:], TODAY)
        assert digest.tell(path, TODAY) == ""

    def test_dates_tell_what_is_due_on_any_day(self, path):
        digest.keep(path, "p1", "dates", DAYS, TODAY)
        assert content(path).splitlines()[1:] == ["p1 dates 2026-11-01 2026-11-20 2026-12-24"]
        assert digest.tell(path, date(2026, 10, 1)) == ""
        assert digest.tell(path, TODAY) == brief.sentence(DAYS[:2], TODAY)
        assert digest.tell(path, TODAY, 30) == brief.sentence(DAYS, TODAY)

    def test_it_is_for_its_owner_only_and_goes_when_nothing_is_allowed(self, path):
        digest.keep(path, "p1", "dates", DAYS, TODAY)
        assert Path(digest.file_of(path)).stat().st_mode & 0o777 == 0o600
        digest.keep(path, "p1", "nothing", DAYS, TODAY)
        assert not Path(digest.file_of(path)).exists()

    def test_each_person_chooses_for_themselves(self, path):
        digest.keep(path, "p1", "dates", DAYS[:1], TODAY)
        digest.keep(path, "p2", "dates", DAYS[1:2], TODAY)
        assert "2 things are due" in digest.tell(path, TODAY)
        digest.keep(path, "p1", "nothing", DAYS, TODAY)
        assert "p1" not in content(path)
        assert "1 thing is due" in digest.tell(path, TODAY)

    def test_the_same_again_writes_nothing(self, path):
        digest.keep(path, "p1", "dates", DAYS, TODAY)
        before = Path(digest.file_of(path)).stat()
        digest.keep(path, "p1", "dates", DAYS[::-1], TODAY)
        assert Path(digest.file_of(path)).stat().st_ino == before.st_ino

    def test_when_the_disk_takes_nothing_the_old_one_stays(self, path, monkeypatch):
        digest.keep(path, "p1", "dates", DAYS[:1], TODAY)
        before = content(path)

        def refuse(*_):
            raise OSError(30, "Read-only file system")

        monkeypatch.setattr(os, "replace", refuse)
        with pytest.raises(OSError, match="Read-only"):
            digest.keep(path, "p1", "dates", DAYS, TODAY)
        assert content(path) == before
        assert sorted(file.name for file in Path(path).parent.iterdir()) == ["home", "ledger.db.reminder"]

    @pytest.mark.parametrize(
        "text",
        ["", "x", "p1", "p1 dates", "p1 dates soon", "p1 count", "p1 count 2026-11-24 many", "p1 dance 1", "\x00"],
    )
    def test_a_damaged_one_tells_nothing_and_fails_nothing(self, path, text):
        Path(digest.file_of(path)).write_text(text)
        assert digest.tell(path, TODAY) == ""

    @given(st.lists(st.dates(date(2020, 1, 1), date(2035, 1, 1)), max_size=20), st.integers(0, 400))
    def test_dates_tell_the_same_as_the_ledger_would(self, tmp_path_factory, days, within):
        path = str(tmp_path_factory.mktemp("kept") / "ledger.db")
        digest.keep(path, "p1", "dates", days, TODAY)
        due = [day for day in days if day <= TODAY + timedelta(days=within)]
        assert digest.tell(path, TODAY, within) == brief.sentence(due, TODAY)


class TestWhetherALedgerIsLocked:
    def test_by_the_mark_that_the_ledger_writes(self, path):
        Path(path).write_bytes(cipher.MARK + b"\x01" + os.urandom(8188))
        assert digest.is_locked(path)

    @pytest.mark.parametrize(
        "data",
        [
            b"", b"x", b"no ledger" * 2000, b"\0" * 8192, b"SQLite format 3\x00" + b"\xff" * 8176,
            bytes(range(256)) * 16 + b"x", "ñandú ".encode() * 4096,
        ],
        ids=range(7),
    )  # fmt: skip
    def test_anything_else_is_not(self, path, data):
        Path(path).write_bytes(data)
        assert not digest.is_locked(path)

    def test_neither_is_a_ledger_nor_nothing(self, path):
        assert not digest.is_locked(path)
        Ledger(Path(path)).close()
        assert not digest.is_locked(path)
        assert not digest.is_locked(str(Path(path).parent))


class TestTheSession:
    """Whoever records, the file follows."""

    @pytest.fixture
    def kept(self, small, ledger):
        session = Session(small, ledger, ledger.add_person("me", "US-TX"), TODAY)
        session.record("mirror-people/opt-out", "started", date(2026, 11, 1))
        session.choose(digest.SETTING, "dates")
        return session

    def test_nothing_is_kept_unless_chosen(self, small, ledger):
        session = Session(small, ledger, ledger.add_person("me", "US-TX"), TODAY)
        session.record("mirror-people/opt-out", "started", date(2026, 11, 1))
        assert session.reminder_choices == {"notification": "count", "locked": "nothing"}
        assert not Path(digest.file_of(str(ledger.path))).exists()

    def test_choosing_writes_it_at_once(self, kept):
        path = str(kept.ledger.path)
        assert digest.tell(path, TODAY) == brief.sentence([entry.on for entry in kept.due()], TODAY)
        assert "mirror" not in content(path)
        assert kept.person.label not in content(path).partition("\n")[2].split(" ")

    def test_it_follows_records_and_their_undoing(self, kept):
        path = str(kept.ledger.path)
        kept.undo()
        assert digest.tell(path, TODAY) == ""
        kept.record("mirror-people/opt-out", "started", date(2026, 11, 2))
        assert "since 9 Nov" in digest.tell(path, TODAY)

    def test_a_count_is_taken_again_when_the_ledger_is_opened_on_a_later_day(self, kept, small):
        kept.choose(digest.SETTING, "count")
        later = Session(small, kept.ledger, kept.person, date(2027, 5, 1))
        later.freshen_due()
        assert "on 1 May" in digest.tell(str(kept.ledger.path), date(2027, 5, 1))

    def test_choosing_nothing_removes_it(self, kept):
        kept.choose(digest.SETTING, "nothing")
        assert not Path(digest.file_of(str(kept.ledger.path))).exists()

    def test_a_setting_that_is_unknown_counts_as_the_usual_one(self, kept):
        kept.ledger.set(kept.person.id, digest.SETTING, "everything")
        assert kept.reminder_choices["locked"] == "nothing"

    def test_a_folder_that_takes_no_writing_stops_no_record(self, kept, monkeypatch):
        def refuse(*_):
            raise OSError(30, "Read-only file system")

        monkeypatch.setattr(digest, "_write", refuse)
        kept.record("corner-shop/access", "started")
        assert kept.standing.state("corner-shop/access").status == "started"
