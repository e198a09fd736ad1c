"""Individual placement and support: a job first, and support for as long as it is wanted (IVN-4)."""

from handrail.sdk import InterventionType, hookimpl
from handrail_ips.declaration import IPS

__all__ = ["IPS", "handrail_intervention_types"]


@hookimpl
def handrail_intervention_types() -> tuple[InterventionType, ...]:
    """Return the one type of this plugin."""
    return (IPS,)
