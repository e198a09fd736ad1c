"""Held letters with their words, as the API gives them."""

from typing import ClassVar

from msgspec import Struct

from handrail.cases.shapes import HeldLetterShape
from handrail.kit.codes import Compartment


class HeldLetterTextShape(Struct, frozen=True):
    """A held letter with its words, as whoever gets it would read them today."""

    __compartment__: ClassVar = Compartment.COORDINATION

    letter: HeldLetterShape
    locale: str
    subject: str
    text: str
