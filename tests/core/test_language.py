"""Sentences speak the language in use."""

import pytest

from jihuan.core.language import _, use_language


def test_a_sentence_without_translation_is_itself() -> None:
    with use_language("en"):
        assert _("这句话没有译文") == "这句话没有译文"


def test_the_language_is_given_back_after_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    class Echo:
        def __init__(self, language: str) -> None:
            self.language = language

        def gettext(self, text: str) -> str:
            return f"{self.language}:{text}"

    monkeypatch.setattr("jihuan.core.language._catalogue", Echo)
    with use_language("en"):
        assert _("句") == "en:句"
    assert _("句") == "zh_Hans:句"


def test_the_language_is_given_back_after_an_error() -> None:
    before = _("句")
    with pytest.raises(KeyError), use_language("en"):
        raise KeyError
    assert _("句") == before
