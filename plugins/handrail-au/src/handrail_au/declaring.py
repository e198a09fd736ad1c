"""How the rules of the Commonwealth and the two states are declared: one builder, one day of review."""

import datetime as dt

from handrail.sdk import Basis, Citation, Confidence, Kind, Party, Rule

REVIEWED_ON = dt.date(2026, 11, 1)


def rule(
    rule_id: str,
    title: str,
    owed_by: Party,
    source: Citation,
    confidence: Confidence,
    *,
    kind: Kind = "act",
    basis: Basis = "statutory",
    lapses: bool = False,
    tells_cause: bool = False,
    effective_from: dt.date | None = None,
) -> Rule:
    """Return a rule. Few lapse on recovery: most are terms and rights that an injury or a leave sets running.

    `tells_cause` marks what only an injury at work asks, so that an employer's reader sees the date alone.
    """
    return Rule(
        id=rule_id, title=title, owed_by=owed_by, source=source, confidence=confidence, kind=kind, basis=basis,
        lapses=lapses, tells_cause=tells_cause, effective_from=effective_from, reviewed_on=REVIEWED_ON,
    )  # fmt: skip
