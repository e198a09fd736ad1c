"""What a higher layer may not change: the domain's gates, required tasks and questions, and what law switched off."""

from collections.abc import Mapping
from typing import Any, Final

from handrail.frameworks.rules.layers import Path, Tree, at, dotted
from handrail.kit.i18n import _

REQUIRED_GATES: Final[Mapping[str, tuple[str, str]]] = {
    "participation_recorded": ("S2", "S2-2"),
    "summary_validated": ("S4", "S4-4"),
    "topics_only": ("S4", "S4-5"),
    "plan_accepted_by_both": ("S5", "S5-6"),
    "measures_confirmed": ("S6", "S6-1"),
}
"""The gates marked as such in the domain: key, step and rule. No framework is without them."""

STEPS: Final = ("S1", "S2", "S3", "S4", "S5", "S6", "S7")
_WORDS: Final = frozenset({"title", "text", "hint", "choices", "order"})
_SHARED: Final = frozenset({"responsible", "interval", "template", "guide"})
UNIONS: Final = frozenset({"placeholders", "optional", "compartments", "topics", "attach"})
"""Lists to which a higher layer adds and from which it takes nothing."""


def broken_lock(below: Tree, path: Path, value: Any) -> tuple[str, str, str] | None:
    """Return rule, article and sentence where lower layers forbid setting `path` to `value`; else None."""
    if at(below, path) == value:
        return None
    if path[0] == "switched_off":
        return _switch(below, path)
    if path[0] == "steps" and (path[1] not in STEPS or (path[2:] == ("active",) and value is False)):
        return "FRW-4", "", _("The process has seven steps, S1 to S7; none can be added or taken out.")
    if path[0] == "templates" and path[2:] == ("review",) and at(below, path) is True:
        return (
            "FRW-4",
            "",
            _("A lower layer has this letter read before it goes out, and that can not be switched off."),
        )
    for length in range(2, len(path)):
        holder = at(below, path[:length])
        if isinstance(holder, Mapping) and holder.get("required") is True:
            return _required(holder, path, length)
    return None


def _switch(below: Tree, path: Path) -> tuple[str, str, str] | None:
    holder = at(below, path[:3])
    if not isinstance(holder, Mapping) or (path[-1] in UNIONS and holder.get("compartments")):
        return None
    return (
        str(holder.get("rule", "FRW-4")),
        str(holder.get("article", "")),
        _("“%(path)s” is switched off by a lower layer and can not be switched on or changed.", path=dotted(path[:3])),
    )


def _required(holder: Mapping[str, Any], path: Path, length: int) -> tuple[str, str, str] | None:
    inside = path[length]
    free = inside in _WORDS or (path[0] == "steps" and inside in _SHARED) or inside in UNIONS
    if free:
        return None
    rule = str(holder.get("rule", "")) or "FRW-4"
    return (
        rule,
        "",
        _(
            "“%(path)s” is required by %(rule)s: its words may change, the thing itself stays.",
            path=dotted(path[:length]),
            rule=rule,
        ),
    )
