"""Letters leaving the machine: read back with the parsers of others, and nothing smuggled in."""

import email
import email.policy
import shutil
import subprocess
import sys
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from examples import HOSTILE, unprintable

from privacy_audit.catalog.model import Action, Organisation
from privacy_audit.exports import letters
from privacy_audit.exports.files import ExportError
from privacy_audit.rights.applicable import applicable
from privacy_audit.rights.letters.compose import Ask, compose
from privacy_audit.rights.letters.letter import Letter

FIELDS = {"name": "Zoë Núñez-O'Hara", "email": "zoe@example.org", "address": "1 Main St, Apt 4, Fresno, CA 93650"}
POST = "Acme, Inc., Attn: Privacy, P.O. Box 390, Woodlyn, PA 19094"


def letter(catalog, region="US-CA", law="us-ca-ccpa", do="opt-out", **more) -> Letter:
    to, today = more.pop("to", "privacy@acme.example"), date(2026, 11, 24)
    named = (law,) if law else ()
    action = Action(f"acme/{do}", do, "acme", do, do, "email", 5, (), post=POST, email=to, law=named)
    fields = more.pop("fields", FIELDS)
    one = Organisation("acme", more.pop("name", "Acme"), "data-broker", "brokers", "high", "high", actions=(action,))
    rights = tuple(applicable(catalog, region, one, today))
    return compose(Ask(one, action, region, catalog.regions.name(region), rights, today, fields=fields, **more))


