"""What comes in and goes out: one set of schemas for the pages and the API.

No schema has a field for health: what is offered and wished is a code, and a provider gets a name and no story.
"""

from typing import Any, Final

from marshmallow import Schema, fields, validate

from handrail.cases.words import GIVEN_HOW
from handrail.consents.rules import Answer, GivenHow
from handrail.interventions.rules import AskedBy, HelpKind, Progress, State, Wish
from handrail.interventions.wording import ASKED_BY, KINDS, WISHES
from handrail.kit.codes import Compartment
from handrail.kit.i18n import lazy
from handrail.plans.rules.codes import Party
from handrail.plans.schemas.parts import choices
from handrail.plans.wording import PARTIES
from handrail.web.fields import Text

COORDINATION: Final[dict[str, Any]] = {"compartment": Compartment.COORDINATION}
PROVIDER: Final[dict[str, Any]] = {"compartment": Compartment.PROVIDER}
PLAN: Final[dict[str, Any]] = {"compartment": Compartment.PLAN}
_TODAY: Final = lazy("Leave it empty for today.")


class ConflictWrite(Schema):
    """A major conflict with the supervisor."""

    note = Text(
        load_default="",
        validate=validate.Length(max=2000),
        metadata=COORDINATION | {"label": lazy("What you want to remember of it"), "widget": "textarea"},
    )
    noted_on = fields.Date(
        load_default=None, allow_none=True, metadata=COORDINATION | {"label": lazy("When"), "hint": _TODAY}
    )


class OfferWrite(Schema):
    """Help that was offered, and what the worker wishes."""

    resource = fields.String(
        required=True, metadata=COORDINATION | {"label": lazy("What did you offer?"), "widget": "select"}
    )
    wish = fields.Enum(
        Wish,
        by_value=True,
        required=True,
        metadata=COORDINATION | {"label": lazy("What does the worker wish?"), "choices": choices(WISHES)},
    )
    offered_on = fields.Date(
        load_default=None, allow_none=True, metadata=COORDINATION | {"label": lazy("When"), "hint": _TODAY}
    )


class ReferralConsent(Schema):
    """The worker's answer to being referred to one provider or resource."""

    to = fields.String(required=True, metadata=COORDINATION | {"label": lazy("To whom?"), "widget": "select"})
    answer = fields.Enum(
        Answer,
        by_value=True,
        required=True,
        metadata=COORDINATION
        | {
            "label": lazy("What does the worker say?"),
            "widget": "radios",
            "choices": [(Answer.GIVEN.value, lazy("Agrees")), (Answer.REFUSED.value, lazy("Does not agree"))],
        },
    )
    given_how = fields.Enum(
        GivenHow,
        by_value=True,
        required=True,
        metadata=COORDINATION | {"label": lazy("How was it said?"), "choices": choices(dict(GIVEN_HOW))},
    )
    given_on = fields.Date(
        load_default=None, allow_none=True, metadata=COORDINATION | {"label": lazy("When"), "hint": _TODAY}
    )


class ReferralWrite(Schema):
    """To whom the worker is referred."""

    to = fields.String(required=True, metadata=COORDINATION | {"label": lazy("To whom?"), "widget": "select"})
    kind = fields.Enum(
        HelpKind,
        by_value=True,
        load_default=None,
        allow_none=True,
        metadata=COORDINATION
        | {
            "label": lazy("For what?"),
            "hint": lazy("Only where you refer to a person by name."),
            "choices": choices(KINDS),
            "widget": "select",
        },
    )
    asked_by = fields.Enum(
        AskedBy,
        by_value=True,
        load_default=None,
        allow_none=True,
        metadata=COORDINATION
        | {
            "label": lazy("Who asked for the contact?"),
            "hint": lazy("Only for the treating physician: one of the two asks, or there is no contact."),
            "choices": choices(ASKED_BY),
            "widget": "select",
        },
    )
    made_on = fields.Date(
        load_default=None, allow_none=True, metadata=COORDINATION | {"label": lazy("When"), "hint": _TODAY}
    )


class ConflictRead(Schema):
    """What was noted of a conflict."""

    noted_on = fields.Date(metadata=COORDINATION)
    note = fields.String(metadata=COORDINATION)


class OfferRead(Schema):
    """What was offered."""

    resource = fields.String(metadata=COORDINATION)
    kind = fields.Enum(HelpKind, by_value=True, metadata=COORDINATION)
    wish = fields.Enum(Wish, by_value=True, metadata=COORDINATION)
    offered_on = fields.Date(metadata=COORDINATION)


