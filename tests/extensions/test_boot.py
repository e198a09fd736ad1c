"""How plugins are found and loaded, and how the host stands when one is missing, broken or hostile."""

import datetime as dt
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from handrail.cases.frame import further_guides
from handrail.extensions.discovery import Installed, installed_plugins, read_listing
from handrail.extensions.errors import BootFailed
from handrail.extensions.registry import Registry, boot, registry
from handrail.frameworks.added import with_guides
from handrail.frameworks.folder import base_folder, read_layer
from handrail.frameworks.rules import Layer, resolve
from handrail.kit.codes import Compartment, Role
from handrail.obligations.engine import compute
from handrail.sdk import CaseFacts, Event

ROOT = Path(__file__).parents[2]

Make = Callable[..., Installed]

GOOD = """
    from handrail.sdk import Citation, Jurisdiction, Milestone, Rule, hookimpl
    RULE = Rule(id="{code}.a", title="A", owed_by="hr", source=Citation(act="An act"), confidence="low")
    @hookimpl
    def handrail_jurisdictions():
        return [Jurisdiction(code="{code}", label="Test", rules=(RULE,), milestones=(Milestone(rule=RULE, days=3),))]
"""


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Return a function that writes a plugin's package and gives its entry point."""
    monkeypatch.syspath_prepend(tmp_path)
    made: list[str] = []

    def plugin(
        name: str, code: str = "", *, manifest: str | None = None, requires: str = "[]", api: str = "1"
    ) -> Installed:
        module = f"made_{tmp_path.name.replace('-', '_')}_{name}"
        folder = tmp_path / module
        folder.mkdir()
        (folder / "__init__.py").write_text(dedent(code or GOOD.format(code="xx")), "utf-8")
        written = (
            manifest
            or f'[plugin]\nname = "{name}"\napi = {api}\ntitle = "T"\nlocales = ["en"]\nrequires = {requires}\n'
        )
        (folder / "handrail.toml").write_text(written, "utf-8")
        made.append(module)
        importlib.invalidate_caches()
        return Installed(name=name, module=module, version="1")

    yield plugin
    for module in made:
        sys.modules.pop(module, None)


def optional(*plugins: Installed) -> Registry:
    return boot(plugins, dict.fromkeys([plugin.name for plugin in plugins], "optional"))


def state(loaded: Registry, name: str) -> tuple[str, str]:
    (plugin,) = [plugin for plugin in loaded.plugins if plugin.name == name]
    return plugin.state, plugin.reason


def test_a_plugin_is_loaded_and_its_jurisdiction_is_found_by_code(make: Make) -> None:
    loaded = optional(make("a"))
    assert state(loaded, "a") == ("loaded", "")
    assert loaded.jurisdictions["xx"].label == "Test"
    assert loaded.degraded == ()


def test_the_registry_can_not_be_changed(make: Make) -> None:
    loaded = optional(make("a"))
    with pytest.raises(TypeError):
        loaded.jurisdictions["yy"] = loaded.jurisdictions["xx"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        loaded.plugins = ()  # type: ignore[misc]


def test_what_is_not_listed_is_available_and_never_imported(make: Make) -> None:
    found = make("a", "raise RuntimeError('imported')")
    loaded = boot((found,), {})
    assert state(loaded, "a") == ("available", "")
    assert found.module not in sys.modules


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise ValueError('boom')", "its import failed: ValueError: boom"),
        ("import sys; sys.exit(3)", "its import failed: SystemExit: 3"),
        ("import no_such_module_at_all", "ModuleNotFoundError"),
        ("def (", "SyntaxError"),
        (
            """
            from handrail.sdk import hookimpl
            @hookimpl
            def handrail_jurisdiction(): return []
            """,
            "unknown hook 'handrail_jurisdiction'",
        ),
        (
            """
            from handrail.sdk import hookimpl
            @hookimpl
            def handrail_jurisdictions(session): return []
            """,
            "its hooks failed: PluginValidationError",
        ),
        (
            """
            from handrail.sdk import hookimpl
            @hookimpl
            def handrail_jurisdictions(): raise SystemExit
            """,
            "handrail_jurisdictions failed: SystemExit",
        ),
        (
            """
            from handrail.sdk import hookimpl
            @hookimpl
            def handrail_jurisdictions():
                yield 1
            """,
            "returned a int, not a Jurisdiction",
        ),
        (
            """
            from handrail.sdk import hookimpl
            @hookimpl
            def handrail_jurisdictions(): return 7
            """,
            "returned a int, not jurisdictions",
        ),
        (
            """
            from handrail.sdk import Jurisdiction, hookimpl
            @hookimpl
            def handrail_jurisdictions(): return [Jurisdiction(code="xx", label="T", rules=("junk",))]
            """,
            "handrail_jurisdictions failed: AttributeError",
        ),
        (GOOD.format(code="xx").replace('code="xx", label', 'code="yy", label'), "rule xx.a must start with yy."),
        (GOOD.format(code="xx").replace('code="xx", label', 'code="X-", label'), "the code must be letters"),
        (GOOD.format(code="xx").replace('act="An act"', 'act=""'), "rule xx.a has no source"),
        (GOOD.format(code="xx").replace("rules=(RULE,)", "rules=()"), "milestone of xx.a, which is not among"),
        (GOOD.format(code="xx").replace("rules=(RULE,)", "rules=(RULE, RULE)"), "xx.a is declared 2 times"),
    ],
)
def test_a_broken_optional_plugin_leaves_the_others_serving(make: Make, code: str, reason: str) -> None:
    loaded = optional(make("broken", code), make("good", GOOD.format(code="zz")))
    assert state(loaded, "good") == ("loaded", "")
    told, why = state(loaded, "broken")
    assert told == "unloadable"
    assert reason in why
    assert list(loaded.jurisdictions) == ["zz"]
    assert [plugin.name for plugin in loaded.degraded] == ["broken"]


