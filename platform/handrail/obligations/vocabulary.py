"""The events of the support process and of data rights, beside those that the SDK gives to jurisdictions."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import get_args

from handrail.obligations.rights import RIGHTS_EVENTS
from handrail.sdk import EVENT_TYPES, EventType, Field, Party

DECISIONS = ("undecided", "participating", "declined", "withdrawn")
"""What a worker can decide about taking part (VOL-1). The last two end the support process."""

_OWED_BY = get_args(Party)

_PROMISE = Field(key="promise", kind="text", compartment="plan", required=True)
_QUESTION = Field(key="question", kind="text", compartment="plan", required=True)
_ITEM = Field(key="item", kind="text", compartment="plan", required=True)
_CALL = Field(key="call", kind="text", compartment="coordination")

_TYPES = (
    EventType(name="file_forwarded", compartment="coordination"),
    EventType(name="invitation_sent", compartment="coordination"),
    EventType(
        name="participation_decided",
        compartment="coordination",
        fields=(Field(key="decision", kind="choice", compartment="coordination", required=True, choices=DECISIONS),),
    ),
    EventType(
        name="next_conversation_agreed",
        compartment="coordination",
        fields=(Field(key="on", kind="date", compartment="coordination", required=True),),
    ),
    EventType(
        name="follow_up_agreed",
        compartment="coordination",
        fields=(Field(key="interval_days", kind="int", compartment="coordination", required=True, minimum=1),),
    ),
    EventType(name="contact_held", compartment="coordination"),
    EventType(
        name="question_asked",
        compartment="plan",
        fields=(
            _QUESTION,
            Field(key="due", kind="date", compartment="plan", required=True),
            Field(key="owed_by", kind="choice", compartment="plan", choices=_OWED_BY),
        ),
    ),
    EventType(name="question_answered", compartment="plan", fields=(_QUESTION,)),
    EventType(
        name="plan_promise",
        compartment="plan",
        fields=(
            _PROMISE,
            Field(key="due", kind="date", compartment="plan"),
            Field(key="owed_by", kind="choice", compartment="plan", required=True, choices=_OWED_BY),
            Field(key="before_return", kind="bool", compartment="plan"),
            Field(key="clause", kind="text", compartment="plan"),
        ),
    ),
    EventType(name="promise_confirmed", compartment="plan", fields=(_PROMISE,)),
    EventType(
        name="intervention_day_agreed",
        compartment="plan",
        fields=(
            _ITEM,
            Field(key="due", kind="date", compartment="plan", required=True),
            Field(key="day", kind="text", compartment="plan"),
            Field(key="owed_by", kind="choice", compartment="plan", required=True, choices=_OWED_BY),
        ),
    ),
    EventType(name="intervention_day_kept", compartment="plan", fields=(_ITEM,)),
    EventType(name="first_day_back"),
    EventType(name="follow_up_worker_held", compartment="coordination"),
    EventType(name="follow_up_supervisor_held", compartment="coordination"),
    EventType(name="call_requested", compartment="coordination", fields=(_CALL,)),
    EventType(name="call_acknowledged", compartment="coordination", fields=(_CALL,)),
    EventType(name="case_closed", compartment="coordination"),
)

KNOWN_EVENTS: Mapping[str, EventType] = MappingProxyType(
    {**EVENT_TYPES, **{each.name: each for each in (*_TYPES, *RIGHTS_EVENTS)}}
)
"""Every event that may stand among the facts of an employment."""
