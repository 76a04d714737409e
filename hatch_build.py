"""Build hook: the wheel carries the checklists compiled into one file.

An editable install gets nothing: there the program reads the texts themselves.
"""

import importlib.util
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUE = "privacy_audit/catalog/catalogue.jsonl"


class CompileChecklists(BuildHookInterface):
    """Compile ``checklists/`` with the package's own modules, loaded by path: it is not importable yet."""

    def initialize(self, version, build_data):
        """Write the compiled catalogue beside the wheel and have it included."""
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        compiled = _module(root, "compiler").compile_tree(root / "checklists")
        if compiled["problems"]:
            raise SystemExit("\n".join(compiled["problems"]))
        target = self._target()
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_module(root, "packed").pack(compiled))
        build_data["force_include"][str(target)] = CATALOGUE

    def finalize(self, version, build_data, artifact_path):
        """Leave nothing but the wheel behind."""
        self._target().unlink(missing_ok=True)

    def _target(self) -> Path:
        return Path(self.directory) / Path(CATALOGUE).name


def _module(root: Path, name: str):
    spec = importlib.util.spec_from_file_location(name, root / f"privacy_audit/catalog/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