def _parsed(data: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


class TestText:
    def test_the_order_of_a_letter(self, catalog):
        text = letters.as_text(letter(catalog))
        parts = (
            "Zoë",
            "Fresno, CA 93650",
            "November 24",
            "Acme, Inc.",
            "Woodlyn",
            "Re: ",
            "Dear",
            "§ 1798.120",
            "Sincerely",
        )
        places = [text.index(part) for part in parts]
        assert places == sorted(places)

    def test_markdown_shows_literally(self, catalog):
        made = letters.as_markdown(letter(catalog, fields=FIELDS | {"name": "*A* <b>_x_</b> [l](javascript:1)"}))
        assert "<b>" not in made
        assert "\\*A\\*" in made
        assert "\\[l\\](" in made
        assert "\n- Name: " in made

    def test_hostile_text_does_no_harm_in_any_format(self, catalog):
        fields = {name: HOSTILE for name in FIELDS}
        made = letter(catalog, fields=fields, name=HOSTILE, to=HOSTILE)
        for format in ("md", "txt"):
            assert not unprintable(letters.render(made, format).decode())
        assert "<script>" not in letters.as_markdown(made).replace("\\<", "")

    def test_an_unknown_format_is_refused(self, catalog):
        with pytest.raises(ExportError, match="md, txt, eml, pdf"):
            letters.render(letter(catalog), "doc")


class TestMail:
    def test_a_draft_reads_back(self, catalog):
        made = letter(catalog)
        message = _parsed(letters.as_eml(made))
        assert message["X-Unsent"] == "1"
        assert message["To"] == "privacy@acme.example"
        assert message["Subject"] == made.subject
        body = message.get_content()
        assert "Zoë Núñez-O'Hara" in body
        assert made.body[0] in body
        assert message["From"] is None

    def test_french_reads_back_too(self, catalog):
        made = letter(catalog, "CA-QC", "ca-qc-law25", "access")
        message = _parsed(letters.as_eml(made))
        assert message["Subject"] == made.subject
        assert "En vertu de la Loi" in message.get_content()

    @pytest.mark.parametrize(
        "to",
        ["x@a.example\r\nBcc: evil@b.example", "a@b.example, c@d.example", "Ann <a@b.example>", "", "none", "a@b c.d"],
    )
    def test_no_other_header_or_receiver_comes_of_an_address(self, catalog, to):
        message = _parsed(letters.as_eml(letter(catalog, to=to)))
        assert message["To"] is None
        assert message["Bcc"] is None
        assert letters.mailto(letter(catalog, to=to)) is None

    def test_no_header_comes_of_a_name(self, catalog):
        made = letter(catalog, name="Acme\r\nBcc: evil@b.example", kind="complaint")
        message = _parsed(letters.as_eml(made))
        assert message["Bcc"] is None
        assert set(message.keys()) <= {
            "X-Unsent",
            "To",
            "Subject",
            "Content-Type",
            "Content-Transfer-Encoding",
            "MIME-Version",
        }

    def test_mailto_reads_back(self, catalog):
        made = letter(catalog)
        link = letters.mailto(made)
        parts = urlsplit(link)
        assert (parts.scheme, parts.path) == ("mailto", "privacy@acme.example")
        query = parse_qs(parts.query, strict_parsing=True)
        assert set(query) == {"subject", "body"}
        assert query["subject"] == [made.subject]
        assert made.body[0] in query["body"][0]
        assert link.isascii()
        assert len(link) <= letters.MAILTO_LIMIT

    def test_a_long_letter_is_no_mailto(self, catalog):
        assert letters.mailto(letter(catalog, "CA-QC", "ca-qc-law25", "access")) is None


class TestPdf:
    @pytest.fixture(autouse=True)
    def extra(self):
        pytest.importorskip("typst")
        if not shutil.which("pdftotext"):
            pytest.skip("pdftotext reads the PDF back")

    def _words(self, data: bytes, tmp_path) -> list[tuple[float, float, str]]:
        """Return (left, top, word) in inches for each word of the first page."""
        path = tmp_path / "letter.pdf"
        path.write_bytes(data)
        html = subprocess.run(
            ["pdftotext", "-bbox", "-l", "1", str(path), "-"], capture_output=True, text=True, check=True
        ).stdout
        found = []
        for line in html.splitlines():
            if "<word" in line:
                parts = dict(piece.split("=") for piece in line.split(">")[0].split()[1:])
                numbers = {name: float(value.strip('"')) / 72 for name, value in parts.items()}
                word = line.split(">")[1].split("<")[0]
                found.append((numbers["xMin"], numbers["yMin"], numbers["xMax"], numbers["yMax"], word))
        return found

    @pytest.mark.parametrize(("region", "law"), [("US-CA", "us-ca-ccpa"), ("CA-ON", "ca-pipeda")])
    def test_the_address_lies_where_the_window_shows_it(self, catalog, tmp_path, region, law):
        words = self._words(letters.as_pdf(letter(catalog, region, law)), tmp_path)
        address = [word for word in words if word[4] in ("ACME", "INC", "390", "WOODLYN", "19094")]
        assert {word[4] for word in address} >= {"ACME", "INC", "WOODLYN", "19094"}
        for left, top, right, bottom, word in address:
            assert left >= 0.87, word
            assert right <= 4.375, word
            assert top >= 2.45, word
            assert bottom <= 3.5, word
        inside = [word for word in words if 2.0 < word[1] < 3.6 and word[0] < 5.4]
        assert {word[4] for word in inside} <= {
            "ACME",
            "INC",
            "ATTN:",
            "PRIVACY",
            "PO",
            "BOX",
            "390",
            "WOODLYN",
            "PA",
            "19094",
            "USA",
        }

    def test_nothing_in_the_data_is_markup(self, catalog, tmp_path):
        sign = '#panic("x") $1+1$ *b* _i_ \\ @ref <label> // /*'
        words = self._words(letters.as_pdf(letter(catalog, fields={"name": sign, "email": "a@b.example"})), tmp_path)
        assert "#panic(&quot;x&quot;)" in {word[4] for word in words} or '#panic("x")' in {word[4] for word in words}

    def test_mexican_letters_have_their_accents(self, catalog, tmp_path):
        made = letter(catalog, "MX-JAL", "mx-lfpdppp", "delete", fields=FIELDS | {"place": "Mérida"})
        words = {word[4] for word in self._words(letters.as_pdf(made), tmp_path)}
        assert {"Mérida,", "PRESENTE"} <= words


def test_without_the_extra_the_way_to_it_is_said(catalog, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ExportError, match=r"pip install 'privacy-audit\[pdf\]'"):
        letters.as_pdf(letter(catalog))
