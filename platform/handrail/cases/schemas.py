"""What comes in and goes out at the edges: one set of schemas for the pages and the API."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from marshmallow import Schema, fields, validate

from handrail.cases import words
from handrail.cases.left_schemas import TopicsLeft
from handrail.cases.rules import neutrality
from handrail.cases.rules.contacts import Channel, ContactKind, Party, Place, Tick
from handrail.cases.rules.neutrality import RequestState, Why
from handrail.cases.rules.participation import Decision
from handrail.consents.rules import Answer, ConsentPurpose, GivenHow
from handrail.identity.idempotency import IdempotencyHeader
from handrail.kit.codes import Compartment
from handrail.kit.i18n import LazyText, lazy
from handrail.kit.labels import Apart
from handrail.web.fields import Text

COORDINATION: Final = {"compartment": Compartment.COORDINATION}
ADMINISTRATIVE: Final = {"compartment": Compartment.ADMINISTRATIVE}
LONGEST: Final = 5000
_SHORT: Final = 200


def code(kind: type[StrEnum], names: Mapping[Any, str], label: LazyText, **more: Any) -> fields.Enum[Any]:
    """Return a field in which one code is chosen, called by its words."""
    metadata = COORDINATION | {"label": label, "choices": words.choices(names)} | more.pop("metadata", {})
    return fields.Enum(kind, by_value=True, metadata=metadata, **more)


def _optional(**metadata: Any) -> dict[str, Any]:
    return {"load_default": None, "allow_none": True, "metadata": COORDINATION | metadata}


def _tick(tick: Tick) -> fields.Boolean:
    return fields.Boolean(load_default=False, metadata=COORDINATION | {"label": lazy(words.TICKS[tick])})


class IfMatchHeader(IdempotencyHeader):
    """The version that the change was made from."""

    version = fields.String(
        data_key="If-Match",
        load_default=None,
        metadata={"description": "The ETag you read. Where the record changed since, the answer is 412."},
    )


class PageQuery(Schema):
    """Which page of a list."""

    __compartment__ = Apart.NO_CASE

    after = fields.String(load_default=None, metadata={"description": "`next` of the page before."})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


# --- Forwarding, inviting, deciding -------------------------------------------------------------------------------


class FileForward(Schema):
    """To whom the absence file goes."""

    coordinator_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata=ADMINISTRATIVE
        | {
            "label": lazy("Coordinator"),
            "hint": lazy("Leave it open to have the one with the fewest cases."),
            "widget": "select",
        },
    )


class InvitationSend(Schema):
    """When the invitation was sent."""

    on = fields.Date(**_optional(label=lazy("Date of the letter"), hint=lazy("Leave it empty if it goes out today.")))


class ParticipationDecide(Schema):
    """What the worker decided."""

    decision = code(Decision, words.DECISIONS, lazy("What does the worker say?"), required=True)
    next_conversation_on = fields.Date(
        **_optional(
            label=lazy("When do you talk again?"),
            hint=lazy("Only where the worker wants to think it over. Nobody reminds them before that day."),
        )
    )
    on = fields.Date(**_optional(label=lazy("When was this said?"), hint=lazy("Leave it empty for today.")))


class Withdraw(Schema):
    """That the worker leaves. Nobody asks why, so there is no field for it."""

    on = fields.Date(**_optional(label=lazy("When did the worker say so?"), hint=lazy("Leave it empty for today.")))


class CoordinatorChoose(Schema):
    """Who coordinates from now on."""

    coordinator_id = fields.UUID(
        required=True, metadata=ADMINISTRATIVE | {"label": lazy("New coordinator"), "widget": "select"}
    )


class Preferences(Schema):
    """How and when the worker likes to be reached."""

    preferred_channel = code(
        Channel, words.CHANNELS, lazy("How does the worker like to be reached?"), load_default=None, allow_none=True
    )
    preferred_time = Text(
        load_default="",
        validate=validate.Length(max=_SHORT),
        metadata=COORDINATION | {"label": lazy("At what time?"), "hint": lazy("For example: mornings, not on Friday.")},
    )


# --- Contacts -----------------------------------------------------------------------------------------------------


class AgreedActionSchema(Schema):
    """One thing that was agreed (INT-1)."""

    what = Text(required=True, validate=validate.Length(1, _SHORT), metadata=COORDINATION | {"label": lazy("What")})
    who = Text(required=True, validate=validate.Length(1, _SHORT), metadata=COORDINATION | {"label": lazy("Who")})
    by = fields.Date(**_optional(label=lazy("By when")))
    evaluated = Text(
        load_default="",
        validate=validate.Length(max=_SHORT),
        metadata=COORDINATION | {"label": lazy("How will you see whether it worked?")},
    )


class ContactHeld(Schema):
    """What every contact has (INT-1)."""

    channel = code(Channel, words.CHANNELS, lazy("How were you in touch?"), required=True)
    on = fields.Date(**_optional(label=lazy("On which day?"), hint=lazy("Leave it empty for today.")))
    at = fields.Time(**_optional(label=lazy("At what time?")))


class ContactOutcome(Schema):
    """What comes out of a contact."""

    notes = Text(
        load_default="",
        validate=validate.Length(max=LONGEST),
        metadata=COORDINATION | {"label": lazy("Notes"), "widget": "textarea"},
    )
    agreed = fields.List(
        fields.Nested(AgreedActionSchema),
        load_default=list,
        validate=validate.Length(max=20),
        metadata=COORDINATION | {"label": lazy("What you agreed"), "row_label": lazy("Agreement")},
    )
    next_on = fields.Date(**_optional(label=lazy("When are you in touch again?")))


class Answers(Schema):
    """Answers by the guide's question keys; each is checked against the guide in force."""

    answers = fields.Dict(
        keys=fields.String(validate=validate.Length(max=80)),
        load_default=dict,
        validate=validate.Length(max=60),
        metadata=COORDINATION | {"description": "By the guide's question keys."},
    )


