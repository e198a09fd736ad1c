"""Graded return: back to work by hours and by tasks, week by week, with reviews and a step back that is no defeat."""

from handrail.sdk import InterventionType, hookimpl
from handrail_graded_return.declaration import GRADED_RETURN

__all__ = ["GRADED_RETURN", "handrail_intervention_types"]


@hookimpl
def handrail_intervention_types() -> tuple[InterventionType, ...]:
    """Return the one type of this plugin."""
    return (GRADED_RETURN,)
