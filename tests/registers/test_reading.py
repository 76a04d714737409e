"""Reading registers: every layout, the files' slips and quirks, and whatever else somebody may hand in."""

import string

import pytest
from examples import unprintable
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.registers.broker import as_dict, from_dict
from privacy_audit.registers.errors import NotARegister, NotWhole, RegisterError
from privacy_audit.registers.headings import columns_of
from privacy_audit.registers.reading import ROW_LIMIT, SIZE_LIMIT, read
from privacy_audit.registers.words import ANSWERS as KNOWN_ANSWERS

from . import layouts
from .layouts import ALPHA, ANSWERS, BARE, DBA, MAIL, NAME, PAGE, SITE, california, figure, newer_headings, table


def test_californias_newer_file():
    edition = read(california())
    assert (edition.state, edition.kind, edition.year, edition.left_out) == ("us-ca", "current", 2026, 0)
    alpha, bare, corner = edition.brokers
    assert (alpha.name, alpha.also) == ("Alpha Data, Inc.", ("Alphabase", "Alpha Leads"))
    assert alpha.domains == ("alpha.example", "leads.example")
    assert alpha.opt_out == "https://www.alpha.example/privacy"
    assert alpha.answers == {"minors": False, "geolocation": True, "genai": True}
    assert alpha.metrics.year == 2024
    assert alpha.metrics.kinds["delete"] == {
        "received": 1200, "whole": 1150, "part": 10, "denied": 40, "mean_days": 9.5, "median_days": 5
    }  # fmt: skip
    assert (bare.domains, bare.opt_out, bare.metrics) == (("bare.example",), "https://bare.example/opt-out", None)
    assert corner.opt_out == ""


def test_there_are_as_many_columns_as_in_the_fullest_file():
    assert len(newer_headings()) == 77


def test_the_days_of_an_opt_out_are_found_though_their_heading_says_request_to_know():
    alpha = read(california()).brokers[0]
    assert alpha.metrics.kinds["opt-out"]["median_days"] == 3
    assert "know" not in alpha.metrics.kinds  # N/A is no figure


def test_every_kind_of_request_and_every_answer_is_found():
    row = {NAME: "Whole Inc", SITE: "whole.example"} | dict.fromkeys(ANSWERS.values(), "Yes")
    row |= {figure(kind, one): str(n) for n, kind in enumerate(layouts.FAMILIES, 2) for one in layouts.MEASURES}
    row |= {layouts.regulated(law): "Yes" for law in layouts.LAWS}
    row |= {layouts.described(law): f"about {law}" for law in layouts.LAWS}
    (whole,) = read(california(row)).brokers
    assert whole.answers == dict.fromkeys(ANSWERS, True)
    assert set(whole.answers) <= set(KNOWN_ANSWERS)
    for n, kind in enumerate(layouts.FAMILIES, 2):
        assert whole.metrics.kinds[kind] == dict.fromkeys(layouts.MEASURES, n)
    assert whole.laws == {law: f"about {law}" for law in layouts.LAWS}


def test_the_kinds_are_found_in_the_words_of_the_law_too():
    asked = {
        "delete": "requests to delete",
        "know": "requests to know what personal information it is collecting",
        "know-sold": "requests to know what personal information it is selling or sharing and to whom",
        "opt-out": "requests to opt out of the sale or sharing of personal information",
        "limit": "requests to limit the use and disclosure of sensitive personal information",
    }
    said = [f"Number of {words} {how} in 2025" for words in asked.values() for how in ("received", "denied")]
    columns = columns_of(["Data broker name:", *said])
    assert columns.metrics == {
        (kind, measure): place
        for place, (kind, measure) in enumerate(((k, m) for k in asked for m in ("received", "denied")), 1)
    }
    assert columns.year == 2025


def test_nobodys_mailbox_is_kept():
    row = ALPHA | {NAME: "Jo Person jo@alpha.example LLC", DBA: "jo.person@alpha.example"}
    for broker in read(california(row)).brokers:
        assert "@" not in str(as_dict(broker))
        assert "jo" not in str(as_dict(broker)).replace("Jo Person", "")


