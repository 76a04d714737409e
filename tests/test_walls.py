"""The walls between the rooms: DESIGN.md's table, read in the text and tried at run time."""

import ast
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import privacy_audit
from privacy_audit.ledger.store import Ledger

ROOT = Path(privacy_audit.__file__).parent
REPOSITORY = ROOT.parent
NETWORK_LIBRARIES = {"httpx", "requests", "urllib3", "aiohttp", "socket", "ssl", "http.client", "urllib.request"}

#: DESIGN.md, "Rooms": what a room must never import. `doors` are tui and cli.
_DOORS = ("privacy_audit.tui", "privacy_audit.cli", "textual", "click")
TABLE = {
    "catalog": ("privacy_audit.ledger", "privacy_audit.network", *_DOORS),
    "rights": ("privacy_audit.ledger", "privacy_audit.network", *_DOORS),
    "ledger": ("privacy_audit.catalog", "privacy_audit.network", *_DOORS),
    "audit": ("privacy_audit.network", *_DOORS),
    "exports": ("privacy_audit.network", *_DOORS),
    "reminders": ("privacy_audit.network", "privacy_audit.tui", "textual"),
    "discover": ("privacy_audit.network", *_DOORS),
    "breaches": ("privacy_audit.network", *_DOORS),
    "network": ("privacy_audit.tui", "privacy_audit.cli", "textual", "click"),
    "text": ("privacy_audit",),
    "dates": ("privacy_audit.catalog", "privacy_audit.ledger", "privacy_audit.network", *_DOORS),
    "disk": ("privacy_audit.catalog", "privacy_audit.ledger", "privacy_audit.network", *_DOORS),
    "folders": ("privacy_audit.catalog", "privacy_audit.ledger", "privacy_audit.network", *_DOORS),
    "session": ("privacy_audit.network", "privacy_audit.exports", *_DOORS),
    "care": ("privacy_audit.network", "privacy_audit.exports", *_DOORS),
    "told": ("privacy_audit.network", "privacy_audit.exports", *_DOORS),
    "correspondence": ("privacy_audit.network", "privacy_audit.exports", *_DOORS),
    "footing": ("privacy_audit.network", "privacy_audit.exports", *_DOORS),
    "mailing": ("privacy_audit.network", *_DOORS),
    "pushing": _DOORS,
    "links": ("privacy_audit.network", "privacy_audit.exports", *_DOORS),
    "gpc": ("privacy_audit.network", "privacy_audit.exports", *_DOORS),
    "receipts": _DOORS,
    "updating": ("privacy_audit.exports", *_DOORS),
    "registers": ("privacy_audit.ledger", "privacy_audit.network", *_DOORS),
    "tui": ("privacy_audit.cli", "click"),
    "cli": ("privacy_audit.tui", "textual"),
}
#: The one way from one door to the other: the command line starts the screens when no command was given.
ALLOWED = {("privacy_audit.cli.main", "_interactive", "privacy_audit.tui.start")}


def _modules(room: str) -> list[str]:
    """Return the names of all modules of a room; none for a room that is not built yet."""
    if (ROOT / f"{room}.py").is_file():
        return [f"privacy_audit.{room}"]
    if not (ROOT / room).is_dir():
        return []
    found = pkgutil.walk_packages([str(ROOT / room)], f"privacy_audit.{room}.")
    return [f"privacy_audit.{room}", *(module.name for module in found)]


def _source(module: str) -> tuple[ast.Module, str]:
    """Return a module's syntax tree and the package against which its relative imports count."""
    path = REPOSITORY.joinpath(*module.split("."))
    if path.is_dir():
        return ast.parse((path / "__init__.py").read_text("utf-8")), module
    return ast.parse(path.with_suffix(".py").read_text("utf-8")), module.rpartition(".")[0]