def test_the_operator_gets_the_traceback_of_the_plugin(make: Make) -> None:
    loaded = optional(make("broken", "def f():\n    raise ValueError('deep')\nf()"))
    (plugin,) = loaded.plugins
    assert "ValueError: deep" in plugin.trace
    assert "in f" in plugin.trace


@pytest.mark.parametrize(
    ("manifest", "reason"),
    [
        ("not toml at all [", "can not be read"),
        ("title = 'no table'", "no [plugin] table"),
        ('[plugin]\nname = "other"\napi = 1\ntitle = "T"', "says the plugin is named 'other'"),
        ('[plugin]\nname = "a"\napi = "1"\ntitle = "T"', "api must be the SDK major"),
        ('[plugin]\nname = "a"\napi = 99\ntitle = "T"', "written for SDK major 99; this host runs 1"),
        ('[plugin]\nname = "a"\napi = 1', "title must be a text"),
        ('[plugin]\nname = "a"\napi = 1\ntitle = "T"\nrequires = "b"', "requires must be a list of names"),
    ],
)
def test_a_manifest_that_does_not_fit_keeps_the_plugin_from_being_imported(
    make: Make, manifest: str, reason: str
) -> None:
    found = make("a", manifest=manifest)
    told, why = state(optional(found), "a")
    assert told == "unloadable"
    assert reason in why
    assert found.module not in sys.modules


def test_a_package_without_a_manifest_and_a_module_that_is_gone_say_so(make: Make, tmp_path: Path) -> None:
    found = make("a")
    (tmp_path / found.module / "handrail.toml").unlink()
    gone = Installed(name="gone", module="no_such_module_at_all", version="1")
    loaded = optional(found, gone)
    assert "has no handrail.toml" in state(loaded, "a")[1]
    assert "not an installed package" in state(loaded, "gone")[1]


def test_a_required_plugin_that_is_broken_or_missing_fails_the_start(make: Make) -> None:
    broken = make("broken", "raise ValueError('boom')")
    with pytest.raises(BootFailed, match="broken: its import failed: ValueError: boom"):
        boot((broken,), {"broken": "required"})
    with pytest.raises(BootFailed, match="absent: it is listed and not installed"):
        boot((), {"absent": "required"})


def test_two_plugins_with_one_jurisdiction_fail_the_start_and_are_both_named(make: Make) -> None:
    with pytest.raises(BootFailed, match="jurisdiction 'xx' is declared by both a and b"):
        optional(make("a"), make("b"))


def test_what_a_plugin_requires_is_loaded_before_it(make: Make) -> None:
    first = make("z", GOOD.format(code="xx") + "\n    import builtins; builtins.order = ['z']")
    second = make("a", GOOD.format(code="yy") + "\n    import builtins; builtins.order.append('a')", requires='["z"]')
    loaded = optional(first, second)
    assert loaded.degraded == ()
    assert sys.modules["builtins"].order == ["z", "a"]  # type: ignore[attr-defined]
    del sys.modules["builtins"].order  # type: ignore[attr-defined]


def test_a_plugin_falls_out_with_what_it_requires(make: Make) -> None:
    loaded = optional(
        make("broken", "raise ValueError('boom')"),
        make("above", GOOD.format(code="yy"), requires='["broken"]'),
        make("lonely", GOOD.format(code="zz"), requires='["nowhere"]'),
    )
    assert state(loaded, "above") == ("unloadable", "requires broken, which did not load")
    assert state(loaded, "lonely") == ("unloadable", "requires nowhere, which is not there")