def test_columns_are_found_by_their_words_wherever_they_stand():
    odd = {
        heading: heading.upper().replace(" ", "\u00a0").replace("'", "’").replace("-", "\u2011").rstrip(":")
        for heading in newer_headings()
    }
    rows = [{odd[key]: value for key, value in ALPHA.items()}]
    moved = table(list(reversed(odd.values())), rows).encode()
    assert read(moved).brokers == read(california(ALPHA)).brokers


@pytest.mark.parametrize(
    "above",
    [
        ("If not answered by DB, do not surface in website.",),
        ("Data Broker Registry", "Generated 1 March 2026", "", "# Source: the agency", "Public record"),
    ],
)
def test_lines_above_the_headings_are_passed_over(above):
    assert read(california(above=above)) == read(california())


def test_the_year_is_that_of_the_headings():
    edition = read(california(year=2023))
    assert edition.year == 2025
    assert edition.brokers[0].metrics.year == 2023


def test_the_older_layout_keeps_addresses_out_of_paragraphs():
    row = {
        "Data Broker Name": "Older Filing Corp", "Email Address": "privacy [at] older.example",
        "Website URL": "http://www.older.example/", "Date Added": "01/31/2021",
        layouts.OLDER[4]: "Write to privacy@older.example, or see\nhttps://older.example/ccpa?utm_source=x (there).",
        layouts.OLDER[5]: "https://older.example/protected",
    }  # fmt: skip
    edition = read(table(layouts.OLDER, [row]).encode("utf-8-sig"))
    assert (edition.state, edition.kind, edition.year) == ("us-ca", "complete", None)
    (broker,) = edition.brokers
    assert (broker.domains, broker.opt_out, broker.added) == (
        ("older.example",), "https://older.example/ccpa", "2021-01-31"
    )  # fmt: skip


def test_the_filings_of_several_years_are_one_broker_and_the_newest_goes_first():
    old = {"Data Broker Name": "Twice Inc", "Website URL": "twice.example", "Date Added": "01/02/2020"}
    new = old | {"Date Added": "01/02/2023", layouts.OLDER[4]: "https://twice.example/new"}
    (broker,) = read(table(layouts.OLDER, [new, old, old]).encode()).brokers
    assert (broker.added, broker.opt_out) == ("2023-01-02", "https://twice.example/new")


def test_texas_writes_above_the_headings_when_it_was_made():
    row = {
        "Registration Number": "20240001", "Full Legal Name": "Lone Star Lists, Inc.", "Website": "lone.example",
        "Consumer Rights Link": "https://lone.example/rights", "Data of a Known Child": "Yes",
        "Data Broker Email Address": "a@lone.example", "Submitted On": "3/1/2026 9:15 AM",
    }  # fmt: skip
    edition = read(table(layouts.TEXAS, [row], ("Data Brokers", "Exported On: Jun 4, 2026")).encode())
    assert (edition.state, edition.dated, edition.year) == ("us-tx", "2026-06-04", None)
    (broker,) = edition.brokers
    assert (broker.number, broker.domains, broker.answers) == ("20240001", ("lone.example",), {"minors": True})
    assert (broker.opt_out, broker.added) == ("https://lone.example/rights", "2026-03-01")


def test_vermont():
    row = {
        "Registration ID:": "77", "Data Broker Name:": "Maple Lists LLC", "Primary Internet Address:": "maple.example",
        "a. What was the method for requesting an opt-out?": "By the form at www.maple.example/opt-out",
        layouts.VERMONT[5]: "No", "Created Date:": "2026-01-20",
    }  # fmt: skip
    edition = read(table(layouts.VERMONT, [row]).encode())
    (broker,) = edition.brokers
    assert (edition.state, broker.number, broker.answers) == ("us-vt", "77", {"minors": False})
    assert broker.opt_out == "https://www.maple.example/opt-out"