class FirstContactTicks(Schema):
    """What was explained, each ticked off (S2-1); the pointers of what is missing are these names."""

    process_explained = _tick(Tick.PROCESS)
    questions_answered = _tick(Tick.QUESTIONS)
    confidentiality_explained = _tick(Tick.CONFIDENTIALITY)
    voluntary_explained = _tick(Tick.VOLUNTARY)
    withdrawal_explained = _tick(Tick.WITHDRAWAL)


class FirstContactDecision(Schema):
    """The decision, or the day of the next conversation (S2-1), and what was asked at the end (S2-3)."""

    decision = code(Decision, words.DECISIONS, lazy("What does the worker say?"), load_default=None, allow_none=True)
    next_conversation_on = fields.Date(
        **_optional(
            label=lazy("When do you talk again?"),
            hint=lazy("Where the worker wants to think it over: the day you agreed on. Nobody reminds them before."),
        )
    )
    supervisor_contact = code(
        Answer,
        words.ANSWERS,
        lazy("May the supervisor call the worker?"),
        load_default=None,
        allow_none=True,
        metadata={"hint": lazy("Asked at the end of the conversation. Leave it open if you have not asked yet.")},
    )


class FirstContactRecord(
    ContactHeld, FirstContactTicks, FirstContactDecision, Preferences, TopicsLeft, ContactOutcome, Answers
):
    """The first conversation, over the API."""


class MeetingHeld(Schema):
    """Where a meeting was."""

    place = code(Place, words.PLACES, lazy("Where?"), load_default=None, allow_none=True)


class ContactRecord(MeetingHeld, ContactHeld, TopicsLeft, ContactOutcome, Answers):
    """A contact with the worker, over the API."""

    kind = code(ContactKind, words.KINDS, lazy("What was it for?"), required=True)
    guide = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=80),
        metadata=COORDINATION | {"description": "For a contact of the kind `other`: the guide it went by."},
    )


class AfterReturnRecord(ContactHeld, TopicsLeft, ContactOutcome, Answers):
    """A talk after the return with one of the two (S7-1), over the API."""

    party = code(Party, words.PARTIES, lazy("With whom?"), required=True)


