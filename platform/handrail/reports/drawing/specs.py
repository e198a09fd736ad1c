"""Vega-Lite specifications: three plain charts, with every number written beside its mark and no colour on its own.

Nothing is left to the library that a reader could read wrongly: numbers are written by us in the reader's language,
bars start at zero, and a number that may not be shown is an open, dashed shape with words, never a zero.
"""

from collections.abc import Sequence
from math import ceil, log10
from typing import Any, Final

from handrail.reports.drawing.palette import DOTS, EDGE, HATCH, INK, LINE, MUTED, ON_TEAL, SUNK, TEAL, VEIL
from handrail.reports.drawing.telling import hidden_words, number_words
from handrail.reports.tables import Drawing, Heading, ShownTable
from handrail.reports.tables import Line as Row

NARROW: Final = 288
"""CSS pixels: fits a screen of 320 with its margins."""
WIDE: Final = 640

_STEP: Final = 46  # height of a bar with its label above
_BAR: Final = 18
_TEXT: Final = 13
_SMALL: Final = 12
_LETTER: Final = 7.2  # an upper bound of the mean width of a letter, to decide whether a number fits its bar
_FILLS: Final = (TEAL, HATCH, SUNK, DOTS)
_DASHES: Final = ([1, 0], [6, 4], [2, 3], [10, 3, 2, 3])
_INKS: Final = (TEAL, INK, MUTED, EDGE)
_SHAPES: Final = ("circle", "square", "triangle-up", "diamond")

Spec = dict[str, Any]


def spec_of(table: ShownTable, width: int) -> Spec | None:
    """Return the specification, or None where the table asks for no chart or has no number to draw."""
    numbers = [cell.value for line in table.body for cell in line.cells[: len(table.parts)] if cell.value is not None]
    if table.chart is None or not numbers or len(table.parts) > len(_FILLS):
        return None
    drawing = {Drawing.BARS: _bars, Drawing.STACKED: _stacked, Drawing.LINES: _lines}[table.chart]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": None,
        "padding": 2,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "width": width,
        "config": _CONFIG,
        **drawing(table, width),
    }


_CONFIG: Final[Spec] = {
    "font": "system-ui",
    "view": {"stroke": None},
    "text": {"fontSize": _TEXT, "fill": INK, "baseline": "middle"},
    "axis": {
        "labelFontSize": _SMALL,
        "labelColor": MUTED,
        "gridColor": LINE,
        "domainColor": EDGE,
        "tickColor": EDGE,
        "title": None,
    },
    "legend": {
        "orient": "top",
        "title": None,
        "labelFontSize": _TEXT,
        "labelColor": INK,
        "labelLimit": 0,
        "symbolSize": 180,
        "symbolStrokeWidth": 1.5,
        "offset": 12,
        "columnPadding": 20,
        "rowPadding": 6,
    },
}


# --- Bars -----------------------------------------------------------------------------------------------------


def _bars(table: ShownTable, width: int) -> Spec:
    """One bar a row, for the first column."""
    heading = table.parts[0]
    values: list[Spec] = [
        {"row": place, "from": 0, "to": line.cells[0].value or 0, "part": str(heading.label), "name": str(line.label)}
        for place, line in enumerate(table.body)
        if line.cells[0].value is not None
    ]
    ends = [_end(place, line, heading) for place, line in enumerate(table.body)]
    most = max(value["to"] for value in values)
    room = max(len(end["words"]) for end in ends) * _LETTER + 12
    return _rows(
        table,
        [
            _bar(values, TEAL),
            _words(ends, align="left", dx=6),
        ],
        width,
        most,
        room,
    )


def _end(place: int, line: Row, heading: Heading) -> Spec:
    cell = line.cells[0]
    words = (
        number_words(cell.value, heading.unit) if cell.value is not None else str(cell.why.words if cell.why else "")
    )
    return {"row": place, "at": cell.value or 0, "words": words}