@pytest.mark.parametrize("sign", [",", "|", ";", "\t"])
def test_oregon_says_in_words_what_is_collected_and_parts_columns_in_its_own_ways(sign):
    row = {
        "LICENSE NO.": "DB-1", "FACILITY NAME": "Beaver Data", "OPT OUT WEBSITE": "https://beaver.example",
        "OPT OUT OTHER METHODS": "https://beaver.example/out", "DATA COLLECT - DATE OF BIRTH": "Collects",
        "DATA COLLECT - BIOMETRIC INFORMATION": "Does not collect",
    }  # fmt: skip
    edition = read(table(layouts.OREGON, [row], sign=sign).encode())
    (broker,) = edition.brokers
    assert (edition.state, broker.name, broker.domains) == ("us-or", "Beaver Data", ("beaver.example",))
    assert broker.answers == {"birth": True, "biometric": False}


def test_the_states_number_alone_makes_oregons_list_of_licences_a_register():
    text = "FACILITY NAME|LICENSE NO.|CITY|STATUS\r\nBeaver Data|DB-1|Salem|Active\r\n"
    assert read(text.encode()).brokers[0].number == "DB-1"


def test_rows_without_a_name_are_left_out_and_counted():
    nobody = {SITE: "https://nobody.example", ANSWERS["minors"]: "Yes"}
    edition = read(california(ALPHA, nobody, BARE, {NAME: "N/A", SITE: "https://na.example", MAIL: "x"}))
    assert [broker.name for broker in edition.brokers] == ["Alpha Data, Inc.", "Bare Domain Co"]
    assert edition.left_out == 2


def test_two_registrants_share_a_site():
    one, other = {NAME: "Share One", SITE: "share.example"}, {NAME: "Share Two", SITE: "share.example"}
    assert len(read(california(one, other)).brokers) == 2


def test_a_broker_that_is_there_twice_is_one():
    (broker,) = read(
        california({NAME: "Twin", SITE: "twin.example"}, {NAME: "TWIN", SITE: "twin.example", PAGE: "x.example"})
    ).brokers
    assert broker.opt_out == "https://x.example"


def test_other_codings_of_the_text():
    row = {NAME: "Señal Datos, S.A.", SITE: "senal.example"}
    text = california(row).decode("utf-8-sig")
    for data in (text.encode("utf-8"), text.encode("utf-16"), text.replace("\u2011", "-").encode("cp1252")):
        assert read(data).brokers[0].name == "Señal Datos, S.A."


def test_what_would_steer_a_terminal_is_taken_out():
    row = ALPHA | {NAME: "\x1b[31mRed\u202e Inc\x9b", DBA: "[@click=app.quit]x[/]"}
    (broker,) = read(california(row)).brokers
    assert broker.name == "Red Inc"
    assert broker.also == ("[ click=app.quit]x[/]",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        (b"<!DOCTYPE html><html><body>Sign in to the network</body></html>", "web page"),
        (b"\r\n <html><head></head></html>", "web page"),
        (b"PK\x03\x04rest of a workbook", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0old workbook", "Excel workbook"),
        (b"%PDF-1.7", "no text file"),
        (b"a\x00b", "no text file"),
        (b"date,amount\r\n2026-01-01,5\r\n", "no register of data brokers"),
        (b"name,website\r\nSomebody,https://some.example\r\n", "no register of data brokers"),
        (b"Data broker name:\r\nAlpha\r\n", "no register of data brokers"),
        (b"just a sentence", "no register of data brokers"),
    ],
)
def test_what_is_no_register_is_named(data, said):
    with pytest.raises(NotARegister, match=said) as caught:
        read(data)
    assert "nothing was changed" in str(caught.value).lower()


def test_headings_alone_are_no_register():
    with pytest.raises(NotARegister, match="names no broker"):
        read(table(newer_headings(), []).encode())