def test_plugins_that_require_each_other_in_a_circle_are_named(make: Make) -> None:
    loaded = optional(make("a", requires='["b"]'), make("b", requires='["a"]'), make("c", GOOD.format(code="cc")))
    assert "circle" in state(loaded, "a")[1]
    assert "a → b → a" in state(loaded, "a")[1] or "b → a → b" in state(loaded, "a")[1]
    assert state(loaded, "c") == ("loaded", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [('[plugins]\nnl = "maybe"\n', 'must be "required" or "optional"'), ("[plugins", "can not be read")],
)
def test_a_list_of_plugins_that_can_not_be_read_says_what_to_change(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "plugins.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(BootFailed, match=message):
        read_listing(file)


def test_every_plugin_of_the_tree_is_found_listed_and_loaded() -> None:
    tree = {folder.name.removeprefix("handrail-") for folder in (ROOT / "plugins").glob("handrail-*")}
    assert {found.name for found in installed_plugins()} >= tree
    listing = read_listing()
    assert listing.keys() == tree
    # A statutory date must not be missing because a plugin did not load; an intervention may be away for a while.
    countries = {name for name, want in listing.items() if want == "required"}
    assert {code.partition("_")[0] for code in registry().jurisdictions} == countries
    assert {name.partition("/")[0] for name in registry().interventions} == tree - countries
    assert registry() is registry()


@pytest.mark.parametrize(
    "code",
    ["nl", "de", "be", "at", "fr", "se", "no", "dk", "fi", "uk", "uk_ni", "ie", "ca_qc", "ca_on", "ca_bc", "au_cth",
     "au_nsw", "au_vic", "nz", "us"],
)  # fmt: skip
def test_a_jurisdiction_answers_an_absence_that_goes_on(code: str) -> None:
    found = registry().jurisdictions[code]
    facts = CaseFacts(jurisdiction=code, events=(Event(date=dt.date(2026, 1, 5), type="absence_started"),))
    rows = [row for row in compute(facts, found) if row.rule.id.startswith(f"{code}.")]
    assert all(row.explanation and row.source.act for row in rows)
    assert rows or code in {"us", "au_nsw", "au_vic"}, "there an absence alone asks nothing"


def test_two_distributions_that_are_one_plugin_fail_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        info = tmp_path / f"twin{number}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: twin{number}\nVersion: 1.0\n", "utf-8")
        (info / "entry_points.txt").write_text("[handrail.plugins]\ntwin = twin\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(BootFailed, match="two installed distributions are the plugin 'twin'"):
        installed_plugins()


GUIDED = """
    from handrail.sdk import Guide, GuideQuestion, GuideSection, hookimpl
    ASK = GuideQuestion(key="way", answer="choice", text={{"en": "How do you travel?", "nl": "Hoe reist u?"}},
                        choices={{"train": {{"en": "By train"}}, "car": {{"en": "By car"}}}})
    TRAVEL = GuideSection(key="travel", title={{"en": "The way to work"}}, questions=(ASK,))
    @hookimpl
    def handrail_guides():
        return [Guide(key="commute", title={{"en": "A talk about the way to work"}}, sections=({sections}))]
"""


@pytest.mark.rule("INT-4")
def test_a_plugin_adds_a_guide_under_its_own_name_and_replaces_none(make: Make) -> None:
    loaded = optional(make("ways-to-work", GUIDED.format(sections="TRAVEL,")))
    platform = with_guides(read_layer(base_folder(), Layer.PLATFORM, "base"), loaded.guides)
    framework = resolve([platform])
    guide = framework.guides["ways_to_work_commute"]
    question = guide.sections["travel"].questions["way"]
    assert (guide.contact, guide.held_by, question.compartment) == ("other", Role.COORDINATOR, Compartment.COORDINATION)
    assert question.choices["car"] == {"en": "By car"}
    assert question.text["nl"] == "Hoe reist u?"
    assert list(further_guides(framework)) == ["ways_to_work_commute"]
    assert (
        framework.guides["first_call"]
        == resolve([read_layer(base_folder(), Layer.PLATFORM, "base")]).guides["first_call"]
    )


@pytest.mark.rule("INT-4")
def test_a_guide_without_a_section_keeps_the_plugin_from_being_used(make: Make) -> None:
    loaded = optional(make("empty", GUIDED.format(sections="")))
    assert state(loaded, "empty")[0] == "unloadable"
    assert "it has no section" in state(loaded, "empty")[1]
