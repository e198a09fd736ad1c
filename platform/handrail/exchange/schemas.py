"""What comes in of an absence and of an import, for pages and API alike."""

import re
from decimal import Decimal
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate

from handrail.cases.absence_rules import MOST_EXPECTED_DAYS, MOST_HOURS
from handrail.exchange.intake.values import MOST_SIGNS_A_KEY
from handrail.kit.codes import Compartment
from handrail.kit.i18n import _, lazy
from handrail.kit.labels import Apart
from handrail.web.fields import Text

_ADMINISTRATIVE = Compartment.ADMINISTRATIVE
_HOURS: Final = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,2})?")
_KEY = validate.Length(min=1, max=MOST_SIGNS_A_KEY)


class WholeNumber(fields.Integer):
    """A whole number, as a number or as the digits that a form sends; 5.5 and true are none."""

    def _validated(self, value: Any) -> int:
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise self.make_error("invalid", input=value)
        return int(super()._validated(value))


class Hours(fields.Decimal):
    """Hours as people write them, 7.5 or 7,5; with three decimals nobody could tell them from thousands."""

    def _validated(self, value: Any) -> Decimal:
        if isinstance(value, str):
            if not _HOURS.fullmatch(value.strip()):
                raise ValidationError(_("Write hours as 7.5 or 7,5, with at most two decimals."))
            value = value.strip().replace(",", ".")
        return super()._validated(value)


class AbsenceStated(Schema):
    """The facts of an absence; nothing about its cause has a place here (CON-4)."""

    first_day = fields.Date(
        required=True,
        metadata={
            "label": lazy("First day of absence"),
            "compartment": _ADMINISTRATIVE,
            "description": "The first day on which the worker was not able to work.",
        },
    )
    first_day_fit = fields.Date(
        load_default=None,
        allow_none=True,
        metadata={
            "label": lazy("First day fit"),
            "hint": lazy("The day after the last sick day. Leave it empty while the worker is still absent."),
            "compartment": _ADMINISTRATIVE,
            "description": "The day after the last sick day; null while the worker is still absent.",
        },
    )
    hours = Hours(
        load_default=None,
        allow_none=True,
        as_string=True,
        places=2,
        validate=validate.Range(min=0, min_inclusive=False, max=MOST_HOURS),
        metadata={
            "label": lazy("Hours away"),
            "hint": lazy("For example 7.5 or 7,5."),
            "compartment": _ADMINISTRATIVE,
            "description": "Hours away, if known.",
        },
    )
    expected_days = WholeNumber(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, MOST_EXPECTED_DAYS),
        metadata={
            "label": lazy("Expected days in all"),
            "hint": lazy("Calendar days from the first day on, if somebody can say."),
            "compartment": _ADMINISTRATIVE,
            "description": "Calendar days from the first day on.",
        },
    )
    percent = WholeNumber(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1, 100),
        metadata={
            "label": lazy("Per cent not able to work"),
            "hint": lazy("100 is not at all. Leave it empty if nobody said."),
            "compartment": _ADMINISTRATIVE,
            "description": "How far the worker can not work, 1 to 100.",
        },
    )


class AbsenceCreate(AbsenceStated):
    """An absence of a worker of a client organisation, both by the keys of the sending system."""

    employer = Text(
        required=True,
        validate=_KEY,
        metadata={"compartment": _ADMINISTRATIVE, "description": "Key of the client organisation."},
    )
    worker = Text(
        required=True,
        validate=_KEY,
        metadata={"compartment": _ADMINISTRATIVE, "description": "Key of the employment there."},
    )
    external_key = Text(
        required=True,
        validate=_KEY,
        metadata={
            "compartment": _ADMINISTRATIVE,
            "description": "Key of the absence in the sending system. It never changes.",
        },
    )


class AbsenceRecord(AbsenceStated):
    """An absence that somebody records on a page."""

    class Meta:
        """The worker first, then what is known of the absence."""

        fields = ("employer", "worker", "first_day", "expected_days", "first_day_fit", "percent", "hours")

    employer = fields.String(
        required=True,
        metadata={"label": lazy("Client organisation"), "widget": "select", "compartment": _ADMINISTRATIVE},
    )
    worker = Text(
        required=True,
        validate=_KEY,
        metadata={
            "label": lazy("Worker's number"),
            "hint": lazy("As your organisation's own system writes it."),
            "readers": lazy("The worker, human resources, absence administration, the supervisor and the coordinator."),
            "compartment": _ADMINISTRATIVE,
            "holds": "a number",
        },
    )


