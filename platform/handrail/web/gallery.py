"""Every component with its states, at /_gallery: only in development, where people build and look at pages."""

from datetime import date, timedelta
from enum import Enum
from typing import Final

from flask import Blueprint, Response, request
from marshmallow import Schema, fields, validate

from handrail.kit.codes import Compartment
from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart
from handrail.web import strip
from handrail.web.fields import Text
from handrail.web.forms import Form
from handrail.web.render import render

pages: Final = Blueprint("gallery", __name__, template_folder="templates")
_TODAY: Final = date(2026, 11, 30)
_FIRST: Final = date(2026, 8, 31)


class _Owner(Enum):
    """Invented people of the gallery."""

    RUBEN = "ruben"
    SANNE = "sanne"


class _Action(Schema):
    __compartment__ = Apart.NO_CASE
    text = Text(required=True, validate=validate.Length(max=120), metadata={"label": lazy("What")})
    owner = fields.Enum(
        _Owner,
        by_value=True,
        required=True,
        metadata={"label": lazy("Who"), "choices": [("ruben", "Ruben Okafor"), ("sanne", "Sanne Verhoef")]},
    )
    due_on = fields.Date(allow_none=True, metadata={"label": lazy("By when")})


class GalleryForm(Schema):
    """One field of each kind."""

    __compartment__ = Apart.NO_CASE

    next_on = fields.Date(
        required=True, metadata={"label": lazy("Next contact"), "hint": lazy("The day you agreed on")}
    )
    minutes = fields.Integer(
        validate=validate.Range(min=1, max=240), metadata={"label": lazy("How long it took, in minutes")}
    )
    how = fields.String(
        required=True,
        validate=validate.OneOf(["phone", "visit", "video"]),
        metadata={
            "label": lazy("How"),
            "choices": [("phone", lazy("By phone")), ("visit", lazy("A visit")), ("video", lazy("By video"))],
        },
    )
    employer = fields.String(metadata={"label": lazy("Employer"), "widget": "select", "choices": [("a", "Havenwerk")]})
    note = Text(
        validate=validate.Length(max=4000),
        metadata={"label": lazy("Note of the call"), "compartment": Compartment.COORDINATION},
    )
    told = fields.List(
        fields.String(),
        metadata={
            "label": lazy("What was explained"),
            "choices": [("withdraw", lazy("The right to withdraw")), ("who", lazy("Who sees what"))],
        },
    )
    agreed = fields.Boolean(metadata={"label": lazy("The worker agreed to these words")})
    actions = fields.List(
        fields.Nested(_Action), metadata={"label": lazy("Actions"), "row_label": lazy("Action"), "rows": 2}
    )


def example_form(*, wrong: bool = False) -> Form:
    """Return the form of the gallery, filled in; `wrong` with what a server may refuse."""
    form = Form(
        GalleryForm,
        initial={
            "next_on": date(2026, 12, 14),
            "minutes": 25,
            "how": "phone",
            "note": "She would like the next call in the morning.",
            "told": ["withdraw"],
            "actions": [{"text": "Second desk kept free", "owner": _Owner.RUBEN, "due_on": date(2026, 12, 4)}, {}],
        },
        readers={"note": "Only you and Sanne can read this."},
    )
    if wrong:
        form.absorb(
            Invalid(
                problems=[
                    FieldProblem("/next_on", "Give the day of the next contact."),
                    FieldProblem("/actions/1/text", "Say what will be done."),
                ],
            ),
        )
    return form


def example_strip() -> strip.Drawing:
    """Return the strip of an invented case."""
    build_up = (8, 8, 12, 14, 16, 20, 24, 28, 32)
    monday = date(2026, 12, 7)
    hours = tuple(strip.Hours(monday + timedelta(weeks=week), number) for week, number in enumerate(build_up))
    lanes = (
        strip.Lane(
            "Absence",
            bars=(
                strip.Bar(_FIRST, date(2026, 12, 6), "full absence", "absent"),
                strip.Bar(monday, date(2027, 1, 31), "partly at work", "partly"),
            ),
        ),
        strip.Lane("Hours at work, planned", hours=hours),
        strip.Lane("Counselling", bars=(strip.Bar(date(2026, 10, 5), date(2026, 12, 19), "dates only"),)),
        strip.Lane(
            "Due",
            marks=(
                strip.Mark(date(2026, 10, 9), "Problem analysis", done=True),
                strip.Mark(date(2026, 10, 22), "Plan of action", done=True),
                strip.Mark(date(2026, 11, 20), "Letter", late=True),
                strip.Mark(date(2026, 12, 3), "Evaluation"),
                strip.Mark(date(2026, 12, 17), "Follow-up"),
            ),
        ),
        strip.Lane(
            "Meetings and calls",
            marks=tuple(
                strip.Mark(_FIRST + timedelta(days=days), "Call", done=_FIRST + timedelta(days=days) < _TODAY)
                for days in (15, 44, 87, 108)
            ),
            dots=True,
        ),
    )
    title = "Absence, hours, counselling, deadlines and meetings"
    return strip.draw(title, lanes, first_on=_FIRST, last_on=date(2027, 2, 7), today=_TODAY)


@pages.get("/_gallery")
def show() -> Response:
    """Show every component; `?wrong` with errors in the form, `?worker` in the calm column."""
    return render(
        "web/gallery.html",
        form=example_form(wrong="wrong" in request.args),
        drawing=example_strip(),
        today=_TODAY,
        day=timedelta(days=1),
        shell_kind="worker" if "worker" in request.args else "coordinator",
    )
