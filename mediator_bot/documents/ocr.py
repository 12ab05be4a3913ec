"""The picture of a page goes in; the words that a recogniser sees on it come out, with places and confidences."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import rapidocr
from numpy.typing import NDArray

from mediator_bot.documents.boxes import Piece, Rule, Sheet

Pixels = NDArray[np.uint8]
Corners = NDArray[np.float32]

# The models in rapidocr's wheel, named so that it never looks for others on the network.
_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}
# Lines are looked for on a copy with this longer side: on larger ones a few words on a wide page are overlooked,
# and it takes twice as long. They are read at full size.
_LOOK = 960
# Each thread takes address space, which is capped.
_THREADS = 4
# Empty paper: in a small, blurred copy darkest and lightest are as near as this, of 255.
_BLANK, _SMALL = 20, 200
# Skew is sought up to so many degrees either way, on a copy so wide; less than the least is left alone.
_MOST_SKEW, _SKEW_STEP, _LEAST_SKEW, _SKEW_WIDTH = 5.0, 0.25, 0.2, 800
# A drawn line is at least this share of the page's longer side long, and so many pixels thick at most.
_RULE_SHARE, _RULE_THICK, _INK = 0.03, 9, 20
# A box reaches so much of its height beyond its letters on each side (measured on renderings at 150 dpi).
_EDGE = 0.12
_NARROW = re.compile(r"(?<=[\u3400-\u9fff）》”])[,;:?!)](?!\d)|\((?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])\(")
_WIDE = str.maketrans(",;:?!()", "，；：？！（）")
# So few letters so high, as a share of the page, are a drawing.
_FEW, _HUGE = 2, 0.1
# White of so many heights inside a line parts two columns.
_COLUMN_GAP = 0.85
# The recogniser leaves out lines it is less sure of than this.
_LEAST_SURE = 0.5
# Below this mean confidence a page may stand on its head.
_DOUBTFUL = 0.8


@dataclass(frozen=True)
class _Seen:
    """A line the recogniser saw: its corners (4 x 2), its text and how sure it is."""

    box: Corners
    text: str
    score: float


@dataclass(frozen=True)
class Recognised:
    """The words on a picture, turned upright and straightened, in pixels.

    `confidence` is the recogniser's own mean over all letters, `lowest` that of the worst line, both from 0 to 1;
    0 where it saw no words.
    """

    sheet: Sheet
    confidence: float
    lowest: float


def recognise(picture: Pixels) -> Recognised:
    """Read the words on a picture (height x width x 3, BGR), upright or not. Takes seconds."""
    if _is_blank(picture):
        return Recognised(Sheet(), 0.0, 0.0)
    found, on_its_side = _read(picture)
    if on_its_side:
        picture = np.ascontiguousarray(np.rot90(picture))
        found, _ = _read(picture)
    if found.sheet.pieces and found.confidence < _DOUBTFUL:
        on_its_head, _ = _read(np.ascontiguousarray(np.rot90(picture, 2)))
        return max(found, on_its_head, key=lambda read: read.confidence)
    return found


def _is_blank(picture: Pixels) -> bool:
    small = cv2.resize(_grey(picture), (_SMALL, _SMALL), interpolation=cv2.INTER_AREA)
    return int(small.max()) - int(small.min()) < _BLANK


def _read(picture: Pixels) -> tuple[Recognised, bool]:
    """The words, and whether most of their lines run up or down the picture."""
    straight = _straightened(picture)
    rules, bare = _without_rules(straight)
    ink = _ink(_grey(bare))
    lines = [part for seen in _lines(bare) if _is_writing(seen, bare) for part in _parted(bare, ink, seen, rules)]
    letters = sum(len(line.text) for line in lines)
    mean = sum(line.score * len(line.text) for line in lines) / letters if letters else 0.0
    lowest = min((line.score for line in lines), default=0.0)
    upward = sum(len(line.text) for line in lines if _runs_upward(line.box))
    pieces = tuple(_piece(line, ink) for line in lines)
    return Recognised(Sheet(pieces, tuple(rules), float(straight.shape[0])), mean, lowest), upward > letters / 2


@cache
def _engine() -> Any:
    """The recogniser, loaded once a process: its models take a second."""
    threads = min(_THREADS, os.cpu_count() or 1)
    cv2.setNumThreads(threads)
    folder = Path(rapidocr.__file__).parent / "models"
    paths = {f"{part}.model_path": str(folder / name) for part, name in _MODELS.items()}
    sizes = {"Global.max_side_len": 10 * _LOOK, "Det.limit_type": "max", "Det.limit_side_len": _LOOK}
    engine = {"EngineConfig.onnxruntime.intra_op_num_threads": threads, "Global.use_cls": False}
    return rapidocr.RapidOCR(params={"Global.log_level": "critical", **engine, **sizes, **paths})


def _lines(picture: Pixels) -> list[_Seen]:
    found = _engine()(picture, use_det=True)
    if found.txts is None:
        return []
    seen = zip(found.boxes, found.txts, found.scores, strict=True)
    return [_Seen(box, _punctuated(text.strip()), float(score)) for box, text, score in seen]


def _punctuated(text: str) -> str:
    """Punctuation beside Chinese as Chinese: the recogniser often takes the narrow form for the wide one."""
    return _NARROW.sub(lambda found: found.group().translate(_WIDE), text)


def _is_writing(seen: _Seen, picture: Pixels) -> bool:
    """Not one huge letter, which is a drawing."""
    height = float(seen.box[:, 1].max() - seen.box[:, 1].min())
    return len(seen.text) > _FEW or height < _HUGE * max(picture.shape)


def _parted(picture: Pixels, ink: Pixels, seen: _Seen, rules: Sequence[Rule]) -> list[_Seen]:
    """A line that runs across the border of a cell or the white between two columns, read again in as many parts."""
    (left, top), (right, bottom) = seen.box.min(axis=0), seen.box.max(axis=0)
    height = bottom - top
    if height > right - left:
        return [seen]
    borders = [(rule.left, rule.right) for rule in rules if _crosses(rule, (top + bottom) / 2)]
    borders += [(left + start, left + end) for start, end in _wide_gaps(_inked(ink, seen.box), height)]
    within = sorted((a, b) for a, b in borders if left + height / 2 < a and b < right - height / 2)
    if not within:
        return [seen]
    starts, ends = [left, *(b for _, b in within)], [*(a for a, _ in within), right]
    parts = [
        np.array([(a, top), (b, top), (b, bottom), (a, bottom)]) for a, b in zip(starts, ends, strict=True) if a < b
    ]
    return [read for part in parts if (read := _read_again(picture, part)).text]


def _crosses(rule: Rule, level: float) -> bool:
    return not rule.is_level and rule.top <= level <= rule.bottom


def _wide_gaps(inked: NDArray[np.intp], height: float) -> list[tuple[float, float]]:
    """Where stretches without ink begin and end that are about as long as the line is high."""
    wide = np.flatnonzero(np.diff(inked) >= _COLUMN_GAP * height)
    # The letters at its ends keep a little paper around them.
    spare = _EDGE * height
    return [(float(inked[place] + spare), float(inked[place + 1] - spare)) for place in wide]


def _read_again(picture: Pixels, box: Corners) -> _Seen:
    (left, top), (right, bottom) = box.min(axis=0).astype(int), box.max(axis=0).astype(int)
    found = _engine()(picture[max(0, top) : bottom, max(0, left) : right], use_det=False)
    # Of a strip of paper without ink the recogniser is sure of nothing.
    sure = found.txts and found.scores[0] >= _LEAST_SURE
    return _Seen(box, _punctuated(found.txts[0].strip()) if sure else "", float(found.scores[0]) if sure else 0.0)


def _piece(seen: _Seen, ink: Pixels) -> Piece:
    """The line with the box its ink fills from left to right."""
    (left, top), (right, bottom) = seen.box.min(axis=0), seen.box.max(axis=0)
    edge = _EDGE * float(bottom - top)
    inked = _inked(ink, seen.box)
    if inked.size:
        left, right = max(0, int(left)) + inked[0], max(0, int(left)) + inked[-1] + 1
    return Piece(seen.text, float(left), float(top) + edge, float(right), float(bottom) - edge)


def _inked(ink: Pixels, box: Corners) -> NDArray[np.intp]:
    """The columns of a box, counted from its left edge, in which there is more than a speck."""
    (left, top), (right, bottom) = np.maximum(0, box.min(axis=0)).astype(int), box.max(axis=0).astype(int)
    return np.flatnonzero(np.count_nonzero(ink[top:bottom, left:right], axis=0) > 1)


def _runs_upward(box: Corners) -> bool:
    return bool(np.linalg.norm(box[3] - box[0]) > np.linalg.norm(box[1] - box[0]))


def _straightened(picture: Pixels) -> Pixels:
    """The picture turned by the few degrees by which its lines slope."""
    angle = _skew(picture)
    if abs(angle) < _LEAST_SKEW:
        return picture
    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _skew(picture: Pixels) -> float:
    """The turn, in degrees, after which rows of pixels differ most in darkness: text lines lie level then."""
    scale = min(1.0, _SKEW_WIDTH / picture.shape[1])
    small = cv2.resize(_grey(picture), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = _ink(np.asarray(small, np.uint8))
    height, width = ink.shape

    def sharpness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    steps = int(_MOST_SKEW / _SKEW_STEP)
    return max((step * _SKEW_STEP for step in range(-steps, steps + 1)), key=sharpness)


def _grey(picture: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def _ink(grey: Pixels) -> Pixels:
    """White where the paper is darker than around, whatever the light."""
    size = max(15, max(grey.shape) // 50 | 1)
    mode, kind = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    return np.asarray(cv2.adaptiveThreshold(grey, 255, mode, kind, size, _INK), np.uint8)


def _without_rules(picture: Pixels) -> tuple[list[Rule], Pixels]:
    """The drawn lines, and the picture with paper in their place: a recogniser takes them for letters."""
    grey = _grey(picture)
    ink, length = _ink(grey), int(_RULE_SHARE * max(grey.shape))
    rules: list[Rule] = []
    bare, paper = picture.copy(), np.median(picture.reshape(-1, 3), axis=0).astype(np.uint8)
    for shape in ((length, 1), (1, length)):
        drawn = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
        drawn = cv2.dilate(drawn, np.ones((3, 3), np.uint8))
        _, labels, boxes, _ = cv2.connectedComponentsWithStats(drawn)
        for label, (left, top, width, height, _) in enumerate(boxes):
            if label and min(width, height) <= _RULE_THICK:
                rules.append(Rule(float(left), float(top), float(left + width), float(top + height)))
                place = np.s_[top : top + height, left : left + width]
                bare[place][labels[place] == label] = paper
    return rules, bare
