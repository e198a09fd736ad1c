"""The strip of a case over time: absence, hours, deadlines, meetings in lanes. Dates in, places on paper out.

x is in percent and y in pixels, without a viewBox: the drawing takes any width and its text never scales. For
right-to-left languages x is mirrored here, so the template knows nothing of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from handrail.kit.i18n import _, direction, format_date, format_list, format_number

BarLook = Literal["absent", "partly", "soft", "teal"]

_TOP: Final = 20  # px: the line of the months
_LABEL: Final = 18  # px from the top of a lane to what it holds
_BAR_LANE, _HOURS_LANE, _MARK_LANE = 42, 66, 50  # px, labels included
_BAR, _TALLEST = 14, 32  # px
_WIDE, _ROOMY = 620, 990  # px: from these widths on, labels of marks are shown (classes of the same names)
_SIGN_WIDTH: Final = 6.0  # px a sign at 12 px, a little more than its average in the widest of our fonts
_MARK_HALF: Final = 12  # px
_LONGEST_SCALE_WEEKS: Final = 60  # weeks with a tick each; above that, months only


@dataclass(frozen=True, slots=True)
class Bar:
    """From the morning of `first_on` to the evening of `last_on`; `what` is for the table and the sentence."""

    first_on: date
    last_on: date
    what: str
    look: BarLook = "soft"


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week from `week_on`, seven days long."""

    week_on: date
    hours: float


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on one day: full where it is met or has happened."""

    on: date
    what: str
    done: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """One line of the strip; holds bars, or hours, or marks (`dots` for meetings, else diamonds for deadlines)."""

    label: str
    bars: tuple[Bar, ...] = ()
    hours: tuple[Hours, ...] = ()
    marks: tuple[Mark, ...] = ()
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A part of the drawing: x and width in percent, y and height in px."""

    x: float
    y: float
    width: float = 0
    height: float = 0
    look: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A text: `dx` px beside x; `anchor` as in SVG; `look` holds the classes."""

    x: float
    y: float
    text: str
    look: str = "t2"
    anchor: str = "start"
    dx: float = 0


@dataclass(slots=True)
class Drawing:
    """What the template draws."""

    title: str
    description: str
    height: float
    rows: list[tuple[str, str, str, str]]
    today_x: float | None = None
    months: list[Shape] = field(default_factory=list)
    weeks: list[Shape] = field(default_factory=list)
    rects: list[Shape] = field(default_factory=list)
    lines: list[Shape] = field(default_factory=list)
    diamonds: list[Shape] = field(default_factory=list)
    dots: list[Shape] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    looks: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Scale:
    first_on: date
    last_on: date
    mirrored: bool

    def x(self, day: date) -> float:
        share = 100 * (day - self.first_on).days / ((self.last_on - self.first_on).days + 1)
        return round(100 - share if self.mirrored else share, 2)

    def span(self, first_on: date, last_on: date) -> tuple[float, float]:
        """Return x and width of whole days, cut to the strip."""
        begin = self.x(max(first_on, self.first_on))
        end = self.x(min(last_on, self.last_on) + timedelta(days=1))
        return min(begin, end), round(abs(end - begin), 2)

    def offset(self, pixels: float) -> float:
        return -pixels if self.mirrored else pixels

    def holds(self, day: date) -> bool:
        return self.first_on <= day <= self.last_on


def draw(title: str, lanes: Sequence[Lane], *, first_on: date, last_on: date, today: date | None = None) -> Drawing:
    """Lay out the lanes between two days, both included; what lies outside is cut, and stays in the table."""
    scale = _Scale(first_on, last_on, mirrored=direction() == "rtl")
    drawing = Drawing(title, _sentence(lanes), 0, list(_rows(lanes)))
    _axis(drawing, scale)
    y: float = _TOP + 6
    for lane in lanes:
        edge = scale.x(first_on)
        drawing.labels.append(Label(edge, y + 12, lane.label, "tb"))
        if lane.hours:
            y = _draw_hours(drawing, scale, lane, y)
        elif lane.marks:
            y = _draw_marks(drawing, scale, lane, y, today)
        else:
            y = _draw_bars(drawing, scale, lane, y)
    drawing.height = y + 24
    drawing.weeks = [Shape(tick.x, y, look="ax2") for tick in drawing.weeks]
    drawing.months = [Shape(month.x, _TOP, height=y - _TOP) for month in drawing.months]
    if today is not None and scale.holds(today):
        drawing.today_x = scale.x(today)
        drawing.labels.append(Label(drawing.today_x, y + 20, _("Today"), "t2 tb", "middle"))
    return drawing


def _axis(drawing: Drawing, scale: _Scale) -> None:
    days = (scale.last_on - scale.first_on).days + 1
    month = scale.first_on.replace(day=1)
    step = max(1, days // 400 + 1)  # months between labels: a long file gets every second or third
    while month <= scale.last_on:
        following = _later_month(month, step)
        if month >= scale.first_on or (following - scale.first_on).days > 14 * step:
            at = scale.x(max(month, scale.first_on))
            drawing.months.append(Shape(at, _TOP))
            room = (min(following, scale.last_on) - max(month, scale.first_on)).days / days
            if room > 0.05:  # noqa: PLR2004 - share of the width that a month's name needs
                look = "t2" if room > 0.12 else "t2 wide"  # noqa: PLR2004 - same, on a phone
                drawing.labels.append(Label(at, 13, _month_name(month), look, dx=scale.offset(3)))
        month = following
    if days // 7 <= _LONGEST_SCALE_WEEKS:
        monday = scale.first_on + timedelta(days=-scale.first_on.weekday() % 7)
        for week in range(0, (scale.last_on - monday).days + 1, 7):
            drawing.weeks.append(Shape(scale.x(monday + timedelta(days=week)), 0))


def _later_month(month: date, step: int) -> date:
    ordinal = month.year * 12 + month.month - 1 + step
    return date(ordinal // 12, ordinal % 12 + 1, 1)


def _month_name(month: date) -> str:
    return format_date(month, "monthyear" if month.month == 1 else "monthname")


def _draw_bars(drawing: Drawing, scale: _Scale, lane: Lane, y: float) -> float:
    for bar in lane.bars:
        if bar.last_on < scale.first_on or bar.first_on > scale.last_on:
            continue
        x, width = scale.span(bar.first_on, bar.last_on)
        height = _BAR - 4 if bar.look == "soft" else _BAR
        drawing.rects.append(Shape(x, y + _LABEL, width, height, bar.look))
        drawing.looks.add(bar.look)
    return y + _BAR_LANE


def _draw_hours(drawing: Drawing, scale: _Scale, lane: Lane, y: float) -> float:
    base = y + _LABEL + _TALLEST + 4
    most = max(step.hours for step in lane.hours) or 1
    for step in lane.hours:
        if scale.holds(step.week_on):
            x, width = scale.span(step.week_on, step.week_on + timedelta(days=6))
            tall = round(_TALLEST * step.hours / most, 1)
            drawing.rects.append(Shape(x, base - tall, width, tall, "teal"))
    drawing.looks.add("teal")
    drawing.lines.append(Shape(0, base, 100, look="ax2"))
    inside = [step for step in lane.hours if scale.holds(step.week_on)]
    if not inside:
        return y + _HOURS_LANE
    first, last = inside[0], inside[-1]
    begin = Label(scale.x(first.week_on), base - 4, _hours_text(first), anchor="end", dx=scale.offset(-5))
    end = scale.x(min(last.week_on + timedelta(days=7), scale.last_on + timedelta(days=1)))
    drawing.labels += [begin, Label(end, y + 13, _hours_text(last), anchor="end")]
    return y + _HOURS_LANE


def _hours_text(step: Hours) -> str:
    return _("%(hours)s h", hours=format_number(step.hours))


def _draw_marks(drawing: Drawing, scale: _Scale, lane: Lane, y: float, today: date | None) -> float:
    inside = sorted((mark for mark in lane.marks if scale.holds(mark.on)), key=lambda mark: mark.on)
    target = drawing.dots if lane.dots else drawing.diamonds
    for mark in inside:
        target.append(
            Shape(scale.x(mark.on), y + _LABEL + 10, look="full" if mark.done else "late" if mark.late else "")
        )
    drawing.looks.update({"dot" if lane.dots else "met"} | ({"due"} if not lane.dots else set()))
    if not lane.dots:
        drawing.labels += _mark_labels(scale, inside, today, y + _LABEL + 14)
        ahead = [mark for mark in lane.marks if not mark.done and (today is None or mark.on >= today)]
        if ahead:
            following = min(ahead, key=lambda mark: mark.on)
            text = _("next: %(what)s, %(on)s", what=following.what, on=format_date(following.on, "daymonth"))
            drawing.labels.append(Label(scale.x(scale.last_on), y + 12, text, "t2 narrow", "end"))
    return y + _MARK_LANE


def _mark_labels(scale: _Scale, marks: Sequence[Mark], today: date | None, y: float) -> Iterator[Label]:
    """Name each mark beside it where there is room, the next deadline first; the table names all."""
    wide = _place(scale, marks, today, _WIDE, {})
    roomy = _place(scale, marks, today, _ROOMY, wide)
    for at, (mark, side) in roomy.items():
        look = "t2 wide" if at in wide else "t2 roomy"
        anchor = "start" if side > 0 else "end"
        yield Label(scale.x(mark.on), y, mark.what, look, anchor, scale.offset(side * (_MARK_HALF - 1)))


_Placed = dict[int, tuple[Mark, int]]  # by the mark's place in its lane: the mark, and 1 after or -1 before it


def _place(scale: _Scale, marks: Sequence[Mark], today: date | None, width: int, kept: _Placed) -> _Placed:
    """Choose a side for each label that fits on a strip of `width` px; what was placed on a narrower one is `kept`."""
    days = (scale.last_on - scale.first_on).days + 1
    places = [width * (mark.on - scale.first_on).days / days for mark in marks]
    taken = [(place - _MARK_HALF, place + _MARK_HALF) for place in places]
    taken += [_label_span(places[at], mark, side) for at, (mark, side) in kept.items()]
    placed = dict(kept)

    def urgency(at: int) -> tuple[bool, int]:
        mark = marks[at]
        return mark.done, abs((mark.on - (today or scale.first_on)).days)

    for at in sorted(set(range(len(marks))) - set(kept), key=urgency):
        for side in (1, -1):
            begin, end = _label_span(places[at], marks[at], side)
            if begin >= 0 and end <= width and all(end <= low or begin >= high for low, high in taken):
                placed[at] = marks[at], side
                taken.append((begin, end))
                break
    return placed


def _label_span(place: float, mark: Mark, side: int) -> tuple[float, float]:
    length = len(mark.what) * _SIGN_WIDTH
    return (
        (place + _MARK_HALF, place + _MARK_HALF + length)
        if side > 0
        else (place - _MARK_HALF - length, place - _MARK_HALF)
    )


def _rows(lanes: Sequence[Lane]) -> Iterator[tuple[str, str, str, str]]:
    """Return lane, from, until and what of everything drawn, for the table."""
    for lane in lanes:
        for bar in lane.bars:
            yield lane.label, format_date(bar.first_on), format_date(bar.last_on), bar.what
        for step in lane.hours:
            until = format_date(step.week_on + timedelta(days=6))
            yield lane.label, format_date(step.week_on), until, _hours_text(step)
        for mark in sorted(lane.marks, key=lambda mark: mark.on):
            yield lane.label, format_date(mark.on), "", _mark_text(mark)


def _mark_text(mark: Mark) -> str:
    if mark.late:
        return _("%(what)s, late", what=mark.what)
    return _("%(what)s, done", what=mark.what) if mark.done else mark.what


def _sentence(lanes: Sequence[Lane]) -> str:
    """Return what the strip shows, for somebody who does not see it; the table says the rest."""
    parts = []
    for lane in lanes:
        items = [_("%(what)s from %(first)s to %(last)s", what=bar.what, first=format_date(bar.first_on),
                   last=format_date(bar.last_on)) for bar in lane.bars]  # fmt: skip
        if lane.hours:
            items.append(
                _("%(begin)s from %(first)s, then %(end)s from %(last)s", begin=_hours_text(lane.hours[0]),
                  first=format_date(lane.hours[0].week_on), end=_hours_text(lane.hours[-1]),
                  last=format_date(lane.hours[-1].week_on)),
            )  # fmt: skip
        items += [
            _("%(what)s on %(day)s", what=_mark_text(mark), day=format_date(mark.on))
            for mark in sorted(lane.marks, key=lambda mark: mark.on)
        ]
        if items:
            parts.append(_("%(lane)s: %(items)s.", lane=lane.label, items=format_list(items)))
    return " ".join(parts)
