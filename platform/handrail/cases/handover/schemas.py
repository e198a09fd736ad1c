"""What comes in and goes out of handing over, for pages and API alike."""

from marshmallow import Schema, fields, validate

from handrail.cases.handover import words
from handrail.cases.handover.rules import OfferState, Reason, Verdict, WhyNot
from handrail.cases.schemas import CoordinatorChoose, code
from handrail.kit.codes import Compartment
from handrail.kit.i18n import lazy

MOST = 200
"""Cases that are handed over at once."""


class CaseGive(CoordinatorChoose):
    """To whom a case goes, and why."""

    __compartment__ = Compartment.COORDINATION

    reason = code(
        Reason,
        words.REASONS,
        lazy("Why?"),
        required=True,
        metadata={"hint": lazy("A word to choose, so that nothing of what the worker told goes along.")},
    )


class CaseOffer(CaseGive):
    """To whom a case is offered."""

    with_drafts = fields.Boolean(
        load_default=False,
        metadata={
            "label": lazy("What I began to write in this case and did not finish goes along"),
            "hint": lazy("Else nobody reads these drafts any more once the case is taken. Notes that you saved stay."),
        },
    )


class CasesGive(CaseGive):
    """To whom several cases go."""

    case_ids = fields.List(
        fields.UUID(),
        required=True,
        validate=validate.Length(1, MOST, error="Choose at least one case."),
        metadata={"label": lazy("Cases"), "compartment": Compartment.ADMINISTRATIVE, "widget": "checkboxes"},
    )
    carry_out = fields.Boolean(
        load_default=False,
        metadata={
            "label": lazy("Carry it out"),
            "compartment": Compartment.ADMINISTRATIVE,
            "widget": "hidden",
            "description": "Without it you get what would become of each case, and nothing changes.",
        },
    )


class HandOverRefuse(Schema):
    """Why somebody does not take a case."""

    __compartment__ = Compartment.COORDINATION

    why_not = code(
        WhyNot,
        words.WHY_NOT,
        lazy("Why not?"),
        required=True,
        metadata={"hint": lazy("Whoever offered it reads this.")},
    )


class HandOverRead(Schema):
    """An offer."""

    __compartment__ = Compartment.COORDINATION

    id = fields.UUID()
    case_id = fields.UUID()
    worker = fields.String()
    employer = fields.String()
    site = fields.String()
    by = fields.String()
    to = fields.String()
    reason = fields.Enum(Reason, by_value=True)
    state = fields.Enum(OfferState, by_value=True)
    why_not = fields.Enum(WhyNot, by_value=True, allow_none=True)
    offered_at = fields.AwareDateTime()
    settled_at = fields.AwareDateTime(allow_none=True)


class HandOverList(Schema):
    """Offers, the oldest first; those of one case the newest first."""

    __compartment__ = Compartment.COORDINATION

    items = fields.List(fields.Nested(HandOverRead))


class CaseMoved(Schema):
    """What becomes, or became, of one case."""

    __compartment__ = Compartment.ADMINISTRATIVE

    case_id = fields.UUID()
    verdict = fields.Enum(Verdict, by_value=True)


class CasesMoved(Schema):
    """What becomes, or became, of each case that was named, in the same order."""

    __compartment__ = Compartment.ADMINISTRATIVE

    items = fields.List(fields.Nested(CaseMoved))
