"""The running best of a metric in a terminal: dots, the staircase, axes; Unicode or ASCII.

Drawn here rather than by a library: those that are kept up bring numpy (uniplot, termplotlib) or
a megabyte (plotext), none tells a staircase from a line, and none has an ASCII that is only ASCII.
"""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.experiments.progress import Point, Progress

# Dots of a braille cell (Unicode, block 2800), by row and column.
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
BRAILLE = 0x2800
# So many interquartile ranges from the middle half, and a value is left off the scale.
FAR = 3.0
QUARTERS = 4
LEAST = 16
# Beyond, numbers are written with an exponent.
SHORTEST, LONGEST = 1e-4, 1e7
DIM, STRONG, PLAIN = "\x1b[2m", "\x1b[1;36m", "\x1b[0m"


class Signs(NamedTuple):
    """The characters that draw: level, upright, where it turns down (from, to) and up (from, to), axis, corner."""

    level: str = "─"
    upright: str = "│"
    falls: tuple[str, str] = ("┐", "└")
    rises: tuple[str, str] = ("┘", "┌")
    axis: str = "┤"
    corner: str = "└"
    floor: str = "─"
    dot: str = ""


UNICODE = Signs()
ASCII = Signs("-", "|", ("+", "+"), ("+", "+"), "|", "+", "-", ".")


class Scale(NamedTuple):
    """The values that are drawn, from low to high, and how many lie outside."""

    low: float
    high: float
    outside: int

    def part(self, value: float) -> float:
        """From 0, the top, to 1."""
        return 0.5 if self.high == self.low else (self.high / 2 - value / 2) / (self.high / 2 - self.low / 2)


def scale(progress: Progress) -> Scale:
    """All values; without those far off, which would flatten the rest. The staircase is always in it."""
    values = sorted(point.metric.value for point in progress.points)
    if len(values) < LEAST:
        return Scale(values[0], values[-1], 0)
    quarter, three = values[len(values) // QUARTERS], values[len(values) * 3 // QUARTERS]
    reach = FAR * (three - quarter)
    steps = [step.metric.value for step in progress.steps][1:]
    low, high = max(values[0], quarter - reach), min(values[-1], three + reach)
    low, high = min([low, *steps]), max([high, *steps])
    return Scale(low, high, sum(not low <= value <= high for value in values))


class Frame(NamedTuple):
    """Where on the chart a value lies. `first` and `last` are the positions of the first point and the last."""

    scale: Scale
    first: int
    last: int
    columns: int
    rows: int

    def across(self, position: int, steps: int) -> int:
        return round((position - self.first) / max(1, self.last - self.first) * (steps - 1))

    def down(self, value: float) -> int:
        """The line of dots, four to a row."""
        return min(self.rows * 4 - 1, max(0, round(self.scale.part(value) * (self.rows * 4 - 1))))


def plot(progress: Progress, width: int, height: int, signs: Signs = UNICODE, *, color: bool = False) -> list[str]:
    """The lines of a chart that is so wide and high, axes included."""
    found = scale(progress)
    labels = _labels(found, height)
    margin = max(map(len, labels.values()))
    points = progress.points
    frame = Frame(found, points[0].position, points[-1].position, max(2, width - margin - 2), height)
    dots, stairs = _dots(points, frame, signs), _stairs(progress, frame, signs)
    lines = list[str]()
    for row in range(height):
        cells = [(stairs.get((row, column)), dots.get((row, column))) for column in range(frame.columns)]
        told = "".join(_painted(*cell, color=color) for cell in cells)
        lines.append(f"{labels.get(row, ''):>{margin}} {signs.axis if row in labels else signs.upright}{told.rstrip()}")
    left, right = f"{frame.first + 1:,}", f"{frame.last + 1:,}" if frame.last > frame.first else ""
    lines.append(f"{'':{margin}} {signs.corner}{signs.floor * frame.columns}")
    lines.append(f"{'':{margin}}  {left}{right:>{max(0, frame.columns - len(left))}}".rstrip())
    return lines


def _labels(found: Scale, height: int) -> dict[int, str]:
    """Values along the axis, by row: the ends, and what lies between."""
    if found.low == found.high:
        return {height // 2: f"{found.high:.6g}"}
    rows = sorted({round(part * (height - 1) / 4) for part in range(5)})
    values = [found.high - (found.high - found.low) * (row / (height - 1)) for row in rows]
    step, size = (found.high - found.low) / (len(rows) - 1), max(abs(found.low), abs(found.high))
    if not SHORTEST <= size < LONGEST or step < size * SHORTEST:
        return {row: f"{value:.6g}" for row, value in zip(rows, values, strict=True)}
    digits = max(0, 1 - floor(log10(step)))
    return {row: f"{value:.{digits}f}" for row, value in zip(rows, values, strict=True)}


def _dots(points: Sequence[Point], frame: Frame, signs: Signs) -> dict[tuple[int, int], str]:
    cells = dict[tuple[int, int], int]()
    for point in points:
        if not frame.scale.low <= point.metric.value <= frame.scale.high:
            continue
        x, y = frame.across(point.position, frame.columns * 2), frame.down(point.metric.value)
        at = (y // 4, x // 2)
        cells[at] = cells.get(at, 0) | DOTS[y % 4][x % 2]
    return {at: signs.dot or chr(BRAILLE + dots) for at, dots in cells.items()}


def _stairs(progress: Progress, frame: Frame, signs: Signs) -> dict[tuple[int, int], str]:
    drawn = dict[tuple[int, int], str]()
    if not progress.steps:
        return drawn
    rows = {frame.across(step.position, frame.columns): frame.down(step.metric.value) // 4 for step in progress.steps}
    row = frame.down(progress.steps[0].metric.value) // 4
    for column in range(frame.columns):
        new = rows.get(column, row)
        turn = signs.falls if new > row else signs.rises
        if new == row:
            drawn[row, column] = signs.level
        else:
            drawn |= {(between, column): signs.upright for between in range(min(row, new), max(row, new))}
            drawn |= {(row, column): turn[0], (new, column): turn[1]}
        row = new
    return drawn


def _painted(stair: str | None, dots: str | None, *, color: bool) -> str:
    sign = stair or dots or " "
    if not color or sign == " ":
        return sign
    return f"{STRONG if stair else DIM}{sign}{PLAIN}"
