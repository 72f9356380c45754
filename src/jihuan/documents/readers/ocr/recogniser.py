"""Pictures of lines → text, by the recognition model of the extra ``ocr``. How sure it is, and what else it saw, character by character."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import onnxruntime  # type: ignore[import-untyped]
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Grey pixels, 255 is white; rows first."""

HEIGHT = 48
"""Pixels: the height of a line as the model takes it."""
WIDEST = 3200
"""Pixels: longer lines are squeezed."""
_BATCH = 1600
"""Pixels in width of all lines in one run: memory grows with it."""
_STEP = 32
_RUNNER_UP, _HINT = 0.02, 0.002
"""Probabilities of what a character might be, and of what the model only thought of."""
_MODEL = "models/PP-OCRv6_rec_small.onnx"


class Character(NamedTuple):
    """A character, its probability, the characters that it might be instead, and its place from 0 (left) to 1 (right).

    ``hints`` are all characters that are not quite out of the question.
    """

    text: str
    probability: float
    others: str
    at: float
    hints: str = ""


Reading = tuple[Character, ...]


class Recogniser:
    """The model, loaded once in a process."""

    def __init__(self, threads: int) -> None:
        package = find_spec("rapidocr")
        if package is None or package.origin is None:
            raise ImportError("rapidocr")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        model = Path(package.origin).parent / _MODEL
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._input: str = self._session.get_inputs()[0].name
        letters = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self._letters = ["", *letters, " "]

    def read(self, lines: Sequence[Picture]) -> list[Reading]:
        """The text of every picture; each shows one line."""
        scaled = [_scaled(line) for line in lines]
        readings: list[Reading] = [()] * len(lines)
        batch: list[int] = []
        for index in sorted(range(len(lines)), key=lambda index: scaled[index].shape[1]):
            if batch and (len(batch) + 1) * _padded(scaled[index].shape[1]) > _BATCH:
                self._run(scaled, batch, readings)
                batch = []
            batch.append(index)
        if batch:
            self._run(scaled, batch, readings)
        return readings

    def _run(self, lines: list[Picture], batch: list[int], readings: list[Reading]) -> None:
        width = _padded(max(lines[index].shape[1] for index in batch))
        tensor = np.zeros((len(batch), 3, HEIGHT, width), np.float32)
        for row, index in enumerate(batch):
            tensor[row, :, :, : lines[index].shape[1]] = lines[index] / np.float32(127.5) - np.float32(1)
        probabilities = np.asarray(self._session.run(None, {self._input: tensor})[0])
        for row, index in enumerate(batch):
            readings[index] = self._decode(probabilities[row], width / lines[index].shape[1])

    def _decode(self, probabilities: NDArray[np.float32], stretch: float) -> Reading:
        """Characters of one line: equal neighbours are one, blanks part them."""
        best = probabilities.argmax(axis=1)
        steps = len(best)
        found: list[Character] = []
        step = 0
        while step < steps:
            end = step + 1
            while end < steps and best[end] == best[step]:
                end += 1
            if best[step]:
                at = step + int(probabilities[step:end, best[step]].argmax())
                found.append(self._character(probabilities[at], int(best[step]), (at + 0.5) / steps * stretch))
            step = end
        return tuple(found)

    def _character(self, row: NDArray[np.float32], best: int, at: float) -> Character:
        hints = [int(other) for other in np.flatnonzero(row > _HINT) if other != best]
        others = "".join(self._letters[other] for other in hints if row[other] > _RUNNER_UP)
        return Character(self._letters[best], float(row[best]), others, at, "".join(self._letters[other] for other in hints))


@cache
def recogniser(threads: int = 1) -> Recogniser:
    """The model; a second call gives the same."""
    return Recogniser(threads)


def _padded(width: int) -> int:
    return -(-width // _STEP) * _STEP


def _scaled(line: Picture) -> Picture:
    """The picture in the model's height."""
    height, width = line.shape
    wanted = min(max(round(width * HEIGHT / height), 8), WIDEST)
    way = cv2.INTER_AREA if height > HEIGHT else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(line, (wanted, HEIGHT), interpolation=way), np.uint8)
