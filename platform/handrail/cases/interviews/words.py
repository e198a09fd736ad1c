"""What the codes of interviews are called; the values are msgids."""

from collections.abc import Mapping
from typing import Final

from handrail.cases.interviews.codes import InterviewKind, StatementOf
from handrail.kit.i18n import N_

KINDS: Final[Mapping[InterviewKind, str]] = {
    InterviewKind.REINTEGRATION: N_("Reintegration interview"),
    InterviewKind.RETURN_TO_WORK: N_("Return-to-work interview"),
}
STATEMENTS: Final[Mapping[StatementOf, str]] = {
    StatementOf.OCCUPATIONAL: N_("The occupational physician's"),
    StatementOf.TREATING: N_("The treating physician's"),
    StatementOf.INSURER: N_("The insurer's physician's"),
    StatementOf.NOT_YET: N_("There is none yet"),
}
