"""A line for the login shell, inside a marked block of its start-up file: bash, zsh and fish."""

import os
import re
import shlex
import sys
from pathlib import Path

from . import blocks, files
from .errors import TimerError
from .job import Found, Job, Part, Proposal, absent, tested

KIND = "shell"
TITLE = "a line in your shell's start-up file"
SHELLS = ("bash", "zsh", "fish")


def unusable(shell: str = "") -> str:
    """Return why no line can be added, or nothing when one can."""
    return "" if shell or of_person() else "your login shell is none of bash, zsh, fish"


def of_person() -> str:
    """Return the person's login shell when it is one of SHELLS, or nothing."""
    named = Path(os.environ.get("SHELL", "")).name
    return named if named in SHELLS else ""


def proposal(job: Job, shell: str = "") -> Proposal:
    """Return what would be written. Raises TimerError when the file cannot be read or takes no block."""
    path, lines = _planned(job, shell)
    before = files.read(path)
    changes = blocks.insert(before, lines, where=str(path)) != before
    return Proposal(KIND, TITLE, (Part(str(path), lines),), changes=changes)


def install(job: Job, shell: str = "") -> None:
    """Put the block into the file. Raises TimerError; the file is then as it was."""
    path, lines = _planned(job, shell)
    files.put({path: blocks.insert(files.read(path), lines, where=str(path))})


def found() -> list[Found]:
    """Return the lines that stand in start-up files. Raises TimerError when one cannot be read."""
    there = []
    for path in _all_paths():
        text = blocks.find(files.read(path), where=str(path))
        if text is not None:
            there.append(_found(path, text))
    return there


def uninstall() -> list[str]:
    """Take the blocks out; return what was done, in words. Raises TimerError."""
    said = []
    for path in _all_paths():
        content = files.read(path)
        if content is None or blocks.find(content, where=str(path)) is None:
            continue
        rest = blocks.remove(content, where=str(path))
        if rest is None:
            files.remove(path)
        else:
            files.put({path: rest})
        said.append(f"removed: the line in {path}")
    return said


def lines(job: Job, shell: str) -> str:
    """Return the block's lines: for shells that talk with a person, silent when the program is gone."""
    about = "# One line when something is due. To remove it: privacy-audit remind uninstall\n"
    if shell == "fish":
        program, *others = (_fish(path) for path in job.needs)
        there = "; and ".join([f"test -x {program}", *(f"test -e {path}" for path in others)])
        command = " ".join(_fish(word) for word in job.brief)
        return f"{about}if status is-interactive; and {there}\n    {command} </dev/null; or true\nend\n"
    program, *others = (shlex.quote(path) for path in job.needs)
    there = " && ".join([f"[ -x {program} ]", *(f"[ -e {path} ]" for path in others)])
    command = shlex.join(job.brief)
    return f"{about}case $- in *i*) if {there}; then\n    {command} </dev/null || :\nfi ;; esac\n"


def _planned(job: Job, shell: str) -> tuple[Path, str]:
    shell = shell or of_person()
    if not shell:
        raise TimerError(
            "Your login shell is none of bash, zsh, fish. Nothing was changed; name one, for example --shell bash, "
            "or put this line where your shell reads it: privacy-audit remind --brief"
        )
    return _path(shell), lines(job, shell)


def _path(shell: str) -> Path:
    if shell == "fish":
        return _config() / "fish" / "config.fish"
    if shell == "zsh":
        return Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc"
    # Terminals of macOS start login shells, which read no .bashrc.
    return Path.home() / (".bash_profile" if sys.platform == "darwin" else ".bashrc")


def _all_paths() -> list[Path]:
    home = Path.home()
    paths = [home / ".bashrc", home / ".bash_profile", home / ".zshrc", *map(_path, ("zsh", "fish"))]
    return list(dict.fromkeys(paths))


def _config() -> Path:
    chosen = os.environ.get("XDG_CONFIG_HOME", "")
    return Path(chosen) if chosen.startswith("/") else Path.home() / ".config"


def _found(path: Path, text: str) -> Found:
    is_fish = path.name == "config.fish"
    words = _fish_words(text) if is_fish else _sh_words(text)
    needs = tested(words)
    runs = re.search(r"^ {4}(.*?)(?: </dev/null.*)?$", text, re.MULTILINE)
    return Found(KIND, str(path), runs[1] if runs else "", missing=absent(needs))


def _sh_words(text: str) -> list[str]:
    try:
        return shlex.split(text, comments=True)
    except ValueError:
        return []


def _fish(word: str) -> str:
    if re.fullmatch(r"[\w./:@=+,-]+", word, re.ASCII):
        return word
    return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _fish_words(text: str) -> list[str]:
    found = re.findall(r"'((?:[^'\\]|\\.)*)'|([^\s';]+)", text)
    return [re.sub(r"\\([\\'])", r"\1", quoted) if quoted else bare for quoted, bare in found]
