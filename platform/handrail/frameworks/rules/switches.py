"""What a jurisdiction switches off: topics and fields in guides, consents, each with its article (FRW-4)."""

from collections.abc import Iterator, Mapping
from typing import Any

from handrail.frameworks.rules.layers import Layer, Path, at, dotted, pruned
from handrail.frameworks.rules.problems import Problem
from handrail.kit.i18n import _

_ASKING = ("answer", "compartment", "topics", "field")


def withhold(tree: dict[str, Any], origins: Mapping[Path, Layer], problems: list[Problem]) -> dict[str, str]:
    """Take switched-off questions and consents out of `tree`; return their paths with the switch of each.

    What a layer no higher than the switch asks is withheld without more ado. What a higher layer asks in spite of the
    switch is withheld too and becomes a problem that names the article.
    """
    withheld: dict[str, str] = {}
    for path, switch in list(_caught(tree)):
        holder = at(tree, switch)
        withheld[dotted(path)] = dotted(switch)
        asking, forbidding = _highest(origins, path), origins[(*switch, "rule")]
        if asking.height > forbidding.height:
            rule, article = str(holder.get("rule", "FRW-4")), str(holder.get("article", ""))
            message = _("This may not be asked or kept here: %(why)s.", why=article or rule)
            problems.append(Problem(rule, dotted(path), message, asking, article))
        pruned(tree, path)
    return withheld


def _caught(tree: Mapping[str, Any]) -> Iterator[tuple[Path, Path]]:
    """Yield each question or consent that an effective switch catches, with that switch's path."""
    switches = list(_effective(tree))
    for path, question in _questions(tree):
        for switch, holder in switches:
            if _asks(question, switch) and _there(question, holder):
                yield path, switch
                break
    for switch, _holder in switches:
        if switch[1] == "consents" and at(tree, ("consents", switch[2])):
            yield ("consents", switch[2]), switch


def _effective(tree: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for kind in ("topics", "fields", "consents"):
        for key, holder in (at(tree, ("switched_off", kind)) or {}).items():
            fact = holder.get("unless", "")
            if not (fact and at(tree, ("facts", fact)) is True):
                yield ("switched_off", kind, key), holder


def _questions(tree: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    for guide, held in (tree.get("guides") or {}).items():
        for section, part in (held.get("sections") or {}).items():
            for key, question in (part.get("questions") or {}).items():
                yield ("guides", guide, "sections", section, "questions", key), question


def _asks(question: Mapping[str, Any], switch: Path) -> bool:
    if switch[1] == "topics":
        return switch[2] in question.get("topics", ())
    return switch[1] == "fields" and switch[2] == question.get("field")


def _there(question: Mapping[str, Any], holder: Mapping[str, Any]) -> bool:
    compartments = holder.get("compartments") or ()
    return not compartments or question.get("compartment") in compartments


def _highest(origins: Mapping[Path, Layer], path: Path) -> Layer:
    """Return the highest layer that had a say in what is asked; words alone do not count."""
    setting = [layer for leaf, layer in origins.items() if leaf[: len(path)] == path and leaf[len(path)] in _ASKING]
    return max(setting, key=lambda layer: layer.height, default=Layer.PLATFORM)
