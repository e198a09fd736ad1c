import hashlib
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from handrail.web.assets import DIRECTORY, IMMUTABLE, asset_url, digest

PACKAGE = DIRECTORY.parents[1]
CSS = sorted(DIRECTORY.glob("*.css"))
PHYSICAL = re.compile(
    r"""(?x)(?<![\w-])(
        (margin|padding|border|inset|scroll-(?:margin|padding)|overflow)-?(top|bottom|left|right)(-[\w-]+)?
      | (top|bottom|left|right|width|height|(min|max)-(width|height))
      | border-(top|bottom)-(left|right)-radius
    )\s*:""",
)
PHYSICAL_VALUE = re.compile(r"(text-align|float|clear|caption-side)\s*:\s*(left|right)")


def without_conditions(css: str) -> str:
    """Media and container conditions speak of the screen, which has a width in every language."""
    return re.sub(r"@(media|container)[^{]*\{", "{", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_the_style_sheets_know_no_left_and_right(path: object) -> None:
    css = without_conditions(path.read_text("utf-8"))  # type: ignore[attr-defined]
    found = [match.group(0) for pattern in (PHYSICAL, PHYSICAL_VALUE) for match in pattern.finditer(css)]
    assert found == []


@pytest.mark.parametrize(
    "wrong", ["a{margin-left:1px}", "a{width:1px}", "a{border-top-left-radius:0}", "a{text-align:left}"]
)
def test_the_check_sees_physical_properties(wrong: str) -> None:
    assert PHYSICAL.search(wrong) or PHYSICAL_VALUE.search(wrong)


def test_logical_properties_pass_the_check() -> None:
    css = "a{margin-inline-start:1px;inline-size:1px;border-block-start:0;stroke-width:1;max-inline-size:1px}"
    assert not PHYSICAL.search(css)


def test_the_files_are_small() -> None:
    assert sum(path.stat().st_size for path in CSS) <= 40 * 1024
    assert (DIRECTORY / "handrail.js").stat().st_size <= 15 * 1024
    whole_page = [path for path in DIRECTORY.iterdir() if path.suffix in {".css", ".js", ".svg"}]
    assert sum(path.stat().st_size for path in whole_page) <= 100 * 1024


def test_the_layers_stand_in_their_order() -> None:
    css = (DIRECTORY / "handrail.css").read_text("utf-8")
    order = "reset, tokens, base, layout, components, utilities, print"
    assert f"@layer {order};" in css
    assert re.findall(r"@layer (\w+) \{", css) == order.split(", ")


def test_htmx_is_the_file_that_was_looked_at() -> None:
    name = "htmx-4.0.1.js"
    sha256 = hashlib.sha256((DIRECTORY / name).read_bytes()).hexdigest()
    row = next(
        line for line in (DIRECTORY / "VENDOR.md").read_text("utf-8").splitlines() if line.startswith(f"| `{name}`")
    )
    assert f"`{sha256}`" in row
    text = (DIRECTORY / name).read_text("utf-8")
    assert 'this.version="4.0.1"' in text
    assert "registerExtension(" in text.split("(()=>{let t=null", 1)[1]  # the gate is in the same file


def test_own_script_uses_no_sink_that_the_policy_refuses() -> None:
    script = (DIRECTORY / "handrail.js").read_text("utf-8")
    for refused in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "localStorage",
    ):
        assert refused not in script


def test_a_file_is_kept_for_ever_under_its_hash_and_not_under_an_old_one(client: FlaskClient) -> None:
    current = client.get(f"/static/{digest('handrail.css')}/handrail.css")
    assert (current.status_code, current.headers["Cache-Control"]) == (200, IMMUTABLE)
    assert current.content_type == "text/css; charset=utf-8"
    old = client.get("/static/0123456789abcdef/handrail.css")
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")
    assert old.data == current.data


@pytest.mark.parametrize("name", ["VENDOR.md", "htmx-LICENSE.txt", "..%2finstall.py", "no.css"])
def test_only_files_of_pages_are_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/0123456789abcdef/{name}").status_code == 404


def test_an_address_of_a_file_we_do_not_have_is_a_bug(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(KeyError):
        asset_url("missing.css")


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="i-([\w-]+)"', (DIRECTORY / "icons.svg").read_text("utf-8")))
    package = DIRECTORY.parents[1]
    used: set[str] = set()
    for path in package.rglob("templates/**/*.html"):
        source = path.read_text("utf-8")
        used |= set(re.findall(r"""(?:icon_url|\bicon)\(["']([\w-]+)["']""", source))
        used |= set(re.findall(r"""icon_name=["']([\w-]+)["']""", source))
    assert used - {"c-"} <= sprite


def test_no_template_puts_a_form_into_a_paragraph() -> None:
    """A browser ends the paragraph there, and what the paragraph arranged falls apart."""
    inside = re.compile(r"<p\b[^>]*>(?:(?!</p>).)*?ui\.post_button", re.DOTALL)
    wrong = [path.name for path in PACKAGE.glob("*/templates/**/*.html") if inside.search(path.read_text("utf-8"))]
    assert wrong == []
