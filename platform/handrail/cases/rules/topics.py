"""Topics of a guide that were left for later, until they were talked about or let go (S3-1). Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from handrail.kit.errors import FieldProblem, Invalid
from handrail.kit.i18n import _


@dataclass(frozen=True, slots=True)
class Talk:
    """What one talk says of the topics of its guide, each by the key of its section."""

    on: date
    guide: str
    talked_about: Collection[str] = ()
    put_off: Collection[str] = ()
    let_go: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """A topic that waits for the next talk of its kind, and since when."""

    guide: str
    key: str
    since: date


def still_open(talks: Iterable[Talk]) -> list[OpenTopic]:
    """Return what is still left, what waits longest first; `talks` begin with the oldest.

    A topic comes back at each next talk by the same guide until it is talked about or let go. Left again, it waits
    since the first day; left in part, it is left.
    """
    waiting: dict[tuple[str, str], date] = {}
    for talk in talks:
        for key in {*talk.talked_about, *talk.let_go} - set(talk.put_off):
            waiting.pop((talk.guide, key), None)
        for key in talk.put_off:
            waiting.setdefault((talk.guide, key), talk.on)
    return [OpenTopic(guide, key, since) for (guide, key), since in sorted(waiting.items(), key=lambda item: item[1])]


def talked_about(answers: Collection[str], sections: Mapping[str, Collection[str]]) -> list[str]:
    """Return the topics in which something was answered; `sections` name their questions."""
    return [key for key, questions in sections.items() if set(questions) & set(answers)]


def check_topics(
    put_off: Collection[str], let_go: Collection[str], *, known: Collection[str], left: Collection[str]
) -> None:
    """Raise Invalid where a topic is none of the guide's, or one is let go that nobody had left for later."""
    problems = []
    if set(put_off) - {*known, *left}:
        problems.append(FieldProblem("/put_off", _("The guide in force here has no such topic.")))
    if set(let_go) - set(left):
        problems.append(FieldProblem("/let_go", _("Only a topic that was left for later can be let go.")))
    if set(let_go) & set(put_off):
        problems.append(FieldProblem("/let_go", _("A topic is either left for later again or let go, not both.")))
    if problems:
        raise Invalid(problems=problems)