class FollowUpAgree(Schema):
    """How often worker and coordinator are in touch (VOL-3)."""

    interval_days = fields.Integer(
        required=True,
        validate=validate.Range(1, 365),
        metadata=COORDINATION
        | {
            "label": lazy("Every how many days?"),
            "hint": lazy("Calendar days, as the worker and you agreed. A change is a new agreement."),
        },
    )
    channel = code(Channel, words.CHANNELS, lazy("How?"), required=True)
    agreed_on = fields.Date(**_optional(label=lazy("When did you agree?"), hint=lazy("Leave it empty for today.")))


# --- Consents -----------------------------------------------------------------------------------------------------


class ConsentRecord(Schema):
    """What the worker answered about one use of their data (CON-7)."""

    purpose = code(ConsentPurpose, words.PURPOSES, lazy("What was asked?"), required=True)
    answer = code(Answer, words.ANSWERS, lazy("What does the worker say?"), required=True)
    given_how = code(GivenHow, words.GIVEN_HOW, lazy("How was it said?"), required=True)
    given_on = fields.Date(**_optional(label=lazy("On which day?"), hint=lazy("Leave it empty for today.")))
    locale = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=10),
        metadata=COORDINATION | {"label": lazy("In which language did the worker read or hear the text?")},
    )
    about = Text(
        load_default="",
        validate=validate.Length(max=_SHORT),
        metadata=COORDINATION
        | {
            "label": lazy("Which helper?"),
            "hint": lazy("Only for a referral: each helper has a consent of their own."),
        },
    )


# --- Requests and calls -------------------------------------------------------------------------------------------


class ContactRequestMake(Schema):
    """A wish to be in touch with the worker (NEU-2); why is a code, so nothing about health gets in (CON-4)."""

    why = code(Why, words.WHYS, lazy("Why do you want to be in touch?"), required=True, metadata=ADMINISTRATIVE)
    channel = code(Channel, words.CHANNELS, lazy("How?"), required=True, metadata=ADMINISTRATIVE)
    wanted_on = fields.Date(
        load_default=None, allow_none=True, metadata=ADMINISTRATIVE | {"label": lazy("By which day would it help?")}
    )
    obligation_key = fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=300),
        metadata=ADMINISTRATIVE
        | {
            "label": lazy("Which obligation requires it?"),
            "hint": lazy("Only for a contact that the law requires. It may be about nothing else."),
            "widget": "select",
        },
    )


class ContactRequestDecide(Schema):
    """The coordinator's word on a request."""

    decision = fields.Enum(
        RequestState,
        by_value=True,
        required=True,
        validate=validate.OneOf(sorted(neutrality.DECISIONS), error="Choose one of the answers."),
        metadata=COORDINATION | {"label": lazy("Your answer"), "choices": words.choices(words.VERDICTS)},
    )
    reason = Text(
        load_default="",
        validate=validate.Length(max=1000),
        metadata=COORDINATION
        | {
            "label": lazy("Why"),
            "hint": lazy("Whoever asked learns your answer, not your reason."),
            "widget": "textarea",
        },
    )


class CallAsk(Schema):
    """A wish to talk to the coordinator (S7-4)."""

    channel = code(Channel, words.CHANNELS, lazy("How shall we be in touch?"), required=True)
    about = Text(
        load_default="",
        validate=validate.Length(max=1000),
        metadata=COORDINATION
        | {
            "label": lazy("What is it about?"),
            "readers": lazy("Only you and the coordinator read this."),
            "widget": "textarea",
        },
    )


class CallAnswer(Schema):
    """The coordinator's answer to a call."""

    answer = Text(
        load_default="",
        validate=validate.Length(max=1000),
        metadata=COORDINATION
        | {
            "label": lazy("Your answer"),
            "readers": lazy("Only you and whoever called read this."),
            "widget": "textarea",
        },
    )


class Nothing(Schema):
    """A form with a button and no fields."""
