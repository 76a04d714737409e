"""Names of every script and length in letters: right in each form, or one clear line; and where the address lies."""

import email
import email.policy
import html
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace

import pytest
from examples import HOSTILE, TODAY, small_catalog, unprintable

from privacy_audit.correspondence import write
from privacy_audit.exports import letters
from privacy_audit.exports.files import ExportError
from privacy_audit.rights.letters.letter import Letter
from privacy_audit.session import Session

MAIL = "zoe@example.org"
NAMES = {
    "arabic": "محمد بن علي",
    "hebrew": "דוד כהן",
    "chinese": "李小龍",
    "devanagari": "कृष्णा शर्मा",
    "combining": "Jose\u0301 N\u0303u\u0301n\u0303ez",
    "ñ": "Íñigo Ñáñez",
    "typographic apostrophe": "Siobhán O’Brien",
    "apostrophe": "Renée D'Angelo",
    "mixed directions": "Ana שרה علي Ruiz",
    "two hundred letters": "A" * 200,
    "two hundred in words": ("Maria Guadalupe " * 13)[:200].strip(),
    "zero-width joiner": "क्\u200dष",
    "looks like a list": "- Ana",
    "looks like a number": "1. Ana",
}
EMPTY = {"empty": "", "spaces": "   ", "white space": " \t\n\u00a0 ", "signs that cannot be seen": "\u202e\u200b\x00"}


def letter(session: Session, name: str = "Ana Ruiz", **changes) -> Letter:
    made = write(session, session.catalog.action("first-broker/opt-out"), fields={"name": name, "email": MAIL})
    return replace(made, **changes) if changes else made


def read_back(made: Letter, form: str) -> str:
    """Return what a reader of the form gets to see as text."""
    data = letters.render(made, form)
    if form == "eml":
        return email.message_from_bytes(data, policy=email.policy.default).get_content().replace("\r\n", "\n")
    text = data.decode()
    return re.sub(r"\\(.)", r"\1", text) if form == "md" else text


class TestWritten:
    @pytest.mark.parametrize("form", ["md", "txt", "eml"])
    @pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
    def test_a_name_stands_as_it_was_given(self, session, name, form):
        shown = read_back(letter(session, name), form)
        assert f"Name: {name}" in shown
        assert re.search(rf"^{re.escape(name)}$", shown, re.MULTILINE), "signed with it"
        assert "[your" not in shown

    @pytest.mark.parametrize("form", ["md", "txt", "eml"])
    @pytest.mark.parametrize("name", EMPTY.values(), ids=EMPTY.keys())
    def test_no_name_is_a_marked_gap_and_nothing_else(self, session, name, form):
        made = letter(session, name)
        assert made.missing == ("name",)
        assert made.disclosed == ("email",)
        assert read_back(made, form).count("[your") == 2 + (form != "eml")

    @pytest.mark.parametrize("form", ["md", "txt", "eml"])
    def test_control_signs_are_taken_out(self, session, form):
        made = letter(session, HOSTILE)
        shown = read_back(made, form)
        assert not unprintable(shown)
        assert "Ann" in shown
        assert "BEGIN:VEVENT" not in shown.splitlines()

    def test_a_name_is_no_header_of_a_draft(self, session):
        draft = email.message_from_bytes(letters.as_eml(letter(session, "Ana\r\nBcc: x@b.example")))
        assert draft["Bcc"] is None