def _stacked(table: ShownTable, width: int) -> Spec:
    """One bar a row, one part a column; what is left of a total that is shown is drawn open and dashed."""
    parts = [_parts(table, place, line) for place, line in enumerate(table.body)]
    pieces = [piece for row, _end in parts for piece in row]
    ends = [end for _row, end in parts]
    most = max(piece["to"] for piece in pieces) if pieces else 1
    room = max(len(end["words"]) for end in ends) * _LETTER + 12
    scale = (width - room) / (most or 1)
    inside = [
        {"row": piece["row"], "at": (piece["from"] + piece["to"]) / 2, "words": piece["words"], "fill": piece["ink"]}
        for piece in pieces
        if (piece["to"] - piece["from"]) * scale >= len(piece["words"]) * _LETTER + 8
    ]
    names = [str(heading.label) for heading in table.parts]
    fills = list(_FILLS[: len(names)])
    if any(piece["part"] not in names for piece in pieces):
        names.append(hidden_words(table))
        fills.append(VEIL)
    layers = [_parts_of_bars(pieces, names, fills, width), _words(ends, align="left", dx=6)]
    if inside:
        layers.append(_words(inside, align="center", dx=0, is_inside=True))
    return _rows(table, layers, width, most, room)


def _parts(table: ShownTable, place: int, line: Row) -> tuple[list[Spec], Spec]:
    pieces: list[Spec] = []
    at = 0.0
    cells = line.cells[: len(table.parts)]
    for column, (heading, cell) in enumerate(zip(table.parts, cells, strict=True)):
        if cell.value:
            # Only a plain fill carries its number; on stripes and dots it could not be read.
            words = number_words(cell.value, heading.unit) if _FILLS[column] in {TEAL, SUNK} else ""
            ink = ON_TEAL if _FILLS[column] == TEAL else INK
            pieces.append(_piece(place, (at, at + cell.value), str(heading.label), words, ink))
            at += cell.value
    is_whole = all(cell.value is not None for cell in cells)
    total = line.cells[-1].value if table.has_row_totals else at if is_whole else None
    if not is_whole and total is not None and total > at:
        left = number_words(total - at, table.columns[-1].unit)
        pieces.append(_piece(place, (at, total), hidden_words(table), left, INK))
        at = total
    words = number_words(total, table.columns[-1].unit) if total is not None else hidden_words(table)
    return pieces, {"row": place, "at": at, "words": words}


def _piece(row: int, span: tuple[float, float], part: str, words: str, ink: str) -> Spec:
    return {"row": row, "from": span[0], "to": span[1], "part": part, "words": words, "ink": ink}


def _parts_of_bars(pieces: list[Spec], names: list[str], fills: list[str], width: int) -> Spec:
    legend = {"columns": 1 if width < WIDE else min(len(names), 3), "symbolType": "square", "symbolStrokeColor": EDGE}
    layer = _bar(pieces, None)
    layer["mark"] |= {"stroke": EDGE, "strokeWidth": 1}
    layer["encoding"]["fill"] = {
        "field": "part",
        "type": "nominal",
        "scale": {"domain": names, "range": fills},
        "legend": legend,
    }
    return layer


def _rows(table: ShownTable, layers: list[Spec], width: int, most: float, room: float) -> Spec:
    labels = [{"row": place, "at": 0, "words": str(line.label)} for place, line in enumerate(table.body)]
    name = _words(labels, align="left", dx=0)
    name["mark"] |= {"yOffset": -14, "fontWeight": "bold", "limit": width}
    scale = {"domain": [0, most or 1], "range": [0, max(40, int(width - room))], "nice": False}
    for layer in (*layers, name):
        layer["encoding"]["x"] |= {"scale": scale}
    return {"height": {"step": _STEP}, "layer": [*layers, name]}


def _bar(values: list[Spec], fill: str | None) -> Spec:
    mark: Spec = {"type": "bar", "height": _BAR, "yOffset": 7}
    return {
        "data": {"values": values},
        "mark": mark if fill is None else {**mark, "fill": fill},
        "encoding": {"x": {"field": "from", "type": "quantitative", "axis": None}, "x2": {"field": "to"}, "y": _ROW},
    }


_ROW: Final[Spec] = {"field": "row", "type": "ordinal", "axis": None, "scale": {"padding": 0}}


def _words(values: list[Spec], *, align: str, dx: int, is_inside: bool = False) -> Spec:
    encoding: Spec = {
        "x": {"field": "at", "type": "quantitative", "axis": None},
        "y": _ROW,
        "text": {"field": "words", "type": "nominal"},
    }
    if is_inside:
        encoding["fill"] = {"field": "fill", "type": "nominal", "scale": None}
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": align, "dx": dx, "yOffset": 7},
        "encoding": encoding,
    }


# --- Lines ----------------------------------------------------------------------------------------------------