def _imports(module: str) -> list[tuple[str, str]]:
    """Return (function, imported name) for every import in a module, wherever it stands."""
    tree, package = _source(module)
    found = []

    def visit(node: ast.AST, function: str) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            function = node.name
        if isinstance(node, ast.Import):
            found.extend((function, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            found.append((function, base))
            found.extend((function, f"{base}.{alias.name}") for alias in node.names)
        for child in ast.iter_child_nodes(node):
            visit(child, function)

    visit(tree, "")
    return found


def _is_below(name: str, forbidden: tuple[str, ...] | set[str]) -> bool:
    return any(name == wall or name.startswith(wall + ".") for wall in forbidden)


def test_every_room_of_the_package_stands_in_the_table():
    rooms = {path.stem for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert rooms - {"__init__", "__main__", "failures"} <= set(TABLE)


@pytest.mark.parametrize("room", TABLE)
def test_no_module_of_a_room_names_what_the_room_must_not_import(room):
    for module in _modules(room):
        for function, name in _imports(module):
            if any(
                (module, function) == way[:2] and (name == way[2] or name.startswith(way[2] + ".")) for way in ALLOWED
            ):
                continue
            assert not _is_below(name, TABLE[room]), f"{module} imports {name}"


def test_the_command_line_starts_the_screens_in_one_function_only():
    ways = {
        (module, function, name)
        for module in _modules("cli")
        for function, name in _imports(module)
        if _is_below(name, ("privacy_audit.tui",)) and not name.endswith("run_program")
    }
    assert ways == ALLOWED


def test_only_the_network_room_has_a_window():
    for room in (*(room for room in TABLE if room != "network"), "failures", "__main__"):
        for module in _modules(room):
            names = {name for _, name in _imports(module)}
            assert not [name for name in names if _is_below(name, NETWORK_LIBRARIES)], module


def test_the_written_contracts_are_kept():
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=REPOSITORY, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


_IMPORT_ALL = """
import importlib, sys
walls = tuple(sys.argv[1].split(","))

class Wall:
    def find_spec(self, name, path=None, target=None):
        if any(name == wall or name.startswith(wall + ".") for wall in walls):
            raise ImportError(f"{name} stands behind a wall")
        return None

sys.meta_path.insert(0, Wall())
for wall in walls:
    try:
        importlib.import_module(wall)
    except ImportError as error:
        assert "behind a wall" in str(error), error
    else:
        raise AssertionError(f"the wall before {wall} does not stand")
for name in sys.argv[2:]:
    importlib.import_module(name)
print(len(sys.argv) - 2)
"""


@pytest.mark.parametrize("room", [room for room in TABLE if room not in ("cli", "text") and _modules(room)])
def test_every_module_of_a_room_can_be_imported_where_the_forbidden_cannot(room):
    walls = {*TABLE[room], *(NETWORK_LIBRARIES & {"httpx", "requests"} if room != "network" else ())}
    if room == "ledger":
        walls.discard("click")  # sqlite-utils brings it along
    if room == "reminders":
        walls |= {"click", "privacy_audit.cli", "privacy_audit.exports"}
    modules = _modules(room)
    done = _python(_IMPORT_ALL, ",".join(sorted(walls)), *modules)
    assert done.stderr == ""
    assert done.stdout == f"{len(modules)}\n"


def test_the_commands_can_be_imported_where_the_screens_cannot():
    done = _python(_IMPORT_ALL, "textual,privacy_audit.tui,httpx", *_modules("cli"))
    assert done.stderr == ""


def test_the_text_module_stands_alone():
    done = _python(
        "import sys; import privacy_audit.text; print([n for n in sys.modules if n.startswith('privacy_audit.')])"
    )
    assert done.stdout == "['privacy_audit.text']\n"


_RUN_AND_LIST = """
import sys
from privacy_audit.__main__ import main
try:
    main()
except SystemExit as ended:
    assert ended.code in (0, None), ended.code
watched = {"textual", "rich", "pydantic", "httpx", "jinja2", "icalendar", "click", "sqlite_utils", "plotext"}
print("loaded:", *sorted(watched & set(sys.modules)))
"""


@pytest.fixture
def somebody(tmp_path) -> str:
    with Ledger(tmp_path / "ledger.db") as ledger:
        ledger.add_person("me", "US-CA")
    return str(tmp_path / "ledger.db")


@pytest.mark.parametrize(
    ("arguments", "loaded"),
    [
        (["--help"], {"click"}),
        (["todo"], {"click"}),
        (["todo", "--json"], {"click"}),
        (["remind"], {"click"}),
        (["remind", "--brief"], set()),
        (["show", "equifax-us"], {"click"}),
        (["search", "experian"], {"click"}),
        (["list", "--theme", "credit"], {"click"}),
        (["history"], {"click"}),
        (["progress"], {"click"}),
        (["scorecard", "--json"], {"click"}),
        (["record", "equifax-us/freeze", "asked"], {"click", "sqlite_utils"}),
        (["report", "--format", "md"], {"click"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_loads_no_library_that_it_does_not_need(somebody, arguments, loaded):
    done = _python(_RUN_AND_LIST, "--ledger", somebody, *arguments)
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.splitlines()[-1].split()[1:]) <= loaded


def test_what_people_write_is_checked_with_pydantic_only_then(tmp_path):
    (tmp_path / "empty.toml").touch()
    done = _python(_RUN_AND_LIST.replace("(0, None)", "(0, 1, None)"), "catalog", "check", str(tmp_path))
    assert "pydantic" in done.stdout.splitlines()[-1]
    assert "textual" not in done.stdout.splitlines()[-1]


def _python(program: str, *arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *arguments],
        capture_output=True, text=True, check=False, timeout=60, env=os.environ, cwd=REPOSITORY,
    )  # fmt: skip
