"""Every sentence for the user has an English translation with the same blanks."""

from __future__ import annotations

import re
from functools import cache

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests.house.tree import PACKAGE, ROOT

KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"


def test_every_sentence_is_translated() -> None:
    assert sorted(_sentences() - {sentence for sentence, english in _english().items() if english}) == []


def test_no_translation_is_left_over() -> None:
    assert sorted(set(_english()) - _sentences()) == []


def test_translations_have_the_same_blanks() -> None:
    wrong = {sentence: english for sentence, english in _english().items() if _blanks(sentence) != _blanks(english)}
    assert wrong == {}


def test_translations_are_english() -> None:
    assert [
        english for english in _english().values() if re.search(r"[一-鿿，。；：]", re.sub(r"[“(][^”)]*[”)]", "", english))
    ] == []


@cache
def _sentences() -> frozenset[str]:
    methods, options = _mapping()
    found = extract_from_dir(str(PACKAGE), methods, options, keywords=KEYWORDS)
    return frozenset(message if isinstance(message, str) else message[0] for _, _, message, _, _ in found)


def _mapping():
    """The methods of babel.cfg, as ``make messages`` uses them."""
    from babel.messages.frontend import parse_mapping_cfg

    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        return parse_mapping_cfg(config)


@cache
def _english() -> dict[str, str]:
    with CATALOGUE.open("rb") as text:
        return {message.id: message.string for message in read_po(text, locale="en") if message.id}


def _blanks(sentence: str) -> list[str]:
    return sorted(re.findall(r"\{[^}]*\}|%\([^)]+\)s|%s", sentence))
