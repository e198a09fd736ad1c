"""Who must take an injured worker back: employers of 20 or more, for workers with a year of service."""

import datetime as dt
from dataclasses import dataclass

from handrail.sdk import CaseFacts, ExplanationStep, Reason, missing, step
from handrail_ca.parameters import served_from, whole

REGULAR_WORKERS = 20
SERVICE_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """Why the duty does not arise, or what is not known of it."""

    reason: Reason
    because: ExplanationStep

    @property
    def is_known(self) -> bool:
        """Say whether the duty is known not to arise, rather than unknown."""
        return not self.reason.startswith("parameter_missing")


def unmet(facts: CaseFacts, injured_on: dt.date) -> Unmet | None:
    """Return the condition that fails on the day of the injury, or else the one that is not known; None where all hold.

    At least 20 workers regularly employed, and twelve months of continuous employment before the injury.
    """
    workers, served = whole(facts, "regular_workers"), served_from(facts, months=SERVICE_MONTHS)
    if workers is not None and workers < REGULAR_WORKERS:
        return Unmet(reason="not_in_scope", because=step("ca.workers", workers=workers, limit=REGULAR_WORKERS))
    if served is not None and served > injured_on:
        return Unmet(reason="not_entitled", because=step("ca.service", months=SERVICE_MONTHS))
    for name, known in (("regular_workers", workers), ("tenure_months", served)):
        if known is None:
            return Unmet(reason=missing(name), because=step("parameter_missing", name=name))
    return None
