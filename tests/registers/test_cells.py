"""Single cells of a register: sites, pages, numbers, answers, days."""

import pytest

from privacy_audit.registers import cells


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("https://www.alpha.example/privacy?x=1", ("alpha.example",)),
        ("alpha.example", ("alpha.example",)),
        (
            "HTTP://Alpha.Example:8080 ;\n www.beta.example/, gamma.example",
            ("alpha.example", "beta.example", "gamma.example"),
        ),
        ("http://www.one.example-www.two.example-www.three.example", ("one.example", "two.example", "three.example")),
        ("alpha.example; alpha.example", ("alpha.example",)),
        ("privacy@alpha.example", ()),
        ("see our notice", ()),
        ("N/A", ()),
        ("https://user:secret@alpha.example/", ()),
        ("https://privacyportal.onetrust.com/webform/1", ()),
        ("docs.google.com/forms; alpha.example", ("alpha.example",)),
        ("", ()),
    ],
)
def test_sites(cell, found):
    assert cells.domains(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("https://alpha.example/ask", "https://alpha.example/ask"),
        ("http://alpha.example/ask", "https://alpha.example/ask"),
        ("Visit www.alpha.example/ask, or call 1-800-555-0100.", "https://www.alpha.example/ask"),
        ("alpha.example/ask", "https://alpha.example/ask"),
        ("https://alpha.example/ask;\nhttps://beta.example/ask", "https://alpha.example/ask"),
        ("https://alpha.example/ask?utm_source=a&utm_medium=b", "https://alpha.example/ask"),
        ("https://privacyportal.onetrust.com/webform/1", "https://privacyportal.onetrust.com/webform/1"),
        ("write to privacy@alpha.example", ""),
        ("javascript:alert(1)", ""),
        ("ask us", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_the_page_for_requests(cell, found):
    assert cells.page(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("1,200", 1200), (" 7 ", 7), ("0", 0), ("4.50", 4.5), ("12.0", 12), ("45 days", 45), ("1 day", 1),
        ("N/A", None), ("", None), ("-3", None), ("about 5", None), ("1,2", None), ("<1", None), ("9" * 20, None),
        ("5%", None), ("\u0663", None),
    ],
)  # fmt: skip
def test_numbers(cell, found):
    assert cells.number(cell) == found
    assert isinstance(cells.number(cell), type(found))


def test_a_count_is_whole_and_days_are_no_larger_than_a_life():
    assert cells.whole("4.5") is None
    assert cells.days("4.5") == 4.5
    assert cells.days("1,000,000") is None


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Yes", True), ("yes.", True), ("TRUE", True), ("No", False), (" no, we do not", False), ("FALSE", False),
        ("N/A", None), ("Unsure", None), ("", None), ("Not applicable", None), ("Collects", True),
        ("Does not collect", False), ("None", None),
    ],
)  # fmt: skip
def test_yes_and_no(cell, found):
    assert cells.answer(cell) is found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("01/31/2024", "2024-01-31"), ("2024-01-31", "2024-01-31"), ("1/5/24", "2024-01-05"),
        ("Jun 4, 2026", "2026-06-04"), ("June 4, 2026", "2026-06-04"), ("3/1/2026 9:15 AM", "2026-03-01"),
        ("2026-03-01T09:15:00Z", "2026-03-01"), ("31/01/2024", ""), ("soon", ""), ("01/01/1970", ""), ("", ""),
    ],
)  # fmt: skip
def test_days(cell, found):
    assert cells.day(cell) == found


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("Alpha Data, Inc.", "Alpha Data, Inc."), ("  Alpha\n Data ", "Alpha Data"), ("N/A", ""), ("none", ""),
        ("Alpha (jo@alpha.example)", "Alpha ()"), ("A" * 300, "A" * 200), ("@alpha", "alpha"),
    ],
)  # fmt: skip
def test_names(cell, found):
    assert cells.name(cell) == found
