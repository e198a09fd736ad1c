import itertools
from datetime import date, timedelta

from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.kit.i18n import use_locale
from handrail.web.checks import assert_well_formed
from handrail.web.gallery import example_strip
from handrail.web.strip import Bar, Drawing, Hours, Lane, Mark, draw

FIRST = date(2026, 8, 31)
days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
texts = st.text("abc é", min_size=1, max_size=30)


@st.composite
def lanes(draw_from: st.DrawFn) -> list[Lane]:
    bars = st.builds(
        lambda a, b, what, look: Bar(min(a, b), max(a, b), what, look),
        days, days, texts, st.sampled_from(["absent", "partly", "soft", "teal"]),
    )  # fmt: skip
    marks = st.builds(Mark, days, texts, st.booleans(), st.booleans())
    hours = st.builds(Hours, days, st.floats(0, 60))
    return [
        Lane("Absence", bars=tuple(draw_from(st.lists(bars, max_size=4)))),
        Lane("Hours", hours=tuple(draw_from(st.lists(hours, max_size=4)))),
        Lane("Due", marks=tuple(draw_from(st.lists(marks, max_size=8)))),
        Lane("Calls", marks=tuple(draw_from(st.lists(marks, max_size=4))), dots=True),
    ]


@settings(deadline=None)
@given(lanes(), days, days, days)
def test_everything_drawn_lies_on_the_strip_and_everything_given_in_the_table(
    given_lanes: list[Lane], a: date, b: date, today: date
) -> None:
    drawing = draw("Strip", given_lanes, first_on=min(a, b), last_on=max(a, b), today=today)
    shapes = [*drawing.rects, *drawing.diamonds, *drawing.dots, *drawing.months, *drawing.weeks]
    for shape in shapes:
        assert -0.01 <= shape.x <= 100.01
        assert shape.x + shape.width <= 100.02
        assert 0 <= shape.y <= drawing.height
    for label in drawing.labels:
        assert -0.01 <= label.x <= 100.01
        assert 0 < label.y <= drawing.height
    assert len(drawing.rows) == sum(len(lane.bars) + len(lane.hours) + len(lane.marks) for lane in given_lanes)


def spots(drawing: Drawing) -> list[tuple[float, float]]:
    return [(shape.x, shape.width) for shape in (*drawing.rects, *drawing.diamonds, *drawing.dots)]


def test_right_to_left_is_the_mirror_image() -> None:
    plain = spots(example_strip())
    with use_locale("ar"):
        mirrored = spots(example_strip())
    assert len(plain) == len(mirrored)
    for (x, width), (other, other_width) in zip(plain, mirrored, strict=True):
        assert abs(x + width + other - 100) < 0.03
        assert abs(width - other_width) < 0.03


def test_labels_of_marks_do_not_lie_on_each_other() -> None:
    marks = tuple(Mark(FIRST + timedelta(days=at), "Evaluation of the plan") for at in range(0, 150, 9))
    drawing = draw("Strip", [Lane("Due", marks=marks)], first_on=FIRST, last_on=FIRST + timedelta(days=160))
    for width, looks in ((620, {"t2 wide"}), (990, {"t2 wide", "t2 roomy"})):
        spans = []
        for label in drawing.labels:
            if label.look in looks and label.text == "Evaluation of the plan":
                place, length = label.x * width / 100 + label.dx, 6 * len(label.text)
                spans.append((place, place + length) if label.anchor == "start" else (place - length, place))
        spans.sort()
        assert all(end <= begin + 2 for (_, end), (begin, _) in itertools.pairwise(spans))


def test_the_next_deadline_is_named_first() -> None:
    today = date(2026, 11, 30)
    marks = (Mark(date(2026, 11, 28), "Long name of a thing done", done=True), Mark(date(2026, 12, 3), "Next"))
    drawing = draw("Strip", [Lane("Due", marks=marks)], first_on=FIRST, last_on=date(2027, 2, 7), today=today)
    assert "Next" in [label.text for label in drawing.labels if label.look == "t2 wide"]
    assert "next: Next, 3 Dec" in [label.text for label in drawing.labels]


def test_the_sentence_says_what_the_strip_shows() -> None:
    lane = Lane("Absence", bars=(Bar(FIRST, date(2026, 12, 6), "full absence"),))
    due = Lane("Due", marks=(Mark(date(2026, 12, 3), "Evaluation", late=True),))
    drawing = draw("Strip", [lane, due], first_on=FIRST, last_on=date(2027, 2, 7))
    assert drawing.description == (
        "Absence: full absence from 31 Aug 2026 to 6 Dec 2026. Due: Evaluation, late on 3 Dec 2026."
    )


def test_a_strip_is_an_image_with_a_name_and_a_table(app: Flask) -> None:
    with app.test_request_context():
        html = app.jinja_env.from_string("{{ ui.strip(d) }}{{ ui.strip(d) }}").render(d=example_strip())
    assert_well_formed(html)
    assert 'role="img"' in html
    assert "viewBox" not in html
    assert html.count("Evaluation") >= 2
