"""The door: counted tables in, what a reader may see out (REP-2), with what must be remembered for the next time."""

from collections.abc import Sequence
from dataclasses import dataclass

from handrail.reports.rules.ledger import Address, Published, Release
from handrail.reports.rules.masking import Masked, mask
from handrail.reports.rules.method import BARE_WORDS, T5, Method
from handrail.reports.rules.showing import show
from handrail.reports.tables import ShownTable, Table, Text


@dataclass(frozen=True, slots=True)
class Protected:
    """Tables as their readers see them.

    `method` are the sentences to print on every output. `release` is to be kept for this group of readers and given
    back as the last of `history` when the next report for them is made; None where numbers are bare.
    """

    tables: tuple[ShownTable, ...]
    method: tuple[Text, ...]
    release: Release | None


def protect(tables: Sequence[Table], *, method: Method = T5, history: Sequence[Release] = ()) -> Protected:
    """Return the tables as readers outside the consultancy may see them.

    `history` is everything released before to the same group of readers, oldest first. All tables that they get at
    the same time belong into one call: what they share is masked the same way. Raises CountsDiffer where two tables
    contradict each other.
    """
    masked = mask(tables, method, history)
    shown = tuple(show(table, method, masked) for table in tables)
    return Protected(shown, method.words(), _release(masked))


def bare(tables: Sequence[Table]) -> Protected:
    """Return the tables with every number, for readers who have the cases anyway."""
    return Protected(tuple(show(table, None, None) for table in tables), BARE_WORDS, None)


def _release(masked: Masked) -> Release:
    counted = masked.counted
    cells: dict[Address, Published] = {}
    for address, truth in counted.truth.items():
        if address in counted.printed and address not in masked.hidden:
            cells[address] = Published(truth)
        else:
            cells[address] = Published(None, min(1, truth), is_secret=address in counted.printed)
    return Release(cells, tuple(counted.sums))