class TestPrinted:
    @pytest.fixture(autouse=True)
    def extra(self):
        pytest.importorskip("typst")
        if not shutil.which("pdftotext"):
            pytest.skip("pdftotext reads the PDF back")

    @pytest.fixture
    def read(self, tmp_path):
        """Return (left, top, right, bottom, word) in inches for each word of a page."""

        def words(made: Letter, page: int = 1) -> list[tuple[float, float, float, float, str]]:
            path = tmp_path / "letter.pdf"
            path.write_bytes(letters.as_pdf(made))
            done = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, text=True, check=True)
            pages = done.stdout.split("<page ")[1:]
            return [_word(found) for found in _WORD.finditer(pages[page - 1])] if page <= len(pages) else []

        return words

    @pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
    def test_a_name_is_printed_whole_or_the_missing_font_is_said_in_one_line(self, session, read, name):
        if said := _refusal(letter(session, name)):
            assert re.match(r"No font on this computer can print “.{1,3}”: no PDF was made; take txt or eml", said)
            assert any(ord(sign) > 0x590 and sign != "’" for sign in name), "Latin letters come with the extra"
            return
        words = read(letter(session, name))
        assert all(left > 0.8 and right < 7.7 for left, _, right, _, _ in words), "nothing leaves the paper"
        printed = "".join(word for *_, word in words).replace("\u200b", "")
        if name.isascii():
            assert printed.count(name.replace(" ", "")) == 3

    def test_where_no_font_has_a_letter_nothing_is_printed_as_a_box(self, session, monkeypatch):
        monkeypatch.setattr(letters, "_families", lambda: ("Libertinus Serif",))
        for name in ("李小龍", "कृष्णा", "محمد"):
            with pytest.raises(ExportError, match="no PDF was made; take txt or eml"):
                letters.as_pdf(letter(session, name))
        assert letters.as_pdf(letter(session, "Đặng Ñ Ελένη Владимир דוד")).startswith(b"%PDF")

    def test_fonts_that_cannot_set_text_are_left_out(self):
        assert letters._families()[0] == "Libertinus Serif"
        assert not [name for name in letters._families() if "Math" in name]

    @pytest.mark.parametrize("name", EMPTY.values(), ids=EMPTY.keys())
    def test_a_gap_is_printed(self, session, read, name):
        assert "[your" in {word for *_, word in read(letter(session, name))}

    def test_control_signs_are_taken_out(self, session, read):
        assert not [word for *_, word in read(letter(session, HOSTILE)) if any(map(_is_control, word))]

    @pytest.mark.parametrize("region", ["US-TX", "CA-ON", "CA-QC", "MX-JAL"])
    @pytest.mark.parametrize("lines", [3, 6])
    def test_the_address_lies_in_the_window(self, tmp_path, ledger, read, region, lines):
        catalog = small_catalog(tmp_path / "checklists")
        session = Session(catalog, ledger, ledger.add_person("other", region), TODAY)
        to = ("Windowfirm Data, Inc.", *(f"Windowline {place}" for place in range(2, lines)), "Windowtown 19094")
        made = letter(session, "Ana Ruiz", to=to)
        inside = [word for word in read(made) if 2.3 < word[1] < 3.7 and word[0] < 6]
        assert {word.casefold() for *_, word in inside} >= {"windowfirm", "windowtown", "19094"}
        for left, top, right, bottom, word in inside:
            assert left >= 0.87, word
            assert right <= 4.375, word
            assert top >= 2.45, word
            assert bottom <= 3.51, word

    def test_a_long_name_and_address_are_set_smaller_and_stay_apart(self, session, read):
        sender = ("W" * 200, *(f"Sender line {place}" for place in range(6)), f"{'x' * 190}@example.org")
        to = tuple(f"Window {'long words ' * 6}{place}" for place in range(6))
        words = list(read(letter(session, sender=sender, to=to)))
        window = [word for word in words if word[1] >= 2.45 and word[3] <= 3.51]
        assert {"5", "WINDOW"} <= {word for *_, word in window}
        assert all(right <= 4.375 for _, _, right, _, _ in window)
        assert all(bottom <= 2.5 for _, _, _, bottom, word in words if word in ("Sender", "line"))
        assert max(right for _, _, right, _, _ in words) < 7.7

    def test_only_a_letter_of_two_pages_has_numbers(self, session, read):
        made = letter(session)
        long = replace(made, body=made.body + ("This sentence is repeated to fill the page. " * 12,) * 12)
        assert "/" not in {word for *_, word in read(made)}
        assert [word for _, top, _, _, word in read(long) if top > 10.2] == ["1", "/", "2"]
        assert [word for _, top, _, _, word in read(long, 2) if top > 10.2] == ["2", "/", "2"]

    def test_the_signature_is_not_parted_from_the_closing(self, session, read):
        made = letter(session)
        for paragraphs in range(5, 15):
            long = replace(made, body=("This sentence is repeated to fill the page. " * 9,) * paragraphs)
            first, second = ([word for *_, word in read(long, page)] for page in (1, 2))
            there = second if "Sincerely," in second else first
            assert there[there.index("Sincerely,") :][1:3] == ["Ana", "Ruiz"]

    def test_the_same_letter_gives_the_same_file_with_no_date_or_author_in_it(self, session):
        data = letters.as_pdf(letter(session))
        assert data == letters.as_pdf(letter(session))
        assert not re.search(rb"/(CreationDate|Author)", data)


_SIDES = r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"'
_WORD = re.compile(rf"<word {_SIDES}>(.*?)</word>")


def _word(found: re.Match) -> tuple[float, float, float, float, str]:
    left, top, right, bottom = (float(found[side]) / 72 for side in (1, 2, 3, 4))
    return left, top, right, bottom, html.unescape(found[5])


def _refusal(made: Letter) -> str:
    """Return what is said instead of a PDF, or an empty text: which fonts there are differs between computers."""
    try:
        letters.as_pdf(made)
    except ExportError as error:
        return str(error)
    return ""


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc"
