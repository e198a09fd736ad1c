"""The floors of the jurisdictions that are installed: help to call, what the law binds, and nothing looser (FRW-4)."""

import functools
import re
import sys
import tomllib
from typing import Any, Final

import pytest

from handrail.documents.typst.coverage import printable
from handrail.extensions.registry import registry
from handrail.frameworks.folder import base_folder, base_layers
from handrail.frameworks.rules import Attempt, Framework, Layer, LayerDocument, attempt_to_resolve, check, resolve
from handrail.frameworks.rules.bounds import SIDES
from handrail.frameworks.rules.document import Bound
from handrail.kit.i18n import LOCALES

FLOORS: Final = base_folder() / "floors"
PLACES: Final = sorted(registry().jurisdictions)
EMERGENCY: Final = {
    **dict.fromkeys(("nl", "de", "be", "at", "fr", "se", "no", "dk", "fi"), "112"),
    **dict.fromkeys(("uk", "uk_ni", "ie"), "999"),
    **dict.fromkeys(("ca_qc", "ca_on", "ca_bc", "us"), "911"),
    **dict.fromkeys(("au_cth", "au_nsw", "au_vic"), "000"),
    "nz": "111",
}
EMPLOYERS_SIDE: Final = {"administrative", "plan"}
HEALTH_IS_OFF_IN: Final = {
    "nl": EMPLOYERS_SIDE | {"coordination"},
    "be": EMPLOYERS_SIDE | {"coordination"},
    "de": EMPLOYERS_SIDE,
    "fr": EMPLOYERS_SIDE,
    "fi": EMPLOYERS_SIDE,
    "us": EMPLOYERS_SIDE,
}
BASE: Final = resolve(base_layers("none"))
PARTS: Final = ("languages", "intervals", "thresholds", "vision", "bounds", "switched_off", "guides")


@functools.cache
def attempt(place: str) -> Attempt:
    return attempt_to_resolve(base_layers(place))


def framework_of(place: str) -> Framework:
    found = attempt(place).framework
    assert found is not None
    return found


def floor_of(place: str) -> dict[str, Any]:
    return tomllib.loads((FLOORS / place / "framework.toml").read_text("utf-8"))


def sides(bound: Bound) -> tuple[int, int]:
    return (bound.at_least.value if bound.at_least else 0, bound.at_most.value if bound.at_most else sys.maxsize)


def asked_about_health(place: str, **facts: bool) -> dict[str, str]:
    """Return, of an employer's questions about health in each compartment, the refused ones with the refusing rule."""
    words = dict.fromkeys(LOCALES, "?")
    asked = {
        name: {"answer": "text", "compartment": name, "topics": ["health"], "text": words}
        for name in ("administrative", "coordination", "own", "plan")
    }
    ours = {"facts": facts, "guides": {"first_meeting": {"sections": {"leave": {"questions": asked}}}}}
    base = [
        LayerDocument(one.layer, one.name, {key: one.tree[key] for key in PARTS if key in one.tree})
        for one in base_layers(place)
    ]
    done = attempt_to_resolve([*base, LayerDocument(Layer.EMPLOYER, "quay", ours)])
    leave = "guides.first_meeting.sections.leave.questions."
    return {one.path.removeprefix(leave): one.rule for one in done.problems if one.path.startswith(leave)}


@pytest.mark.rule("FRW-4")
def test_every_installed_jurisdiction_has_a_floor_and_no_floor_is_left_over() -> None:
    assert len(PLACES) == 20
    assert {folder.name for folder in FLOORS.iterdir()} == set(PLACES) == set(EMERGENCY)


@pytest.mark.parametrize("place", PLACES)
def test_a_floor_names_the_number_to_call_in_an_emergency(place: str) -> None:
    emergencies = [one for one in framework_of(place).resources.values() if one.kind == "emergency"]
    assert [(one.phone, one.always, one.active) for one in emergencies] == [(EMERGENCY[place], True, True)]


@pytest.mark.parametrize("place", PLACES)
def test_every_number_of_a_floor_can_be_dialled(place: str) -> None:
    for key, table in floor_of(place)["resources"].items():
        assert re.fullmatch(r"\d[\d ]*\d", table["phone"]), key
        assert table["always"] is True


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize("place", PLACES)
def test_a_floor_has_its_texts_in_every_language(place: str) -> None:
    framework = framework_of(place)
    assert {folder.name for folder in (FLOORS / place / "texts").iterdir()} == set(LOCALES)
    for key in floor_of(place)["resources"]:
        one = framework.resources[key]
        assert set(one.title) == set(one.text) == set(LOCALES), key
        assert len(set(one.text.values())) == len(LOCALES), key
        for text in (*one.title.values(), *one.text.values()):
            assert printable(text).replaced == 0


@pytest.mark.parametrize("place", PLACES)
def test_a_floor_has_no_text_for_what_it_does_not_name(place: str) -> None:
    _platform, floor = base_layers(place)
    assert set(floor.tree) <= {"bounds", "switched_off", "resources"}
    assert set(floor.tree["resources"]) == set(floor_of(place)["resources"])


@pytest.mark.rule("FRW-4")
@pytest.mark.parametrize("place", PLACES)
def test_no_floor_loosens_the_base(place: str) -> None:
    assert attempt(place).problems == ()
    framework = framework_of(place)
    for name, below in BASE.bounds.items():
        least, most = sides(below)
        now_least, now_most = sides(framework.bounds[name])
        assert least <= now_least <= now_most <= most
    for kind in ("topics", "fields", "consents"):
        for key, switch in getattr(BASE.switched_off, kind).items():
            assert getattr(framework.switched_off, kind)[key] == switch


@pytest.mark.rule("FRW-5")
@pytest.mark.parametrize("place", PLACES)
def test_a_floor_contradicts_nothing(place: str) -> None:
    assert check(framework_of(place)) == ()


@pytest.mark.rule("FRW-4")
@pytest.mark.parametrize("place", PLACES)
def test_what_a_floor_binds_names_its_rule_and_its_article(place: str) -> None:
    floor = floor_of(place)
    switches = [one for kind in floor.get("switched_off", {}).values() for one in kind.values()]
    limits = [bound[side] for bound in floor.get("bounds", {}).values() for side in SIDES if side in bound]
    for bound in (*switches, *limits):
        assert bound["rule"].startswith(f"{place}.")
        assert len(bound["article"]) > 10


@pytest.mark.rule("FRW-4")
@pytest.mark.parametrize("place", PLACES)
def test_health_is_asked_where_the_law_lets_it_and_refused_where_not(place: str) -> None:
    off = HEALTH_IS_OFF_IN.get(place, set())
    assert asked_about_health(place) == dict.fromkeys(off, f"{place}.no_health_topics")
    leave = framework_of(place).guides["first_meeting"].sections["leave"].questions
    assert ("health_as_told" in leave) is ("coordination" not in off)
    assert "health_for_yourself" in leave


@pytest.mark.rule("FRW-4")
@pytest.mark.parametrize("place", ["nl", "be"])
def test_who_works_under_the_occupational_physician_may_ask_about_health(place: str) -> None:
    assert asked_about_health(place, coordinator_under_occupational_physician=True) == {}
