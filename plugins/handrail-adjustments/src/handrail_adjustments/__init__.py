"""Workplace adjustments, one by one, and the worker's passport that carries them to the next manager and job."""

from handrail.sdk import InterventionType, hookimpl
from handrail_adjustments.adjustment import ADJUSTMENT
from handrail_adjustments.passport import PASSPORT

__all__ = ["ADJUSTMENT", "PASSPORT", "handrail_intervention_types"]


@hookimpl
def handrail_intervention_types() -> tuple[InterventionType, ...]:
    """Return the two types of this plugin."""
    return (ADJUSTMENT, PASSPORT)