class AbsenceChange(AbsenceStated):
    """An absence as it should be recorded, from a page."""

    class Meta:
        """The end first: it is what most corrections bring."""

        fields = ("first_day_fit", "first_day", "expected_days", "percent", "hours", "why")

    why = Text(
        load_default="",
        validate=validate.Length(max=500),
        metadata={
            "label": lazy("Why it is corrected"),
            "compartment": _ADMINISTRATIVE,
        },
    )


class AbsenceTakeBack(Schema):
    """That an absence was recorded by mistake, and why."""

    __compartment__ = Compartment.ADMINISTRATIVE

    why = Text(
        required=True,
        validate=validate.Length(min=1, max=500),
        metadata={
            "label": lazy("Why it is taken back"),
            "hint": lazy("Write nothing about health here: the employer's side reads it, and so does the worker."),
            "compartment": _ADMINISTRATIVE,
        },
    )


class AbsenceCorrect(AbsenceStated):
    """The facts that are to be corrected; what is left out stays as it is."""

    first_day = fields.Date(metadata={"compartment": _ADMINISTRATIVE, "description": "The first day of absence."})
    first_day_fit = fields.Date(
        allow_none=True,
        metadata={"compartment": _ADMINISTRATIVE, "description": "The day after the last sick day, or null."},
    )
    hours = Hours(
        allow_none=True,
        as_string=True,
        places=2,
        validate=validate.Range(min=0, min_inclusive=False, max=MOST_HOURS),
        metadata={"compartment": _ADMINISTRATIVE, "description": "Hours away."},
    )
    expected_days = WholeNumber(
        allow_none=True,
        validate=validate.Range(1, MOST_EXPECTED_DAYS),
        metadata={"compartment": _ADMINISTRATIVE, "description": "Calendar days from the first day on."},
    )
    percent = WholeNumber(
        allow_none=True,
        validate=validate.Range(1, 100),
        metadata={"compartment": _ADMINISTRATIVE, "description": "How far the worker can not work, 1 to 100."},
    )
    why = Text(
        load_default="",
        validate=validate.Length(max=500),
        metadata={
            "compartment": _ADMINISTRATIVE,
            "description": "Why it is corrected. The employer's side reads it: no diagnosis, no confidences (CON-4).",
        },
    )


_DIGEST = {"description": "`digest` of what was foreseen: where it would do something else by now, 409."}


class AbsencePatch(AbsenceCorrect):
    """A correction, bound to what was foreseen where somebody looked."""

    __compartment__ = Compartment.ADMINISTRATIVE

    digest = fields.String(load_default=None, validate=validate.Length(max=64), metadata=_DIGEST)


class AbsenceForesee(AbsenceCorrect):
    """A correction that somebody thinks of."""

    __compartment__ = Compartment.ADMINISTRATIVE

    takes_back = fields.Boolean(load_default=False, metadata={"description": "It was recorded by mistake."})


class AbsenceTakeBackAsk(AbsenceTakeBack):
    """That an absence was recorded by mistake, bound to what was foreseen where somebody looked."""

    __compartment__ = Compartment.ADMINISTRATIVE

    digest = fields.String(load_default=None, validate=validate.Length(max=64), metadata=_DIGEST)


class MoveRead(Schema):
    """One date that a correction moves, and why. `newly_missed`: its last day on time is over already."""

    __compartment__ = Apart.ITS_RECORD

    kind = fields.String()
    rule = fields.String()
    title = fields.String()
    owed_by = fields.String()
    before = fields.Date(allow_none=True)
    after = fields.Date(allow_none=True)
    because = fields.List(fields.String())
    source = fields.String()
    newly_missed = fields.Boolean()


class ForeseenRead(Schema):
    """What a correction would move of the statutory track, and who would be told, each once."""

    __compartment__ = Compartment.ADMINISTRATIVE

    digest = fields.String()
    moves = fields.List(fields.Nested(MoveRead), metadata={"compartment": Compartment.ADMINISTRATIVE})
    told = fields.List(fields.String())


class AbsenceCorrectionRead(Schema):
    """A correction, and the dates that it moved, of those that the reader may know."""

    __compartment__ = Apart.ITS_RECORD

    id = fields.UUID()
    employment_id = fields.UUID()
    absence_id = fields.UUID()
    at = fields.AwareDateTime()
    takes_back = fields.Boolean()
    changes = fields.Dict(metadata={"description": "By the name of the fact: before and after."})
    moves = fields.List(fields.Nested(MoveRead))


