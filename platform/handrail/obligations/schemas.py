"""What comes in and goes out at the edges of what is due."""

from typing import Any, Final

from marshmallow import Schema, fields, validate

from handrail.kit.codes import Compartment
from handrail.kit.i18n import lazy
from handrail.kit.labels import Apart


class ActRecord(Schema):
    """That the act of a rule was done."""

    __compartment__ = Compartment.ADMINISTRATIVE

    rule = fields.String(required=True, metadata={"label": lazy("What was done"), "widget": "select"})
    done_on = fields.Date(required=True, metadata={"label": lazy("On which day")})


class ExplanationRead(Schema):
    """One step of a derivation."""

    __compartment__ = Apart.ITS_RECORD

    key = fields.String()
    text = fields.String()


class ObligationProposed(Schema):
    """What a release of the rules would make of an obligation that is not accepted yet; until then it stays."""

    __compartment__ = Apart.ITS_RECORD

    release = fields.String()
    kind = fields.String(metadata={"description": "moved, dropped or met"})
    due_on = fields.Date(allow_none=True)


class ObligationRead(Schema):
    """One thing due. What `due_on` is depends on `kind`: the last day for an act, the first day of a threshold ...

    `explanation` derives the date; for a reader on the employer's side it may be the date alone.
    """

    __compartment__ = Apart.ITS_RECORD

    id = fields.UUID()
    key = fields.String(metadata={"description": "Its lasting name, to be named in a contact request."})
    rule = fields.String()
    title = fields.String()
    kind = fields.String()
    due_on = fields.Date(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    window_from = fields.Date(allow_none=True)
    safe_target = fields.Date(allow_none=True)
    status = fields.String()
    met_on = fields.Date(allow_none=True)
    is_open = fields.Boolean()
    owed_by = fields.String()
    compartment = fields.String()
    case_id = fields.UUID(allow_none=True)
    basis = fields.String()
    confidence = fields.String()
    source = fields.Dict(allow_none=True)
    explanation = fields.List(fields.Nested(ExplanationRead))
    stale = fields.Boolean()
    release = fields.String(
        allow_none=True, metadata={"description": "By which release of the rules it was computed as it stands."}
    )
    proposed = fields.Nested(ObligationProposed, allow_none=True)


class ObligationList(Schema):
    """What is due for one worker, by date."""

    obligations = fields.List(fields.Nested(ObligationRead))


class ObligationChangeRead(Schema):
    """What happened to an obligation: it appeared, moved, was met, was reopened or was dropped."""

    __compartment__ = Apart.ITS_RECORD

    at = fields.AwareDateTime()
    kind = fields.String()
    due_before = fields.Date(allow_none=True)
    due_after = fields.Date(allow_none=True)
    text = fields.String()
    because = fields.List(fields.Nested(ExplanationRead))
    release = fields.String(allow_none=True, metadata={"description": "The new release of the rules, if it was that."})


class ObligationHistory(Schema):
    """One obligation, and how it came to its date, newest first."""

    obligation = fields.Nested(ObligationRead)
    changes = fields.List(fields.Nested(ObligationChangeRead))


class FactRead(Schema):
    """A recorded act."""

    __compartment__ = Compartment.ADMINISTRATIVE

    id = fields.UUID()
    rule = fields.String()
    done_on = fields.Date()


# --- Lists ----------------------------------------------------------------------------------------------------------


class ObligationQuery(Schema):
    """What a list is narrowed to. `from` and `to` are days, both included."""

    __compartment__ = Apart.ITS_RECORD

    start = fields.Date(data_key="from", load_default=None, metadata={"description": "Due on this day or later."})
    end = fields.Date(data_key="to", load_default=None, metadata={"description": "Due on this day or earlier."})
    status = fields.String(
        load_default=None,
        validate=validate.OneOf(("pending", "due", "met", "missed", "suspended")),
        metadata={"description": "How it stood this morning; without it, all that is open."},
    )
    owed_by = fields.String(load_default=None, metadata={"description": "A role, or authority, treating_physician."})
    employer_id = fields.UUID(load_default=None)
    after = fields.String(load_default=None, metadata={"description": "`next` of the page before."})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ListedObligation(ObligationRead):
    """One thing due, with the worker it is about."""

    employment_id = fields.UUID()
    employer = fields.String()
    worker = fields.String()
    case_number = fields.String(allow_none=True)


class ObligationPage(Schema):
    """A page of what is due, by date."""

    __compartment__ = Apart.ITS_RECORD

    items = fields.List(fields.Nested(ListedObligation))
    next = fields.String(allow_none=True)


# --- What if --------------------------------------------------------------------------------------------------------


def _day(label: Any, hint: Any = "") -> fields.Date:
    return fields.Date(load_default=None, allow_none=True, metadata={"label": label, "hint": hint})


class WhatIf(Schema):
    """Days that somebody supposes; what is left out stays as it is on file."""

    __compartment__ = Compartment.ADMINISTRATIVE

    first_day = _day(lazy("Another first day of the absence"))
    recovered_on = _day(lazy("First day fit for work"))
    absent_again_on = _day(lazy("Absent again from"))
    partial_return_on = _day(lazy("Partly back at work from"))
    leave_started_on = _day(lazy("Maternity leave from"))
    leave_ended_on = _day(lazy("First day after the maternity leave"))
    wait_extended_until = _day(
        lazy("Last day of a waiting period that is made longer"), lazy("Only where employer and worker agree on it.")
    )
    employment_ended_on = _day(lazy("Employment ends on"))
    first_day_back_on = _day(lazy("First day back, with the plan"), lazy("For what the plan promises."))


MOST_EVENTS: Final = 50
"""How many further events one supposition takes."""
SUPPORT_FIELDS: Final = ("first_day_back_on",)
"""What only those can suppose who work on the support process."""


class WhatIfAsk(WhatIf):
    """The same for programs, with any further events of the engine's vocabulary."""

    events = fields.List(
        fields.Dict(keys=fields.String()),
        load_default=list,
        validate=validate.Length(max=MOST_EVENTS),
        metadata={"description": "Events as `handrail obligations compute` takes them: type, date and fields."},
    )


class SupposedRead(Schema):
    """One obligation as it is today and as it would be: `moved`, `new`, `gone` or `same`."""

    __compartment__ = Apart.ITS_RECORD

    kind = fields.String()
    rule = fields.String()
    title = fields.String()
    owed_by = fields.String()
    compartment = fields.String()
    status = fields.String()
    for_absence = fields.Date(allow_none=True)
    due_before = fields.Date(allow_none=True)
    due_after = fields.Date(allow_none=True)
    because = fields.List(fields.Nested(ExplanationRead))
    explanation = fields.List(fields.Nested(ExplanationRead))


class WhatIfRead(Schema):
    """What would be due, beside what is due today."""

    obligations = fields.List(fields.Nested(SupposedRead))


# --- As known on a day ----------------------------------------------------------------------------------------------


class KnownQuery(Schema):
    """On which day."""

    __compartment__ = Apart.ITS_RECORD

    on = fields.Date(required=True, metadata={"description": "The day, by its end, in your time zone."})


class KnownFact(Schema):
    """A fact of the absence as it stood."""

    __compartment__ = Compartment.ADMINISTRATIVE

    type = fields.String()
    on = fields.Date()


class KnownDateRead(Schema):
    """A date as it stood."""

    __compartment__ = Apart.ITS_RECORD

    obligation_id = fields.UUID()
    rule = fields.String()
    due_on = fields.Date()
    was_done = fields.Boolean()


class KnownRead(Schema):
    """What was on file at the end of a day."""

    __compartment__ = Apart.ITS_RECORD

    facts = fields.List(fields.Nested(KnownFact))
    dates = fields.List(fields.Nested(KnownDateRead))


class CitationRead(Schema):
    """Where a rule is written."""

    __compartment__ = Apart.NO_CASE

    act = fields.String()
    article = fields.String()
    url = fields.String()


class StatutoryRuleRead(Schema):
    """A rule of law, of policy or of custom; each version of a rule that changed is one of its own."""

    __compartment__ = Apart.NO_CASE

    jurisdiction = fields.String()
    id = fields.String()
    title = fields.String()
    kind = fields.String()
    owed_by = fields.String()
    basis = fields.String()
    compartment = fields.String()
    confidence = fields.String()
    source = fields.Nested(CitationRead)
    if_missed = fields.String(allow_none=True)
    doubt = fields.String(allow_none=True, metadata={"description": "What is not certain in how it is read here."})
    effective_from = fields.Date(allow_none=True)
    effective_to = fields.Date(allow_none=True)
    reviewed_on = fields.Date(allow_none=True)


class StatutoryRuleList(Schema):
    """The rules of a jurisdiction, by id."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(StatutoryRuleRead))


class JurisdictionRead(Schema):
    """A body of rules, chosen by the place of work."""

    __compartment__ = Apart.NO_CASE

    code = fields.String()
    label = fields.String()
    country = fields.String()
    calendar = fields.String(metadata={"description": "The list of days off that it counts by."})
    reviewed_on = fields.Date(allow_none=True)


class JurisdictionList(Schema):
    """The jurisdictions that are loaded."""

    __compartment__ = Apart.NO_CASE

    items = fields.List(fields.Nested(JurisdictionRead))


# --- New releases of the rules ---------------------------------------------------------------------------------------


class RulesReleaseRead(Schema):
    """A release that is installed, moves dates and is not accepted yet: how many wait, and how many hold already."""

    __compartment__ = Compartment.ADMINISTRATIVE

    jurisdiction = fields.String()
    release = fields.String()
    waits = fields.Integer()
    stands = fields.Integer()
    workers = fields.Integer()


class RulesReleaseList(Schema):
    """The releases that somebody has to look at."""

    items = fields.List(fields.Nested(RulesReleaseRead))


class ReleaseMovesQuery(Schema):
    """Which of the moved dates, a page at a time."""

    __compartment__ = Compartment.ADMINISTRATIVE

    which = fields.String(
        load_default="waits",
        validate=validate.OneOf(("waits", "stands")),
        metadata={"description": "Later or gone, and so waiting (`waits`); earlier or new, and in force (`stands`)."},
    )
    after = fields.UUID(load_default=None, metadata={"description": "`next` of the page before."})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ReleaseMoveRead(Schema):
    """One date that a release moves, and why."""

    __compartment__ = Compartment.ADMINISTRATIVE

    id = fields.UUID()
    obligation_id = fields.UUID()
    employment_id = fields.UUID()
    worker = fields.String()
    employer = fields.String()
    case_number = fields.String(allow_none=True)
    rule = fields.String()
    title = fields.String()
    kind = fields.String()
    due_before = fields.Date(allow_none=True)
    due_after = fields.Date(allow_none=True)
    because = fields.List(fields.String())


class ReleaseMovePage(Schema):
    """Some of the dates, and where the next page begins."""

    __compartment__ = Compartment.ADMINISTRATIVE

    items = fields.List(fields.Nested(ReleaseMoveRead))
    next = fields.UUID(allow_none=True)


class ReleaseAccept(Schema):
    """The release that was looked at."""

    __compartment__ = Compartment.ADMINISTRATIVE

    release = fields.String(
        required=True, validate=validate.Length(1, 200), metadata={"widget": "hidden", "label": lazy("Release")}
    )


class ReleaseAccepted(Schema):
    """For how many client organisations it holds from now on."""

    __compartment__ = Compartment.ADMINISTRATIVE

    client_organisations = fields.Integer()
