"""Chance that is the same on every machine: a number that depends on its labels and on nothing else."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

Choice = TypeVar("Choice")


def share(*labels: object) -> float:
    """Return a number from 0 up to, not including, 1; equal labels give equal numbers, all others independent ones."""
    digest = hashlib.sha256("\x1f".join(str(label) for label in labels).encode()).digest()
    return int.from_bytes(digest[:7]) / 2**56


def one_of(choices: Sequence[Choice], *labels: object) -> Choice:
    """Return one of the choices, each as likely as the others."""
    return choices[int(share(*labels) * len(choices))]


def weighted(weights: Mapping[str, int], *labels: object) -> str:
    """Return one of the keys, by their weights."""
    left = share(*labels) * sum(weights.values())
    for key in sorted(weights):
        left -= weights[key]
        if left < 0:
            return key
    return max(weights)
