"""A letter as text, Markdown, an e-mail draft, a printable PDF, or a mailto: address. Nothing is ever sent."""

import json
import re
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from unicodedata import category
from urllib.parse import quote

from ..rights.letters.letter import Letter
from ..text import clean, markdown
from .files import ExportError

FORMATS = ("md", "txt", "eml", "pdf")

_EXTRA = "A PDF needs an extra: pip install 'privacy-audit[pdf]'"
#: Mail programs and systems cut longer addresses; 2,000 signs go through everywhere.
MAILTO_LIMIT = 2000
#: Fonts with letters that are no text fonts: mathematics, symbols, and those that have a box for every sign.
_NO_TEXT = re.compile(r"math|symbol|dingbat|emoji|last ?resort|blank|barcode", re.IGNORECASE)
#: A longer run fills most of the window of an envelope; lines break by themselves at white space, hyphens and slashes.
_LONG = re.compile(r"[^\s/?-]{30,}")
_ZERO_WIDTH_SPACE = "\u200b"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def render(letter: Letter, format: str) -> bytes:
    """Return the letter in one of FORMATS as the bytes of a file. Raises ExportError."""
    if format == "md":
        return as_markdown(letter).encode()
    if format == "txt":
        return as_text(letter).encode()
    if format == "eml":
        return as_eml(letter)
    if format == "pdf":
        return as_pdf(letter)
    raise ExportError(f"{clean(format)!r} is no format of a letter: use one of {', '.join(FORMATS)}.")


def as_text(letter: Letter) -> str:
    """Return the whole letter as plain text, a paragraph a line."""
    blocks = ["\n".join(letter.sender), letter.date_line, "\n".join(_addressed(letter)), letter.subject_line]
    return "\n\n".join([*blocks, *_message(letter)]) + "\n"


def as_markdown(letter: Letter) -> str:
    """Return the whole letter as Markdown in which everything shows literally."""
    blocks = [_broken(letter.sender), markdown(letter.date_line), _broken(_addressed(letter))]
    blocks.append(f"**{markdown(letter.subject_line)}**")
    blocks += [_broken(block.split("\n")) if "\n" in block else _point(block) for block in _message(letter)]
    return "\n\n".join(blocks) + "\n"


def as_eml(letter: Letter) -> bytes:
    """Return an unsent draft that a mail program opens for sending. Without an address the To line is empty."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if address := mail_address(letter):
        message["To"] = address
    message["Subject"] = clean(letter.subject, 200)
    message.set_content("\n\n".join(_message(letter)) + "\n", cte="quoted-printable")
    return message.as_bytes()


def mailto(letter: Letter) -> str | None:
    """Return a mailto: address with subject and text, or None where it would be too long or has no address.

    RFC 6068: every sign but the unreserved ones is percent-encoded, line breaks are %0D%0A.
    """
    address = mail_address(letter)
    if not address:
        return None
    text = "\n\n".join(_message(letter)).replace("\n", "\r\n")
    link = f"mailto:{quote(address, safe='@')}?subject={quote(letter.subject, safe='')}&body={quote(text, safe='')}"
    return link if len(link) <= MAILTO_LIMIT else None


def mail_address(letter: Letter) -> str:
    """Return the organisation's e-mail address when it is one, and nothing else, otherwise an empty text."""
    address = clean(letter.email, 254)
    return address if _ADDRESS.fullmatch(address) else ""


def as_pdf(letter: Letter) -> bytes:
    """Return the letter on US Letter paper with the address where a #10 window envelope shows it.

    The text reaches typst as JSON, as data: nothing in it can become markup. PDF/UA-1 (ISO 14289-1) is readable by
    screen readers and has no sign without a glyph, so that no name is printed as boxes. Raises ExportError.
    """
    try:
        import typst
    except ImportError:
        raise ExportError(_EXTRA) from None
    data = json.dumps(_breakable(_data(letter)) | {"fonts": _families()})
    try:
        made = typst.compile(_template(), sys_inputs={"data": data}, pdf_standards="ua-1", font_paths=_fonts())
    except Exception as error:
        raise ExportError(_no_pdf(error)) from None
    return made


