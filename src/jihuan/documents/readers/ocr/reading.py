"""What the lines of a sheet say: each is read, in doubt once more, and what decides or stands alone is looked at more closely."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from jihuan.documents.layout import SURE
from jihuan.documents.readers.ocr.doubt import SPECKS, Judged, agreed, in_doubt, judge
from jihuan.documents.readers.ocr.lone import LIKELY, Number, by_shape, is_lone, is_number, read_beside
from jihuan.documents.readers.ocr.recogniser import Picture, Recogniser
from jihuan.documents.readers.ocr.signs import doubted
from jihuan.documents.readers.ocr.views import PAD, Text, View
from jihuan.documents.readers.ocr.words import MAIMED

_UNDER_STAMP, _SURE_UNDER_STAMP = 0.6, 0.99
"""Confidence of a line under a stamp, unless it reads very well."""
_ALONE = 0.98
"""Confidence of a single character: no other character speaks for it, so it must read better."""
_LONE = 1.3
"""Of a character: a wider text is no lone sign."""
_LOW = 0.75
"""Of the height of figures: no figure is lower."""
_SMALL = 0.4
"""Of a character: what is no larger and reads like dirt is dirt."""


def recognise(view: View, model: Recogniser) -> None:
    """Read every line; signs alone in their boxes beside a number, lines in doubt once more, then all signs more closely."""
    lines = [view.crop(text.area) for text in view.texts]
    for text, line, reading in zip(view.texts, lines, model.read(lines), strict=True):
        text.judged, text.line, text.reading = judge(reading, line), line, reading
    _read_lone(view, model)
    _read_again(view, [text for text in view.texts if text.judged.confidence < SURE and not text.lone], model)
    sure = [text for text in view.texts if text.judged.confidence >= SURE]
    for index in doubted([text.line for text in sure], [text.reading for text in sure], model):
        sure[index].judged = in_doubt(sure[index].judged)
    for text in view.texts:
        text.judged = _weighed(view, text)


def _read_again(view: View, texts: Sequence[Text], model: Recogniser) -> None:
    """Read lines in doubt once more, larger and cleaner."""
    lines = [_clearer(view.crop(text.area, pad=PAD * 0.5)) for text in texts]
    for text, line, reading in zip(texts, lines, model.read(lines), strict=True):
        judged = judge(reading, line)
        if judged.confidence > text.judged.confidence:
            text.line, text.reading = line, reading
        text.judged = agreed(text.judged, judged)


def _weighed(view: View, text: Text) -> Judged:
    """What was read, in doubt where its place or its look speak against it."""
    judged = text.judged
    if _is_speck(view, text):
        return Judged("", 0.0)
    if judged.confidence < _SURE_UNDER_STAMP and view.is_stamped(text.area):
        judged = Judged(judged.text, min(judged.confidence, _UNDER_STAMP))
    alone = len(judged.text) == 1 and judged.confidence < _ALONE
    at_odds = view.is_crowded(text) or view.may_go_on(text.area) or view.may_be_parted(text)
    return in_doubt(judged) if alone or at_odds or _is_maimed(view, text) else judged


def _read_lone(view: View, model: Recogniser) -> None:
    """Read signs that stand alone in their boxes once more, beside the number that is next to them on the sheet."""
    em = view.segmenter.em
    known = [text for text in view.texts if is_number(text.judged) and not view.is_stamped(text.area)]
    narrow = [one for one in view.texts if one.box and one.area.x1 - one.area.x0 <= _LONE * em]
    lone = [one for one in narrow if is_lone(one.reading) or _is_low(one, known)]
    for text in tuple(lone):
        shape = by_shape(view.segmenter.inked(text.area), text.reading, em)
        if shape:
            text.judged, text.lone = shape, True
            lone.remove(text)
    if not known:
        for text in lone:
            text.judged = in_doubt(text.judged)
        return
    nearest = [_nearest(one, known) for one in lone]
    numbers = [Number(view.crop(one.area, pad=0), one.judged.text) for one in nearest]
    signs = [view.crop(one.area, pad=0) for one in lone]
    for text, beside in zip(lone, read_beside(signs, numbers, round(PAD * em), model), strict=True):
        text.lone = True
        if beside is None:
            text.judged = in_doubt(text.judged)
            continue
        alone, (text.line, text.reading, text.judged) = text.judged.text, beside
        if text.judged.text not in (alone, *LIKELY) or (text.judged.text not in LIKELY and _is_low(text, known)):
            text.judged = in_doubt(text.judged)


def _is_speck(view: View, text: Text) -> bool:
    """Whether a mark is small, reads like dirt, and stands beside a text in its box."""
    small = max(text.area.x1 - text.area.x0, text.area.y1 - text.area.y0) <= _SMALL * view.segmenter.em
    return small and text.judged.text in SPECKS and any(one.box is text.box and one is not text for one in view.texts)


def _is_maimed(view: View, text: Text) -> bool:
    """Whether a text, alone in its box, is a set word without an end."""
    return text.judged.text in MAIMED and sum(one.box is text.box for one in view.texts) == 1


def _nearest(text: Text, known: Sequence[Text]) -> Text:
    return min(known, key=lambda it: abs(it.area.y0 - text.area.y0))


def _is_low(text: Text, known: Sequence[Text]) -> bool:
    """Whether a text is lower than figures are on the sheet, as signs are."""
    height = text.area.y1 - text.area.y0
    return bool(known) and height < _LOW * ((beside := _nearest(text, known).area).y1 - beside.y0)


def _clearer(line: Picture) -> Picture:
    """A line twice as large, with less noise and harder edges."""
    large = cv2.resize(line, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(large, (0, 0), 1.2)
    return np.asarray(cv2.addWeighted(soft, 1.6, cv2.GaussianBlur(soft, (0, 0), 3), -0.6, 0), np.uint8)
