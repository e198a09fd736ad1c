"""Names of columns that a support process does not take in, whatever a profile says."""

import re
from typing import Literal

# Word stems of the four languages, looked for in casefolded headers.
_SANCTION = re.compile(
    r"disciplin|sanction|sanctie|bradford|absence.?score|verzuimscore|avertissement|abmahnung|(final|written|formal).?warning"
    r"|(officiële|schriftelijke).?waarschuwing"
)
_DIAGNOSIS = re.compile(r"diagnos|\bicd\b|icd.?10|krankheitsbild|symptom|ziektebeeld|pathologi|illness|disease")


def sensitive_rule(header: str) -> Literal["NEU-3", "CON-4"] | None:
    """Return the rule that forbids taking in a column of this name: discipline or diagnosis."""
    name = header.casefold()
    if _SANCTION.search(name):
        return "NEU-3"
    return "CON-4" if _DIAGNOSIS.search(name) else None
