"""What the build makes of the checklists. Building and installing a whole wheel is done by .ci/run."""

import importlib.util
import shutil
import sys
import tomllib
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from privacy_audit.catalog.catalog import Catalog
from privacy_audit.catalog.packed import unpack

from .contents import NEEDED, complaints

ROOT = Path(__file__).parents[2]
CATALOGUE = NEEDED[0]
FEW = ("themes/credit.toml", "organisations/credit/equifax-us.toml")


@pytest.fixture
def hook_class(monkeypatch):
    """Return the build hook; hatchling itself is only there while a wheel is built."""
    interface = ModuleType("hatchling.builders.hooks.plugin.interface")
    interface.BuildHookInterface = SimpleNamespace
    for name in ("hatchling", "hatchling.builders", "hatchling.builders.hooks", "hatchling.builders.hooks.plugin"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, interface.__name__, interface)
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CompileChecklists


@pytest.fixture
def tree(tmp_path) -> Path:
    """A small source tree: two checklists and the catalogue's modules."""
    root = tmp_path / "source"
    shutil.copytree(ROOT / "privacy_audit/catalog", root / "privacy_audit/catalog")
    checklists = ROOT / "checklists"
    for name in (*FEW, *(path.name for path in checklists.glob("*.toml"))):
        target = root / "checklists" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(checklists / name, target)
    return root


@pytest.fixture
def hook(hook_class, tree):
    return hook_class(root=str(tree), directory=str(tree / "dist"), target_name="wheel")


def test_a_wheel_gets_the_compiled_checklists_and_nothing_is_left_behind(hook, tree):
    data = {"force_include": {}}
    hook.initialize("standard", data)
    ((source, target),) = data["force_include"].items()
    assert target == CATALOGUE
    catalog = Catalog(unpack(Path(source).read_bytes()))
    assert list(catalog) == ["equifax-us"]
    assert catalog.get("equifax-us").actions
    hook.finalize("standard", data, "some.whl")
    assert list((tree / "dist").iterdir()) == []


@pytest.mark.parametrize(("target", "version"), [("sdist", "standard"), ("wheel", "editable")])
def test_an_sdist_and_an_editable_install_get_nothing(hook, tree, target, version):
    hook.target_name = target
    data = {"force_include": {}}
    hook.initialize(version, data)
    assert data == {"force_include": {}}
    assert not (tree / "dist").exists()


def test_a_broken_checklist_stops_the_build_and_is_named(hook, tree):
    (tree / "checklists/organisations/credit/broken.toml").write_text('id = "broken"\nname = \n', "utf-8")
    with pytest.raises(SystemExit, match=r"broken\.toml"):
        hook.initialize("standard", {"force_include": {}})


def test_the_data_files_of_the_package_are_all_looked_for_in_the_wheel():
    for name in ("tui/theme.tcss", "exports/templates/report.html.j2", "rights/letters/templates/fr/access.md.j2"):
        assert f"privacy_audit/{name}" in NEEDED
    assert CATALOGUE not in NEEDED[1:]


def test_a_wheel_without_its_data_or_with_foreign_files_is_complained_about():
    whole = [*NEEDED, "privacy_audit/__main__.py", "privacy_audit-0.1.0.dist-info/METADATA"]
    assert complaints(whole) == []
    assert complaints(whole[1:]) == [f"the wheel lacks {CATALOGUE}"]
    foreign = ["checklists/regions.toml", "tests/conftest.py", "privacy_audit/catalog/x.toml"]
    assert complaints(whole + foreign) == [f"the wheel carries {name}" for name in foreign]


def test_every_dependency_stays_below_the_next_incompatible_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    for line in project["dependencies"] + extras:
        assert ">=" in line, line
        assert ",<" in line, line
