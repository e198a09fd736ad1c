"""How big the city is, and who works where: everything follows from the scale and its seed."""

import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

PER_SUPERVISOR: Final = 15
"""Workers who share a line manager, who is one of them."""
PER_COORDINATOR: Final = 60
"""Open cases of one coordinator."""
PER_SITE: Final = 2_500
"""Workers at one site, up to MOST_SITES of them."""
MOST_SITES: Final = 8
LARGEST: Final = 6
"""The largest client organisation has every sixth worker: 200,000 of 1.2 million."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What is counted. `short` are absences that ended without a case, `brief` those that have lasted for days."""

    employers: int = 300
    workers: int = 1_200_000
    cases: int = 50_000
    short: int = 100_000
    brief: int = 8_000
    models: int | None = None
    """How many ages of each kind of case are lived through; None: all."""
    seed: int = 20_261_123

    def part(self, of: int) -> "Scale":
        """Return a city of one `of`th, with no fewer than five client organisations, lived by fewer models."""
        return Scale(
            employers=max(5, self.employers // of),
            workers=self.workers // of,
            cases=self.cases // of,
            short=self.short // of,
            brief=self.brief // of,
            models=None if of == 1 else 1,
            seed=self.seed,
        )

    def plain(self) -> dict[str, int | None]:
        """Return it as JSON holds it."""
        return asdict(self)

    def chance(self, about: str) -> random.Random:
        """Return the chance that decides about one thing: the same city each time, whatever else is drawn."""
        return random.Random(f"{self.seed}/{about}")  # noqa: S311 - invented people, no secret


def shares(total: int, weights: list[float]) -> list[int]:
    """Return whole numbers that add up to `total`, each as near to its weight as can be."""
    whole, found, seen = sum(weights), [], 0.0
    before = 0
    for weight in weights:
        seen += weight
        upto = round(total * seen / whole)
        found.append(upto - before)
        before = upto
    return found


def sizes(scale: Scale) -> list[int]:
    """Return how many workers each client organisation has, the largest first: a sixth, then ever fewer."""
    first = scale.workers // LARGEST
    weights = [1 / (place + 8) for place in range(scale.employers - 1)]
    return [first, *shares(scale.workers - first, weights)]


def spread(total: int, by: list[int], chance: random.Random) -> list[list[int]]:
    """Return, for each client organisation, which of its workers: by its size, no worker twice."""
    counts = shares(total, [float(each) for each in by])
    return [sorted(chance.sample(range(size), min(count, size))) for count, size in zip(counts, by, strict=True)]


def sites_of(workers: int) -> int:
    """Return how many sites a client organisation of this size has."""
    return max(1, min(MOST_SITES, workers // PER_SITE))


_STARTS: Final = (
    "Ba Be Bo Da De Do Fa Fe Ga Ge Ha He Jo Ka Ke Ko La Le Lo Ma Me Mo Na Ne No Pa Re Ro Sa Se Ta Te Va Ve Wa"
)
_MIDDLES: Final = "ba da di ga la li lo ma mi na ni no ra ri ro sa si ta ti to va vi"
_ENDS: Final = "bel dan del der dor ga gen kel len lin lo man mer min na nar nel ner ra ren rin sel ta ter tin vin za"


def names(chance: random.Random) -> Iterator[str]:
    """Yield names of people that nobody has, as unevenly spread over the alphabet as real ones."""
    starts, ends = _STARTS.split(), _ENDS.split()
    given = [f"{start}{end}" for start in starts for end in ends]
    family = [f"{start}{middle}{end}" for start in starts for middle in ("", *_MIDDLES.split()) for end in ends]
    weights = [1 / (place + 20) for place in range(len(family))]
    chance.shuffle(family)
    while True:
        firsts = chance.choices(given, k=10_000)
        lasts = chance.choices(family, weights, k=10_000)
        yield from (f"{first} {last}" for first, last in zip(firsts, lasts, strict=True))