class ReferralRead(Schema):
    """A referral."""

    id = fields.UUID(metadata=COORDINATION)
    kind = fields.Enum(HelpKind, by_value=True, metadata=COORDINATION)
    about = fields.String(metadata=COORDINATION)
    resource = fields.String(metadata=COORDINATION)
    provider_id = fields.UUID(metadata=COORDINATION)
    asked_by = fields.Enum(AskedBy, by_value=True, metadata=COORDINATION)
    made_on = fields.Date(metadata=COORDINATION)
    progress = fields.Enum(Progress, by_value=True, metadata=COORDINATION)
    ended_on = fields.Date(metadata=COORDINATION)


class TargetRead(Schema):
    """Somebody to whom the worker can be referred."""

    code = fields.String(metadata=COORDINATION)
    name = fields.String(metadata=COORDINATION)
    kind = fields.Enum(HelpKind, by_value=True, metadata=COORDINATION)


class HelpRead(Schema):
    """What was noted, offered and asked for in a case."""

    conflicts = fields.List(fields.Nested(ConflictRead))
    offers = fields.List(fields.Nested(OfferRead))
    referrals = fields.List(fields.Nested(ReferralRead))
    targets = fields.List(fields.Nested(TargetRead))


class StateWrite(Schema):
    """Where the help stands."""

    state = fields.Enum(
        State, by_value=True, required=True, metadata=PROVIDER | {"label": lazy("Where it stands"), "widget": "radios"}
    )


class SessionWrite(Schema):
    """A day on which the provider met the parties."""

    on = fields.Date(required=True, metadata=PROVIDER | {"label": lazy("Which day?")})
    present = fields.List(
        fields.Enum(Party, by_value=True),
        load_default=list,
        metadata=PROVIDER | {"label": lazy("Who came?"), "widget": "checkboxes", "choices": choices(PARTIES)},
    )


class SessionRead(Schema):
    """A day on which they met."""

    on = fields.Date(metadata=PROVIDER)
    present = fields.List(fields.String(), metadata=PROVIDER)


class AgreementWrite(Schema):
    """The agreement that the parties found."""

    words = Text(
        required=True,
        validate=validate.Length(min=1, max=4000),
        metadata=PROVIDER
        | {
            "label": lazy("What they agreed on, in their words"),
            "hint": lazy("Only what both want to take out of the mediation. Nothing of what was said."),
            "widget": "textarea",
        },
    )


class EngagementRead(Schema):
    """One slice, for its provider."""

    id = fields.UUID(metadata=PROVIDER)
    kind = fields.Enum(HelpKind, by_value=True, metadata=PROVIDER)
    state = fields.Enum(State, by_value=True, metadata=PROVIDER)
    offered_on = fields.Date(metadata=PROVIDER)
    began_on = fields.Date(metadata=PROVIDER)
    ended_on = fields.Date(metadata=PROVIDER)
    worker_agreed = fields.Boolean(metadata=PROVIDER)
    supervisor_agreed = fields.Boolean(metadata=PROVIDER)
    agreement = fields.String(metadata=PROVIDER)
    worker_released = fields.Boolean(metadata=PROVIDER)
    supervisor_released = fields.Boolean(metadata=PROVIDER)


class EngagementList(Schema):
    """The slices of one provider."""

    items = fields.List(fields.Nested(EngagementRead))


class InvitationAnswer(Schema):
    """Whether a party wants the mediation."""

    agreed = fields.Boolean(
        required=True,
        metadata=PROVIDER
        | {
            "label": lazy("Do you want to try it?"),
            "widget": "radios",
            "choices": [("true", lazy("Yes")), ("false", lazy("No"))],
        },
    )


class AgreementRelease(Schema):
    """Whether a party lets the agreement leave the mediation."""

    released = fields.Boolean(
        required=True,
        metadata=PROVIDER
        | {
            "label": lazy("May the coordinator read this agreement?"),
            "widget": "radios",
            "choices": [("true", lazy("Yes")), ("false", lazy("No, and remove it"))],
        },
    )


class InvitationRead(Schema):
    """What a party sees of a mediation."""

    id = fields.UUID(metadata=PROVIDER)
    invited_on = fields.Date(metadata=PROVIDER)
    agreed = fields.Boolean(metadata=PROVIDER)
    answered_on = fields.Date(metadata=PROVIDER)
    agreement = fields.String(metadata=PROVIDER)
    released = fields.Boolean(metadata=PROVIDER)


class InvitationList(Schema):
    """The invitations to one person."""

    items = fields.List(fields.Nested(InvitationRead))
