"""A feed while it waits for a person to confirm it: what was read, and nothing of what was not."""

import zlib
from dataclasses import dataclass
from typing import Any

import msgspec

from handrail.exchange.intake.absence_row import AbsenceRow, NotAnAbsence, RejectedRow
from handrail.exchange.intake.feed import Feed
from handrail.exchange.intake.problems import Problem
from handrail.exchange.intake.rows import Row
from handrail.kit.i18n import LazyText, lazy


@dataclass(frozen=True, slots=True)
class WaitingFeed:
    """The rows of a file by kind, its notices, and what the profile says about workers whom nobody knows yet."""

    absences: tuple[AbsenceRow, ...]
    rejected: tuple[RejectedRow, ...]
    no_absences: tuple[NotAnAbsence, ...]
    notices: tuple[Problem, ...]
    create_workers: bool
    site: str

    @classmethod
    def of(cls, feed: Feed, site: str | None = None) -> "WaitingFeed":
        """Take over what was read; `site` is where new workers work, instead of what the profile says."""
        workers = feed.profile.document.workers
        return cls(
            absences=tuple(row for row in feed.rows if isinstance(row, AbsenceRow)),
            rejected=tuple(row for row in feed.rows if isinstance(row, RejectedRow)),
            no_absences=tuple(row for row in feed.rows if isinstance(row, NotAnAbsence)),
            notices=feed.notices,
            create_workers=workers.create,
            site=workers.site if site is None else site,
        )

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows; the planner puts them in order."""
        return (*self.absences, *self.rejected, *self.no_absences)

    def packed(self) -> bytes:
        """Return it as bytes to keep. Problems are kept in the language of whoever uploaded the file."""
        return zlib.compress(msgspec.json.encode(self, enc_hook=text_out))

    @classmethod
    def unpacked(cls, packed: bytes) -> "WaitingFeed":
        """Return what `packed` made bytes of."""
        return msgspec.json.decode(zlib.decompress(packed), type=cls, dec_hook=text_in)


def text_out(value: Any) -> str:
    """Return a text that is translated when it is shown as it is shown now, to be kept."""
    if isinstance(value, LazyText):
        return str(value)
    raise NotImplementedError(type(value))


def text_in(kind: type, value: Any) -> LazyText:
    """Return a kept text as one that is shown as it is."""
    if kind is LazyText:
        return lazy(value)
    raise NotImplementedError(kind)
