"""What phone numbers, postal addresses and sentences of a checklist must look like.

Each function returns what is wrong and how to mend it, or None.
"""

import re

#: A sentence that a person reads once and then does.
WORDS_LIMIT = 30
Wrong = tuple[str, str] | None

_EXTENSION = re.compile(r"(?:\b(?:ext(?:ension)?|option|opci[oó]n|press|x)\b\.?)\s*\d+", re.I)
_PHONE_SIGNS = re.compile(r"[\w\s+().,;:/*#'-]+")
_VANITY = re.compile(r"\+?\d[\d-]*-[A-Z0-9]*[A-Z][A-Z0-9-]*")
_NUMBER = re.compile(r"[+(*]?\d[\d ().+-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")

_ZIP = r"\d{5}(?:-\d{4})?"
_CANADIAN = r"[A-Z]\d[A-Z] ?\d[A-Z]\d"
_ELSEWHERE = r"\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\d{4,6}"
_CODE = re.compile(rf"(?<![\w#-])(?:{_ZIP}|{_CANADIAN}|{_ELSEWHERE})(?![\w-])")
_HALF_CANADIAN = re.compile(rf"\b(?!{_CANADIAN}\b)[A-Z]\d[A-Z]\b")
_STATE_AND_DIGITS = re.compile(rf"\b[A-Z]{{2}},? +(?!{_ZIP}(?![\w-]))[\d-]+")
_STREET = re.compile(r"\d|\bbox\b|\bapartado\b|\bs/n\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b", re.I)


def phone_fault(value: str) -> Wrong:
    """Check a phone number, or several with " or ", "; " or "/" between them, each with or without an extension."""
    text = _EXTENSION.sub("", value)
    text, vanity = _VANITY.subn("", text)
    numbers = [one for part in re.split(r" or |[;/,]", text) for one in _NUMBER.findall(part)]
    if not _PHONE_SIGNS.fullmatch(value) or not (numbers or vanity):
        return f'"{value[:60]}" is no phone number', "write its digits, for example 1-800-555-0100"
    for number in numbers:
        digits = re.sub(r"\D", "", number)
        if not _fits(digits, number.startswith("+")):
            mend = "write 10 digits, with 1 before them or 52 (Mexico) if you like; between two numbers write or"
            return f'"{number.strip()[:40]}" has {len(digits)} digits', mend
    return None


def _fits(digits: str, abroad: bool) -> bool:
    """Whether this many digits are a number of North America, a short code, or one of another country after a +."""
    if (digits[:1] == "1" and len(digits) == 11) or (digits[:2] == "52" and len(digits) in (12, 13)):
        return True
    if abroad:
        return not digits.startswith(("1", "52")) and 8 <= len(digits) <= 15
    return len(digits) == 10 or 3 <= len(digits) <= 6


def post_fault(value: str) -> Wrong:
    """Check a postal address: a street or P.O. box, a place, and a postal code at its end."""
    parts = [part.strip() for part in re.split(r"[,\n]", value) if part.strip()]
    if len(parts) < 2:
        return "it is one part only", "write street and place with commas between: 1 Example Street, Town, TX 75001"
    end = ", ".join(parts[-1:] if len(parts) == 2 else parts[-2:])
    if _HALF_CANADIAN.search(end):
        return "its postal code is not whole", "write it as A1A 1A1"
    if _STATE_AND_DIGITS.search(end):
        return "its ZIP code has not five digits", "write the state and five digits: TX 75001"
    codes = list(_CODE.finditer(end))
    if not codes:
        return "it ends without a postal code", "add the ZIP code, the Canadian code (A1A 1A1) or the C.P."
    if not _STREET.search("".join(value.rsplit(codes[-1][0], 1))):
        return "it names no street and no P.O. box", "add the street with its number, or P.O. Box and the number"
    return None


def sentence_fault(value: str) -> Wrong:
    """Check that no sentence is too long to be followed."""
    for sentence in _SENTENCE_END.split(value):
        if (words := len(sentence.split())) > WORDS_LIMIT:
            return f"a sentence has {words} words", f"split it into sentences of at most {WORDS_LIMIT} words"
    return None
