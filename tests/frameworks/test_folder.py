"""Layers read from files: what fits is taken apart, what does not is named with its file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.frameworks.folder import FilesRefused, read_layer
from handrail.frameworks.rules import Layer
from handrail.frameworks.rules.keyed_text import UnreadableText, keyed, plain


def read(folder: Path, **files: str) -> dict[str, object]:
    for name, text in files.items():
        file = folder / name.replace("__", "/").replace("_md", ".md").replace("_toml", ".toml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return dict(read_layer(folder, Layer.EMPLOYER, "quay").tree)


def test_structure_and_words_become_one_document(tmp_path: Path) -> None:
    tree = read(
        tmp_path,
        framework_toml="[intervals]\ncall_within_days = 7\n",
        texts__nl__letters__rest_md="<!-- demo -->\n# Rust\n\nBeste {worker_name}\n",
        texts__nl__steps_md="# Stappen\n\n## S3 | Rust\nRustig aan.\n\n- walk | Loop een rondje\n  ? Samen\n",
        texts__en__guides__walk_md="# Walk\n\nHello.\n\n## out | Out\n\n- how | How?\n  ? Gently\n  = fine | Fine\n",
        texts__en__roles_md="# Roles\n\n## hr | People\nThey help.\n",
    )
    assert tree == {
        "intervals": {"call_within_days": 7},
        "templates": {"rest": {"title": {"nl": "Rust"}, "text": {"nl": "Beste {worker_name}"}}},
        "steps": {
            "S3": {
                "title": {"nl": "Rust"},
                "text": {"nl": "Rustig aan."},
                "tasks": {"walk": {"title": {"nl": "Loop een rondje"}, "text": {"nl": "Samen"}}},
            }
        },
        "guides": {
            "walk": {
                "title": {"en": "Walk"},
                "text": {"en": "Hello."},
                "sections": {
                    "out": {
                        "title": {"en": "Out"},
                        "questions": {
                            "how": {
                                "text": {"en": "How?"},
                                "hint": {"en": "Gently"},
                                "choices": {"fine": {"en": "Fine"}},
                            }
                        },
                    }
                },
            }
        },
        "roles": {"hr": {"title": {"en": "People"}, "text": {"en": "They help."}}},
    }


def test_a_folder_that_is_not_there_sets_nothing(tmp_path: Path) -> None:
    assert read_layer(tmp_path / "none", Layer.JURISDICTION, "none").tree == {}


def test_dates_are_kept_as_text_so_that_the_document_is_the_same_from_file_and_from_store(tmp_path: Path) -> None:
    tree = read(tmp_path, framework_toml="[prerequisites.union_support]\ndone_on = 2026-03-01\n")
    assert tree == {"prerequisites": {"union_support": {"done_on": "2026-03-01"}}}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("framework_toml", "[intervals\n", "framework.toml"),
        ("texts__en__letters__rest_md", "no title", "The first line must be a title"),
        ("texts__en__nowhere_md", "# x", "No table of a framework"),
        ("texts__en__roles_md", "# x\n\n## Untitled\n", "Line 3"),
        ("texts__en__roles_md", "# x\n\n## hr | A\n## hr | B\n", "twice"),
        ("texts__en__roles_md", "# x\n\n## hr | A\n- item | B\n", "no place"),
        ("texts__en__letters__rest_md", "# x\n\nbell \x07", "invisible control sign"),
    ],
)
def test_a_file_that_does_not_fit_is_named(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(FilesRefused) as refused:
        read(tmp_path, **{name: text})
    assert said in str(refused.value)
    assert str(tmp_path) in str(refused.value)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "framework.toml").write_bytes("# caf\xe9".encode("latin-1"))
    with pytest.raises(FilesRefused, match="not UTF-8"):
        read_layer(tmp_path, Layer.EMPLOYER, "quay")


def test_one_value_in_two_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("[intervals]\ncall_within_days = 7\n")
    (tmp_path / "b.toml").write_text("[intervals]\ncall_within_days = 8\n")
    with pytest.raises(FilesRefused, match=r"b\.toml: intervals\.call_within_days"):
        read_layer(tmp_path, Layer.EMPLOYER, "quay")


def test_ordinary_lists_and_wrapped_lines_stay_where_they_are() -> None:
    whole = keyed("# T\n\n## a | A\nText.\n\n- plain item\n\n- key | Long\n    line\n  ? Hint\n    more\n")
    part = whole.sections["a"]
    assert part.text == "Text.\n\n- plain item"
    assert part.items["key"].title == "Long line"
    assert part.items["key"].hint == "Hint more"


@given(st.text())
def test_any_text_is_read_or_refused_with_a_reason(source: str) -> None:
    reason = ""
    try:
        title, _text = plain(source)
        reason = title
        keyed(source)
    except UnreadableText as refused:
        reason = str(refused)
    assert reason or source.strip().startswith("# ")