def _no_pdf(error: Exception) -> str:
    """Return why there is no PDF; typst names a sign that no font has."""
    if found := re.search(r"the text [`\"]+(.+?)[`\"]+ could not be displayed", str(error)):
        return (
            f"No font on this computer can print “{clean(found[1], 20)}”: no PDF was made; take txt or eml, which keep "
            "every letter, or install a font for it, such as Noto."
        )
    return f"The PDF could not be made ({clean(error, 200)}): take txt or eml."


@cache
def _fonts():
    """Return the fonts of this computer, looked for once."""
    import typst

    return typst.Fonts()


@cache
def _families() -> tuple[str, ...]:
    """Return the families to print with, the letter's own first; one that cannot set running text is left out."""
    found = [name for name in _fonts().families() if not _NO_TEXT.search(name)]
    return tuple(
        sorted(found, key=lambda name: (name != "Libertinus Serif", "Mono" in name, "Serif" not in name, name))
    )


@cache
def _template() -> bytes:
    from importlib.resources import files

    return files("privacy_audit.exports").joinpath("templates/letter.typ").read_bytes()


def _breakable(value):
    """Return data in which every run of signs that is too long for a line may be broken."""
    if isinstance(value, str):
        return _LONG.sub(lambda run: _with_breaks(run[0]), value)
    if isinstance(value, dict):
        return {name: _breakable(part) for name, part in value.items()}
    return [_breakable(part) for part in value] if isinstance(value, list | tuple) else value


def _with_breaks(run: str) -> str:
    """Return a run that may be broken after each twelve signs, but not before a mark that belongs to its letter."""
    breaks = (place and place % 12 == 0 and not category(sign).startswith("M") for place, sign in enumerate(run))
    return "".join(_ZERO_WIDTH_SPACE + sign if wanted else sign for wanted, sign in zip(breaks, run, strict=True))


def _data(letter: Letter) -> dict:
    capitals = letter.country in ("US", "CA")
    to = [envelope(line) if capitals else line for line in _addressed(letter)]
    return {
        "language": letter.language, "sender": letter.sender, "date": letter.date_line,
        "date_right": letter.country == "MX", "to": to, "subject": letter.subject_line,
        "salutation": letter.salutation, "body": [_block(block) for block in letter.body],
        "closing": letter.closing, "signature": letter.signature,
        "enclosures": [letter.enclosures_label, *letter.enclosures] if letter.enclosures else [],
    }  # fmt: skip


def envelope(line: str) -> str:
    """Return a line of an address as sorting machines read it best: capitals, no punctuation (USPS, Canada Post)."""
    return re.sub(r"[.,]+(?=\s|$)", "", line.replace("P.O.", "PO")).upper()


def _block(block: str) -> dict:
    """Return a paragraph as text, or a list as its points."""
    if block.startswith("- "):
        return {"points": [line.removeprefix("- ") for line in block.split("\n")]}
    return {"text": block}


def _addressed(letter: Letter) -> list[str]:
    return [*letter.to, "PRESENTE"] if letter.country == "MX" else list(letter.to)


def _message(letter: Letter) -> list[str]:
    """Return what an e-mail says: salutation, body, closing with the name, enclosures."""
    out = [letter.salutation, *letter.body, letter.closing, letter.signature]
    if letter.enclosures:
        out.append(f"{letter.enclosures_label} {'; '.join(letter.enclosures)}")
    return out


def _broken(lines) -> str:
    """Return lines as Markdown that keeps their breaks; points of a list stay points."""
    if all(line.startswith("- ") for line in lines):
        return "\n".join(_point(line) for line in lines)
    return "  \n".join(markdown(line) for line in lines)


def _point(line: str) -> str:
    return f"- {markdown(line.removeprefix('- '))}" if line.startswith("- ") else markdown(line)