def _lines(table: ShownTable, width: int) -> Spec:
    """One line a column over the rows in order; where a number may not be shown, a striped band and no line."""
    names = [str(heading.label) for heading in table.parts]
    points: list[Spec] = [
        {"row": place, "value": cell.value, "part": name}
        for place, line in enumerate(table.body)
        for name, cell in zip(names, line.cells, strict=False)
    ]
    most = max(point["value"] or 0 for point in points)
    hidden = sorted({point["row"] for point in points if point["value"] is None})
    layers = _line(points, names, _axis(most, table.parts[0]), width)
    if hidden:
        layers.insert(0, _bands(hidden, hidden_words(table)))
    across = {
        "field": "row",
        "type": "ordinal",
        "scale": {"domain": list(range(len(table.body))), "type": "band"},
        "axis": {
            "labelAngle": 0,
            "labelOverlap": "greedy",
            "labelSeparation": 6,
            "ticks": False,
            "grid": False,
            "labelExpr": _lookup({place: str(line.label) for place, line in enumerate(table.body)}),
        },
    }
    for layer in layers:
        layer["encoding"]["x"] = across
    return {"height": 200, "layer": layers}


def _line(points: list[Spec], names: list[str], axis: Spec, width: int) -> list[Spec]:
    """Return lines told apart by colour and dashes, and points told apart by shape."""
    shown = {"columns": 1 if width < WIDE else 3, "symbolStrokeWidth": 2} if len(names) > 1 else None
    y = {"field": "value", "type": "quantitative", **axis}

    def by(values: Sequence[object], legend: Spec | None = None) -> Spec:
        scale = {"domain": names, "range": list(values[: len(names)])}
        return {"field": "part", "type": "nominal", "scale": scale, "legend": legend}

    inks = by(_INKS)
    return [
        {
            "data": {"values": points},
            "mark": {"type": "line", "strokeWidth": 2.5, "invalid": "break-paths-show-domains"},
            "encoding": {"y": y, "stroke": {**inks, "legend": shown}, "strokeDash": by(_DASHES, shown)},
        },
        {
            "data": {"values": [point for point in points if point["value"] is not None]},
            "mark": {"type": "point", "filled": False, "fill": SUNK, "size": 60, "strokeWidth": 2, "opacity": 1},
            "encoding": {"y": y, "stroke": inks, "shape": by(_SHAPES)},
        },
    ]


def _bands(hidden: list[int], words: str) -> Spec:
    legend = {"symbolType": "square", "symbolStrokeColor": EDGE, "symbolDash": [3, 3]}
    return {
        "data": {"values": [{"row": place, "why": words} for place in hidden]},
        "mark": {"type": "bar", "width": {"band": 0.7}, "stroke": EDGE, "strokeDash": [3, 3]},
        "encoding": {
            "y": {"datum": 0},
            "y2": {"value": 0},
            "fill": {"field": "why", "type": "nominal", "scale": {"range": [VEIL]}, "legend": legend},
        },
    }


def _axis(most: float, heading: Heading) -> Spec:
    step = _nice_step(most)
    ticks = [round(step * count, 6) for count in range(ceil((most or 1) / step) + 1)]
    labels = {tick: number_words(tick, heading.unit) for tick in ticks}
    axis = {"values": ticks, "labelExpr": _lookup(labels), "domain": False, "ticks": False, "grid": True}
    return {"scale": {"domain": [0, ticks[-1]], "nice": False}, "axis": axis}


def _nice_step(most: float) -> float:
    """Return 1, 2 or 5 times a power of ten, so that at most five steps reach `most`."""
    least = (most or 1) / 5
    power = 10.0 ** ceil(log10(least) - 1e-9)
    return next((power * part for part in (0.2, 0.5) if power * part >= least), power)


def _lookup(labels: dict[Any, str]) -> str:
    """Return the expression that writes a number's label: a chain of comparisons with text that is quoted."""
    chain = "''"
    for value, label in reversed(labels.items()):
        chain = f"datum.value == {value!r} ? {_quoted(label)} : {chain}"
    return chain


def _quoted(text: str) -> str:
    """Return the text as a string of the expression language: every sign but letters and digits by its number."""
    units = text.encode("utf-16-be")
    codes = (int.from_bytes(units[at : at + 2], "big") for at in range(0, len(units), 2))
    signs = (chr(code) if chr(code).isascii() and chr(code).isalnum() else f"\\u{code:04x}" for code in codes)
    return f"'{''.join(signs)}'"
