"""When a callback of a plugin is asked no more for a while: pure rules about faults and time.

Five faults within ten minutes open a circuit for five minutes, and each opening that follows on the last one doubles
that, up to six hours. A circuit is of one callback in one consultancy, so that one wrong key stops nobody else. What is
open in three consultancies at once is the plugin's own fault: it goes into quarantine.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

STRIKES: Final = 5
WINDOW_SECONDS: Final = 600
FIRST_SECONDS: Final = 300
MOST_SECONDS: Final = 6 * 3600
TENANTS: Final = 3
"""In how many consultancies at once a plugin's circuits are open when it goes into quarantine."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """The faults of late, how often it opened in a row, and until when it is open; instants in seconds since 1970."""

    strikes: tuple[float, ...] = ()
    openings: int = 0
    open_until: float = 0.0

    def is_open(self, now: float) -> bool:
        """Say whether nobody is asked now."""
        return now < self.open_until

    def is_forgotten(self, now: float) -> bool:
        """Say whether nothing of it counts any more."""
        return self._recovered(now) and not self._recent(now)

    def struck(self, now: float) -> "Circuit":
        """Return it after one more fault. The first fault after it was open opens it again, for twice as long."""
        openings = 0 if self._recovered(now) else self.openings
        recent = (*self._recent(now), now)
        if len(recent) < STRIKES and not openings:
            return Circuit(recent)
        return Circuit((), openings + 1, now + min(FIRST_SECONDS * 2**openings, MOST_SECONDS))

    def _recent(self, now: float) -> tuple[float, ...]:
        return tuple(each for each in self.strikes if now - each < WINDOW_SECONDS)

    def _recovered(self, now: float) -> bool:
        """Say whether it stayed closed long enough after its last opening that the next one starts over."""
        return now - self.open_until >= WINDOW_SECONDS

    def dumped(self) -> str:
        """Return it as text."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, dumped: str | bytes | None) -> "Circuit":
        """Return a circuit from its text; a closed one from none."""
        if not dumped:
            return cls()
        found = json.loads(dumped)
        return cls(tuple(found["strikes"]), found["openings"], found["open_until"])


def name_of(callback: str, tenant_id: object) -> str:
    """Return the name of the circuit of one callback in one consultancy."""
    return f"{callback}|{tenant_id}"


def tenants_open(circuits: Iterable[tuple[str, Circuit]], now: float) -> frozenset[str]:
    """Return the consultancies in which any circuit of a plugin is open."""
    return frozenset(name.partition("|")[2] for name, circuit in circuits if circuit.is_open(now))
