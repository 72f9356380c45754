"""Tables on paper that does not lie flat: their rulings are curves, and come to run straight."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from jihuan.documents.readers.ocr.pictures import SCALE
from jihuan.documents.readers.ocr.recogniser import Picture
from jihuan.documents.readers.ocr.rulings import find_rulings
from jihuan.documents.readers.pdf.grid import find_grids
from tests.documents.readers.ocr.paper import drawn, goal_sheet, typeset
from tests.documents.readers.ocr.wear import bulging


@pytest.fixture(scope="module")
def page() -> Picture:
    return np.asarray(cv2.cvtColor(drawn(typeset(goal_sheet()))[0], cv2.COLOR_RGB2GRAY), np.uint8)


def _boxes(picture: Picture) -> int:
    found = find_rulings(picture, SCALE)
    return sum(len(grid.boxes) for grid in find_grids(found.horizontal, found.vertical))


def test_level_rulings_need_no_straightening(page: Picture) -> None:
    assert find_rulings(page, SCALE).bend is None


@pytest.mark.parametrize("height", [0.01, 0.02])
def test_the_rulings_of_a_bulging_page_come_to_run_straight_and_make_the_same_boxes(page: Picture, height: float) -> None:
    bent = np.asarray(bulging(page, height), np.uint8)
    bend = find_rulings(bent, SCALE).bend
    assert bend is not None
    straight = bend.straightened(bent)
    assert find_rulings(straight, SCALE).bend is None
    assert _boxes(straight) == _boxes(page)


def test_a_place_on_the_straightened_page_leads_back_to_where_it_was(page: Picture) -> None:
    bent = np.asarray(bulging(page, 0.02), np.uint8)
    bend = find_rulings(bent, SCALE).bend
    assert bend is not None
    straight = bend.straightened(bent)
    dark = np.argwhere(straight < 60)[::997].astype(float)
    x, y = bend.before(dark[:, 1], dark[:, 0])
    around = cv2.erode(bent, np.ones((3, 3), np.uint8))
    assert (around[np.rint(y).astype(int), np.rint(x).astype(int)] < 128).mean() > 0.99
    assert np.abs(y - dark[:, 0]).max() > 2 * SCALE


def test_lines_that_agree_on_nothing_bend_no_page() -> None:
    random = np.random.default_rng(4)
    page = np.full((900, 900), 255, np.uint8)
    x = np.arange(60, 840)
    for at in range(100, 800, 100):
        y = at + random.uniform(2, 8) * np.sin(x / random.uniform(20, 90) + random.uniform(0, 6))
        cv2.polylines(page, [np.stack([x, y], axis=1).astype(np.int32)], False, (0,), 2)
    assert find_rulings(page, SCALE).bend is None
