"""Finding the line on which a key stands, in a TOML text that parses."""

import re

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_NAME = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_NAME})[ \t]*\]")
_KEY = re.compile(rf"[ \t]*({_NAME})[ \t]*=")
_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'
    r"|'''.*?'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*|[\[\]{}\n]|[^\"'#\[\]{}\n]+",
    re.S,
)
Path = tuple[str | int, ...]


def locate(text: str, path: Path) -> int:
    """Return the line of a key, of the table around it where the key is missing, or 1."""
    places = lines(text)
    while path and path not in places:
        path = path[:-1]
    return places.get(path, 1)


def lines(text: str) -> dict[Path, int]:
    """Return the line of every key and table header; the path has the number of each [[block]]."""
    found: dict[Path, int] = {}
    blocks: dict[Path, int] = {}
    table: Path = ()
    place, line = 0, 1
    while place < len(text):
        start = place
        if header := _HEADER.match(text, place):
            table = _open(header, blocks)
            found.setdefault(table, line)
            place = _end(text, header.end())
        elif key := _KEY.match(text, place):
            found.setdefault(table + _parts(key[1]), line)
            place = _end(text, key.end())
        else:
            place = _end(text, place)
        line += text.count("\n", start, place)
    return found


def _open(header: re.Match, blocks: dict[Path, int]) -> Path:
    parts = _parts(header[2])
    path: Path = ()
    for part in parts[:-1]:
        path += (part,)
        path += (blocks[path],) if path in blocks else ()
    path += parts[-1:]
    if header[1] == "[[":
        blocks[path] = blocks.get(path, -1) + 1
        path += (blocks[path],)
    return path


def _parts(name: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, name))


def _end(text: str, place: int) -> int:
    """Return where a statement ends: after the first line break outside of strings and brackets."""
    depth = 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            place += 1
            continue
        place = token.end()
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token[0], 0)
        if token[0] == "\n" and depth <= 0:
            break
    return place
