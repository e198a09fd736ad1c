"""Build the city in a state folder: `python -m tests.bench.city FOLDER [ONE_OF]`, then `handrail up` shows it.

FOLDER becomes the state folder (HANDRAIL_STATE_DIR); with ONE_OF 1000 it is a city of a thousandth.
"""

import sys
import time
from pathlib import Path

from tests.bench.city.scale import Scale
from tests.bench.city.standing import standing


def main(folder: str, one_of: str = "1") -> None:
    """Build it and say how long it took."""
    began = time.perf_counter()
    with standing(Path(folder).absolute(), Scale().part(int(one_of))) as stands:
        print(f"{time.perf_counter() - began:.0f} s: {stands.city.rows}")  # noqa: T201 - a command speaks


if __name__ == "__main__":
    main(*sys.argv[1:])
