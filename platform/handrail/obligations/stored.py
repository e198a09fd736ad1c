"""Rows as they are stored: from a computed row to columns, and back. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from uuid import UUID

from handrail.obligations.rows import Row, source_as_json
from handrail.sdk import (
    Basis,
    Citation,
    CompartmentCode,
    Confidence,
    ExplanationStep,
    Kind,
    Party,
    Reason,
    Rule,
    Status,
)

DROPPED: Final = "dropped"
"""The status of an obligation that was asked once and is not any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One obligation on file: its columns, and the row that was computed last. `case_id` None: statutory."""

    id: UUID
    key: str
    case_id: UUID | None
    columns: Mapping[str, Any]
    row: Row

    @property
    def is_dropped(self) -> bool:
        """Whether it is not asked any more."""
        return bool(self.columns["status"] == DROPPED)

    @property
    def due_on(self) -> dt.date | None:
        """Its date as stored."""
        return cast("dt.date | None", self.columns["due_on"])


def stored(columns: Mapping[str, Any]) -> Stored:
    """Return a row of the table as an obligation on file."""
    return Stored(
        id=columns["id"], key=columns["key"], case_id=columns["case_id"], columns=columns, row=row_of(columns)
    )


def columns_of(row: Row, number: int, met_on: dt.date | None) -> dict[str, Any]:
    """Return the columns that hold what was computed; `number` is the row's among those of its rule and absence."""
    return {
        "rule": row.rule.id,
        "about": row.about,
        "sequence": number,
        "spell": row.spell,
        "for_absence": row.for_absence,
        "due_on": row.due,
        "due_at": row.due_at,
        "window_from": row.window_from,
        "nominal": row.nominal,
        "safe_target": row.safe_target,
        "value": None if row.value is None else {"value": plain(row.value), "on": plain(row.value_on)},
        "reason": row.reason,
        "status": row.status,
        "met_on": met_on,
        "owed_by": row.owed_by,
        "kind": row.rule.kind,
        "tells_cause": row.rule.tells_cause,
        "compartment": row.compartment,
        "basis": row.rule.basis,
        "confidence": row.rule.confidence,
        "explanation": steps_as_json(row.explanation),
        "source": dict(source_as_json(row.source)),
        "reviewed_on": row.rule.reviewed_on,
    }


def row_of(columns: Mapping[str, Any]) -> Row:
    """Return the row that was stored, whether or not the plugin that computed it is still there.

    Its `sequence` is the stored number, its `spell` is not restored: spells are counted anew in each computation.
    """
    source = Citation(**(columns["source"] or {"act": ""}))
    return Row(
        rule=_rule(columns, source),
        due=columns["due_on"],
        window_from=columns["window_from"],
        due_at=columns["due_at"],
        nominal=columns["nominal"],
        value=unplain((columns["value"] or {}).get("value")),
        value_on=cast("dt.date | None", unplain((columns["value"] or {}).get("on"))),
        reason=cast("Reason | None", columns["reason"]),
        safe_target=columns["safe_target"],
        spell=None,
        sequence=columns["sequence"],
        for_absence=columns["for_absence"],
        status=cast("Status", columns["status"]),
        met_by=None,
        owed_by=cast("Party", columns["owed_by"]),
        compartment=cast("CompartmentCode", columns["compartment"]),
        explanation=tuple(ExplanationStep(each["key"], unplain(each["args"])) for each in columns["explanation"]),
        source=source,
        about=columns["about"],
    )


def _rule(columns: Mapping[str, Any], source: Citation) -> Rule:
    return Rule(
        id=columns["rule"],
        title=columns["rule"],
        owed_by=cast("Party", columns["owed_by"]),
        source=source,
        confidence=cast("Confidence", columns["confidence"]),
        kind=cast("Kind", columns["kind"]),
        basis=cast("Basis", columns["basis"]),
        compartment=cast("CompartmentCode", columns["compartment"]),
        tells_cause=columns["tells_cause"],
        reviewed_on=columns["reviewed_on"],
    )


def steps_as_json(steps: tuple[ExplanationStep, ...]) -> list[dict[str, Any]]:
    """Return steps as JSON that `unplain` takes back, so that a date is a date again when it is shown."""
    return [{"key": step.key, "args": plain(dict(step.args))} for step in steps]


def plain(value: Any) -> Any:
    """Return a value as JSON; a date becomes ``{"$date": "2026-02-16"}``."""
    if isinstance(value, dt.date):
        return {"$date": value.isoformat()}
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def unplain(value: Any) -> Any:
    """Take back what `plain` did."""
    if isinstance(value, Mapping):
        if value.keys() == {"$date"}:
            return dt.date.fromisoformat(value["$date"])
        return {key: unplain(inner) for key, inner in value.items()}
    return [unplain(inner) for inner in value] if isinstance(value, list) else value
