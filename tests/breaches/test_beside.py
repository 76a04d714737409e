"""What is said of an organisation where the list is kept: that it leaked, and from when the list is."""

import os
from datetime import date

from examples import TODAY

from privacy_audit.breaches.beside import leaked
from privacy_audit.breaches.kept import FILE, keep
from privacy_audit.breaches.reading import read

from .invented import LIST, body, entry


def kept(folder, *entries, on=date(2026, 11, 3)) -> None:
    keep(folder, read(body(*entries or LIST)), on)


def test_without_a_list_nothing_is_said(small, tmp_path):
    assert leaked(small, "mirror-people", tmp_path) == ""


def test_the_newest_are_named_with_the_day_of_the_list(small, tmp_path):
    kept(tmp_path)
    assert leaked(small, "mirror-people", tmp_path) == (
        "December 2026 (email addresses, IP addresses, passwords); May 2019 (email addresses, IP addresses, passwords)."
        " As downloaded on 3 November 2026"
    )


def test_what_is_not_verified_is_marked_and_many_are_counted(small, tmp_path):
    many = [
        entry(f"B{year}", "mirror-people.example", on=f"{year}-02-03", DataClasses=["Names"])
        for year in range(2015, 2020)
    ]
    many[-1]["IsVerified"] = False
    kept(tmp_path, *many)
    assert leaked(small, "mirror-people", tmp_path).startswith(
        "February 2019 (names; not verified); February 2018 (names); February 2017 (names); and 2 more."
    )


def test_a_spam_list_or_a_stranger_says_nothing(small, tmp_path):
    kept(tmp_path)
    assert leaked(small, "corner-shop", tmp_path) == ""
    assert leaked(small, "north-bureau", tmp_path) == ""


def test_a_newer_list_takes_the_place_of_the_older(small, tmp_path):
    kept(tmp_path)
    assert "3 November" in leaked(small, "mirror-people", tmp_path)
    kept(tmp_path, LIST[0], on=TODAY)
    assert "24 November" in leaked(small, "mirror-people", tmp_path)
    (tmp_path / FILE).write_text("{")
    os.utime(tmp_path / FILE, (1, 1))
    assert leaked(small, "mirror-people", tmp_path) == ""