def test_another_states_file_is_refused_where_one_is_meant():
    assert read(california(), "us-ca").state == "us-ca"
    with pytest.raises(NotARegister, match="register of California, not of Texas"):
        read(california(), "us-tx")


@pytest.mark.parametrize("cut", [1, 3, 40])
def test_a_file_that_stops_in_the_middle_of_a_line(cut):
    whole = california(*({NAME: f"Broker {n}", SITE: f"b{n}.example"} for n in range(9)))
    with pytest.raises(NotWhole, match="middle of a line"):
        read(whole[: -(60 + cut)])


def test_a_quotation_that_never_ends():
    whole = california(ALPHA, BARE)
    with pytest.raises(NotWhole, match="never closed"):
        read(whole[: whole.index(b"leads.example")])
    with pytest.raises(NotWhole):
        read(california(ALPHA) + b'"Open quotation' + b",\r\nx" * 50_000)


def test_a_register_that_is_too_much():
    with pytest.raises(NotWhole, match="more lines"):
        read(california() + b"Name,,b.example\r\n" * (ROW_LIMIT + 1))
    with pytest.raises(NotWhole, match="longer than"):
        read(california() + b"x" + b"," * 400 + b"\r\n")
    with pytest.raises(NotWhole, match="larger than"):
        read(b"x" * (SIZE_LIMIT + 1))


def test_a_file_of_which_most_cannot_be_read():
    nameless = [{SITE: f"https://n{n}.example", MAIL: "x"} for n in range(5)]
    with pytest.raises(NotWhole, match="5 cannot be read"):
        read(california(ALPHA, *nameless))


@given(st.binary(max_size=3000))
def test_any_bytes_give_a_register_or_this_rooms_own_error(data):
    for given_bytes in (data, california() + data, california()[: len(data) * 2] + data):
        try:
            read(given_bytes)
        except RegisterError:
            continue


@given(st.text(max_size=2000), st.sampled_from(newer_headings()))
def test_any_text_in_any_cell_gives_a_clean_register(text, heading):
    try:
        edition = read(california({NAME: "Some Inc", SITE: "some.example"} | {heading: text}, BARE))
    except RegisterError:
        return
    for broker in edition.brokers:
        assert from_dict(as_dict(broker)) == broker
        assert broker.name
        assert "@" not in broker.name
        assert not unprintable(str(as_dict(broker)))


_NAMES = st.text(string.ascii_letters + string.digits + " &.,'-ñé", min_size=3, max_size=40).filter(
    lambda text: any(sign.isalpha() for sign in text) and text.strip(" ;,-.'&")
)
_COUNTS = st.one_of(st.none(), st.integers(0, 30_000_000))


@given(
    st.dictionaries(_NAMES, st.tuples(st.lists(_COUNTS, min_size=6, max_size=6), st.booleans()), min_size=1, max_size=8)
)
def test_what_was_written_is_read_back(told):
    rows = []
    for number, (name, (figures, yes)) in enumerate(told.items()):
        row = {NAME: f"N{number} {name}", SITE: f"b{number}.example", ANSWERS["biometric"]: "Yes" if yes else "No"}
        for measure, value in zip(layouts.MEASURES, figures, strict=True):
            shown = "N/A" if value is None else f"{value % 900:,}" if measure.endswith("days") else f"{value:,}"
            row[figure("limit", measure)] = shown
        rows.append(row)
    edition = read(california(*rows))
    assert len(edition.brokers) == len(told)
    for number, (broker, (figures, yes)) in enumerate(zip(edition.brokers, told.values(), strict=True)):
        assert broker.domains == (f"b{number}.example",)
        assert broker.answers == {"biometric": yes}
        expected = [
            v if v is None or not m.endswith("days") else v % 900
            for m, v in zip(layouts.MEASURES, figures, strict=True)
        ]
        if any(value is not None for value in expected):
            assert list(broker.metrics.kinds["limit"].values()) == expected
        else:
            assert broker.metrics is None
