"""What a plan has colleagues told and do on the return: only with the worker's consent for it (CON-7, S5-4). Pure."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from handrail.kit.errors import FieldProblem
from handrail.kit.i18n import _
from handrail.plans.rules.codes import Welcome
from handrail.plans.rules.content import Content

AMONG_TWO: Final = frozenset({None, Welcome.NOTHING, Welcome.GREETING})
"""Ways to be welcomed in which no colleague has a part."""


def welcome_problems(content: Content, *, agreed: bool) -> Iterator[FieldProblem]:
    """Yield what a plan says of colleagues without consent, or leaves open with it; `agreed`: there is a yes."""
    told = bool(content.colleagues.strip())
    if agreed and not told:
        yield FieldProblem("/colleagues", _("Say how colleagues are prepared."))
    if agreed:
        return
    if told:
        why = _("The worker has not agreed that colleagues are told. Ask them, or leave this empty.")
        yield FieldProblem("/colleagues", why)
    if content.welcome not in AMONG_TWO:
        why = _("The worker has not agreed that colleagues have a part in it. Ask them, or choose another way.")
        yield FieldProblem("/welcome", why)


def tells_colleagues(content: Content) -> bool:
    """Say whether a plan has colleagues told something, or do something on the first day."""
    return bool(content.colleagues.strip()) or content.welcome not in AMONG_TWO


def without_welcome(content: Content) -> Content:
    """Return the content without what colleagues are told and do: as it is read once the consent is taken back."""
    if not tells_colleagues(content):
        return content
    return replace(content, colleagues="", welcome=None, welcome_wish="")