class TakenBackRead(Schema):
    """The correction that keeps what was believed."""

    __compartment__ = Compartment.ADMINISTRATIVE

    correction_id = fields.UUID()


class AbsenceRead(AbsenceStated):
    """An absence as it is recorded now."""

    id = fields.UUID(metadata={"compartment": _ADMINISTRATIVE})
    employer = fields.String(metadata={"compartment": _ADMINISTRATIVE})
    worker = fields.String(metadata={"compartment": _ADMINISTRATIVE})
    external_key = fields.String(metadata={"compartment": _ADMINISTRATIVE})
    source = fields.String(metadata={"compartment": _ADMINISTRATIVE})
    recorded_at = fields.AwareDateTime(metadata={"compartment": _ADMINISTRATIVE})


class AbsenceQuery(Schema):
    """Which absences of a client organisation."""

    __compartment__ = Compartment.ADMINISTRATIVE

    employer = Text(required=True, validate=_KEY, metadata={"description": "Key of the client organisation."})
    worker = Text(load_default=None, validate=_KEY, metadata={"description": "Key of the employment."})
    external_key = Text(load_default=None, validate=_KEY, metadata={"description": "Key of one absence."})
    open = fields.Boolean(load_default=False, metadata={"description": "Only those that go on."})
    after = fields.UUID(load_default=None, metadata={"description": "The last absence of the page before."})
    limit = WholeNumber(load_default=50, validate=validate.Range(1, 200))


class AbsenceList(Schema):
    """A page of absences, the latest first day first; `next` is what to pass as `after` for the next page."""

    __compartment__ = Compartment.ADMINISTRATIVE

    items = fields.List(fields.Nested(AbsenceRead))
    next = fields.UUID(allow_none=True)


class ImportQuery(Schema):
    """How to read the file in the body of the request."""

    __compartment__ = Compartment.ADMINISTRATIVE

    employer = Text(required=True, validate=_KEY, metadata={"description": "Key of the client organisation."})
    profile = Text(required=True, validate=_KEY, metadata={"description": "Name of the mapping profile."})
    start_year = WholeNumber(
        load_default=None,
        validate=validate.Range(1970, 2200),
        metadata={"description": "First year of a file without dates."},
    )
    site = Text(
        load_default=None,
        validate=_KEY,
        metadata={"description": "Key of the site of workers whom the file names first."},
    )
    dry_run = fields.Boolean(load_default=False, metadata={"description": "Say what would be done, and do nothing."})
    strict = fields.Boolean(
        load_default=False, metadata={"description": "Take in nothing where any row can not be taken in."}
    )


class ImportUpload(Schema):
    """The file and how to read it, from the page."""

    __compartment__ = Compartment.ADMINISTRATIVE

    employer = fields.String(required=True, metadata={"label": lazy("Client organisation"), "widget": "select"})
    profile = fields.String(
        required=True,
        metadata={
            "label": lazy("How to read the file"),
            "hint": lazy("Your consultancy can add profiles for the files that your systems make."),
            "widget": "radios",
        },
    )
    start_year = WholeNumber(
        load_default=None,
        allow_none=True,
        validate=validate.Range(1970, 2200),
        metadata={
            "label": lazy("First year, for a file without dates"),
            "hint": lazy("Leave it empty for a file with dates."),
        },
    )
    site = Text(
        load_default=None,
        allow_none=True,
        validate=_KEY,
        metadata={
            "label": lazy("Site of new workers"),
            "hint": lazy("Its key. Only for a file whose workers are added, at an organisation with several sites."),
            "holds": "a key",
        },
    )
    file = fields.Raw(
        required=True,
        metadata={
            "label": lazy("File"),
            "hint": lazy("CSV, at most 2,000 rows. Nothing is changed before you have seen what the file would do."),
            "widget": "file",
            "attributes": {"accept": ".csv,.txt,text/csv"},
        },
    )


class ImportConfirm(Schema):
    """The plan that was looked at."""

    __compartment__ = Compartment.ADMINISTRATIVE

    digest = fields.String(
        required=True, validate=validate.Regexp("^[0-9a-f]{64}$"), metadata={"widget": "hidden", "label": ""}
    )
