"""What is counted for one client organisation, by statements that PostgreSQL adds up: no row of a worker leaves it.

Every measure runs in the engine's scope, since what may be told of its sums is decided later, by side and by number.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from handrail.reports.codes import Measure
from handrail.reports.measuring.absences import absences
from handrail.reports.measuring.cases import ageing, caseload, workload
from handrail.reports.measuring.duties import duties
from handrail.reports.measuring.returns import returns
from handrail.reports.measuring.scope import Scope

__all__ = ["Scope", "measure"]

_COUNTED: Final[Mapping[Measure, Callable[[Session, Scope], Any]]] = {
    Measure.CASELOAD: caseload,
    Measure.AGEING: ageing,
    Measure.WORKLOAD: workload,
    Measure.DUTIES: duties,
    Measure.ABSENCES: absences,
    Measure.RETURNS: returns,
}


def measure(session: Session, scope: Scope, measures: Iterable[Measure]) -> dict[str, Any]:
    """Return the sums of each measure by its code, as JSON; `session` is in the engine's scope."""
    return {each.value: _COUNTED[each](session, scope) for each in measures}
