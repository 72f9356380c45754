"""Sheets made fit to read, without any model: worn rulings, noise, stamps, photographs from the side."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from jihuan.documents.readers.ocr.flat import flattened
from jihuan.documents.readers.ocr.pictures import SCALE, Sheet
from jihuan.documents.readers.ocr.rulings import find_rulings
from jihuan.documents.readers.ocr.straighten import grey, ink_of
from jihuan.documents.readers.pdf.grid import Grid, find_grids
from tests.documents.readers.ocr.paper import Pixels, drawn, typeset
from tests.documents.readers.ocr.wear import Wear, worn

TABLE = typeset(
    "#set page(width: 400pt, height: 240pt, margin: 40pt)\n#table(columns: (1fr, 1fr, 1fr), align: center + horizon,"
    "[一级指标], [二级指标], [指标值], table.cell(rowspan: 2)[产出指标], [数量指标], [≥95次], [质量指标], [≤3%],"
    "[满意度], table.cell(colspan: 2)[来访群众的满意度达到九成以上])"
)


def grids(page: Pixels) -> list[Grid]:
    rulings = find_rulings(grey(page, SCALE).picture, SCALE)
    return find_grids(rulings.horizontal, rulings.vertical)


@pytest.mark.parametrize("seed", range(6))
def test_worn_rulings_make_the_same_cells(seed: int) -> None:
    page = drawn(TABLE)[0]
    (whole,) = grids(page)
    (mended,) = grids(worn(page, Wear(worn_lines=True, noise=4), seed))
    cells = [(box.row, box.column, box.rowspan, box.colspan) for box in whole.boxes]
    assert len(cells) == 10
    assert [(box.row, box.column, box.rowspan, box.colspan) for box in mended.boxes] == cells


@pytest.mark.parametrize("at", range(8))
def test_a_letter_below_the_column_of_another_table_is_no_ruling(at: int) -> None:
    page = typeset(
        "#set page(width: 400pt, height: 240pt, margin: 40pt)\n#table(columns: (100pt, 120pt), inset: 3pt, [群众], [中目标])\n"
        f"#v(20pt)\n#table(columns: ({104 + 4 * at}pt, 80pt), [指标], [≥95次], [指标], [≤3%])"
    )
    assert [len(grid.boxes) for grid in grids(drawn(page)[0])] == [2, 4]


def test_letters_are_no_rulings() -> None:
    text = typeset("#set page(width: 400pt, height: 200pt)\n#set par(leading: 2pt)\n" + "三王工二一十川中目田" * 24)
    rulings = find_rulings(grey(drawn(text)[0], SCALE).picture, SCALE)
    assert (rulings.horizontal, rulings.vertical) == ([], [])


def test_rulings_are_taken_out_and_letters_are_not() -> None:
    picture = grey(worn(drawn(TABLE)[0], Wear(worn_lines=True), 1), SCALE).picture
    mask = find_rulings(picture, SCALE).mask
    (grid,) = find_grids(*(getattr(find_rulings(picture, SCALE), way) for way in ("horizontal", "vertical")))
    sides = grid.boxes[0].sides
    x0, y0, x1, y1 = (round(side * SCALE) for side in sides)
    assert not mask[y0 + 8 : y1 - 8, x0 + 8 : x1 - 8].any()
    left = np.where(mask > 0, 255, picture)
    assert (left[y0 - 3 : y0 + 4, x0:x1] < 128).mean() < 0.01


def test_noise_on_a_nearly_empty_page_is_not_blackened() -> None:
    page = np.full((800, 600, 3), 255, np.uint8)
    page[380:410, 280:320] = 0
    picture = grey(worn(page, Wear(noise=10), 3), SCALE).picture
    assert (picture < 200).mean() < 0.004 and picture[385:405, 285:315].max() < 60


def test_a_red_stamp_vanishes_on_grey_paper_and_the_letters_below_it_stay() -> None:
    page = drawn(TABLE)[0]
    clean = grey(page, SCALE).picture < 128
    seen = grey(worn(page, Wear(stamp=3, grey=215, noise=4), 2), SCALE)
    dark = seen.picture < 128
    near = cv2.dilate(clean.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert seen.stamp is not None and (seen.stamp > 0)[clean].any()
    assert (dark & ~near).mean() < 0.001
    assert (dark & clean).sum() > 0.8 * clean.sum()


def test_a_pale_stamp_vanishes_and_grey_paper_without_one_has_none() -> None:
    page = drawn(TABLE)[0]
    paper = page.min(axis=2) > 250
    stamped = grey(worn(page, Wear(stamp=3, contrast=0.15), 2), SCALE)
    assert stamped.stamp is not None
    assert (stamped.picture[(stamped.stamp > 0) & paper] > 200).mean() > 0.97
    assert grey(worn(page, Wear(grey=210, noise=6), 2), SCALE).stamp is None


@pytest.mark.parametrize("turns", [0, 1])
def test_the_shade_of_a_fold_vanishes_and_rulings_and_letters_stay(turns: int) -> None:
    page = np.rot90(drawn(TABLE)[0], turns).copy()
    plain = grey(page, SCALE).picture
    shade = 1 - 0.35 * np.exp(-(((np.arange(page.shape[turns]) - 0.5 * page.shape[turns]) / 12) ** 2))
    folded = page * (shade[:, None, None] if not turns else shade[None, :, None])
    seen = grey(folded.astype(np.uint8), SCALE).picture
    assert (seen[plain > 250] > 225).mean() > 0.995
    assert (seen[plain < 100] < 140).mean() > 0.98


def test_print_that_shines_through_an_empty_page_is_no_print() -> None:
    behind = 255 - (255 - drawn(TABLE)[0].astype(int)) * 15 // 100
    picture = grey(behind.astype(np.uint8), SCALE).picture
    assert not ink_of(picture).any()


def _sheet(pixels: Pixels) -> Sheet:
    return Sheet(pixels, pixels.shape[1] / SCALE, pixels.shape[0] / SCALE, SCALE)


@pytest.mark.parametrize("seed", range(4))
def test_a_page_on_a_desk_is_cut_out_and_its_places_are_those_of_the_photograph(seed: int) -> None:
    page = np.full((1000, 707, 3), 255, np.uint8)
    page[95:106, 95:106] = 0
    photograph = worn(page, Wear(tilt=0.08, noise=3), seed)
    flat = flattened(_sheet(photograph))
    assert flat.pixels.shape[0] / flat.pixels.shape[1] == pytest.approx(2**0.5, abs=0.01)
    spots = [
        np.argwhere(cv2.cvtColor(one, cv2.COLOR_RGB2GRAY)[: one.shape[0] // 3, : one.shape[1] // 3][30:, 30:] < 40).mean(axis=0)
        + 30
        for one in (flat.pixels,)
    ]
    row, column = spots[0]
    assert (column / flat.pixels.shape[1], row / flat.pixels.shape[0]) == pytest.approx((100 / 707, 0.1), abs=0.012)
    x, y, w = flat.back @ (column / flat.scale, row / flat.scale, 1.0)
    at = photograph[round(y / w * SCALE), round(x / w * SCALE)]
    assert at.max() < 60


def test_a_table_seen_from_the_side_is_squared_where_no_paper_edge_is_seen() -> None:
    page = drawn(TABLE)[0]
    height, width = page.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = corners + np.array([[0, 0], [0, 0], [-60, -20], [50, 0]], np.float32)
    away = cv2.getPerspectiveTransform(corners, seen)
    flat = flattened(_sheet(np.asarray(cv2.warpPerspective(page, away, (width, height), borderValue=(255,) * 3), np.uint8)))
    (printed,), (squared,) = grids(page), grids(flat.pixels)
    assert len(squared.boxes) == 10
    for x, y, u, v in zip(*_corners(printed), *_corners(squared), strict=True):
        there, back = away @ (x * SCALE, y * SCALE, 1.0), flat.back @ (u, v, 1.0)
        assert back[:2] / back[2] == pytest.approx(there[:2] / there[2] / SCALE, abs=2)


def _corners(grid: Grid) -> tuple[list[float], list[float]]:
    x0, y0, x1, y1 = grid.sides
    return [x0, x1, x1, x0], [y0, y0, y1, y1]


def test_a_scan_is_left_as_it_lies() -> None:
    sheet = _sheet(worn(drawn(TABLE)[0], Wear(skew=1.5, noise=6), 1))
    assert flattened(sheet) is sheet
