"""What every table of this slice has in common: it hangs on a case and lies in one compartment for good."""

from typing import Any

from sqlalchemy import Index

from handrail.kit.codes import Compartment
from handrail.kit.db import check
from handrail.tenancy.models import to


def in_case(compartment: Compartment, *more: Any) -> tuple[Any, ...]:
    """Return the table arguments of records of a case in this compartment: the database refuses any other."""
    return (
        to("cases", "subject_id"),
        check(f"compartment = '{compartment.value}'", "compartment"),
        Index(None, "tenant_id", "subject_id"),
        *more,
    )
