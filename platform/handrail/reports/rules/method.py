"""Which method keeps small numbers back, with its numbers, and the words that every output prints about it."""

from dataclasses import dataclass
from typing import Final

from handrail.kit.i18n import N_
from handrail.reports.tables import Text, Values, Words

FLOOR: Final = 3
"""No setting goes below: a group of two knows itself."""


@dataclass(frozen=True, slots=True)
class Method:
    """The numbers of a method.

    `k` workers is the smallest number that is shown; `base` the smallest base of a share, a mean or a median, and the
    size below which "all" or "none" of a group says something about each; `quartile_base` that of quartiles;
    `width` how far apart the least and greatest possible number of a hidden cell must at least be.
    """

    name: str = "T5"
    k: int = 5
    base: int = 10
    quartile_base: int = 20
    width: int = 3

    def __post_init__(self) -> None:
        if self.k < FLOOR:
            raise ValueError(f"k is {self.k}: never below {FLOOR}")
        if self.base < self.k or self.quartile_base < self.base or self.width < 1:
            raise ValueError("a base is at least k, that of quartiles at least the base, the width at least 1")

    def words(self) -> tuple[Text, ...]:
        """Return what the output says about the method (REP-2: it is printed)."""
        values: Values = {
            "name": self.name,
            "k": self.k,
            "base": self.base,
            "quartile_base": self.quartile_base,
        }
        return tuple(Words(sentence, values) for sentence in _SENTENCES)


T5: Final = Method()
"""The default for readers on the employer's side."""

_SENTENCES: Final = (
    N_("Method %(name)s: numbers of fewer than %(k)s workers are held back, because they could point at a person."),
    N_("So that nobody can work these out from totals, some larger numbers are held back too."),
    N_("No count is rounded and none is made up: each one that is shown is exact."),
    N_("Percentages and medians stand only where at least %(base)s stand behind them; quartiles at %(quartile_base)s."),
    N_("Sums of days and averages are left out: those of a few people could be worked out from several reports."),
    N_("Counts were checked against the earlier reports for the same readers: no difference tells of a few workers."),
)

BARE_WORDS: Final[tuple[Text, ...]] = (
    Words(N_("All numbers are shown as they are, small ones too.")),
    Words(N_("This report is for the consultancy only: people could be recognised in it. Do not pass it on.")),
)
