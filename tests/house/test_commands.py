"""What README tells people to type exists."""

from __future__ import annotations

import json
import re

from jihuan.core.interchange import schema
from tests.house.tree import ROOT

READMES = [ROOT / "README.md", ROOT / "README.en.md"]
TEXTS = [*READMES, *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_make_verb_of_the_texts_is_in_the_makefile() -> None:
    verbs = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.M))
    told = {verb for text in TEXTS for verb in re.findall(r"`?make ([a-z]+)`?", _code(text))}
    assert told - verbs == set()
    assert {"demo", "test", "check", "bench"} <= told


def test_every_command_of_the_texts_is_a_command() -> None:
    from jihuan.cli.commands import jihuan

    told = {command for text in TEXTS for command in re.findall(r"\bjihuan ([a-z]+)\b", _code(text))}
    assert told - set(jihuan.commands) == set()
    assert set(jihuan.commands) - told == set()


def test_every_folder_and_file_of_the_texts_exists() -> None:
    broken = []
    for text in TEXTS:
        for link in re.findall(r"\]\(([^)#:]+)\)", text.read_text("utf-8")):
            if not (text.parent / link).exists():
                broken.append(f"{text.name}: {link}")
    assert broken == []


def _code(text) -> str:
    """Only what stands as code: fenced blocks and `inline`."""
    words = text.read_text("utf-8")
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", words, flags=re.S))


def test_the_committed_schema_is_the_one_in_use() -> None:
    published = json.loads((ROOT / "docs" / "reference" / "interchange.schema.json").read_text("utf-8"))
    assert published == json.loads(json.dumps(schema())), "make docs"
