"""`handrail obligations` over a real process."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HANDRAIL = Path(sys.executable).with_name("handrail")
CASE = {
    "jurisdiction": "nl", "as_of": "2026-11-21", "params": {},
    "events": [{"date": "2026-01-05", "type": "absence_started"}],
}  # fmt: skip


def handrail(*arguments: str, given: str | bytes = "") -> subprocess.CompletedProcess[bytes]:
    stdin = given.encode() if isinstance(given, str) else given
    return subprocess.run([HANDRAIL, "obligations", *arguments], input=stdin, capture_output=True, check=False)


def answered(*arguments: str, given: object = CASE) -> Any:
    done = handrail(*arguments, given=json.dumps(given))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_one_case_in_and_its_rows_out_in_the_documented_shape() -> None:
    rows = answered("compute")["obligations"]
    (row,) = [row for row in rows if row["rule"] == "nl.problem_analysis"]
    url = row["source"].pop("url")
    assert url.startswith("https://")
    assert row == {
        "rule": "nl.problem_analysis", "due": "2026-02-16", "window_from": None, "due_at": None, "nominal": None,
        "value": None, "reason": None, "safe_target": "2026-02-15", "spell": 1, "sequence": 1,
        "for_absence": "2026-01-05", "status": "missed", "met_by": None, "owed_by": "occupational_health",
        "compartment": "administrative", "basis": "statutory", "confidence": "high",
        "explanation": [
            {"key": "nl.clock_start", "args": {"date": "2026-01-05"}, "text": "first day of sickness 2026-01-05"},
            {"key": "plus_days", "args": {"days": 42}, "text": "+ 42 days"},
            {"key": "due", "args": {"date": "2026-02-16"}, "text": "last day on time 2026-02-16"},
        ],
        "source": {"act": "Regeling procesgang eerste en tweede ziektejaar", "article": "2(2)"},
        "effective_from": None, "effective_to": None, "reviewed_on": "2026-11-01",
    }  # fmt: skip


@pytest.mark.rule("ACC-4")
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "eerste ziektedag 2026-01-05"),
        ("fr", "premier jour de maladie : 2026-01-05"),
        ("de", "erster Krankheitstag 2026-01-05"),
    ],
)
def test_explanations_are_written_in_the_language_that_is_asked(language: str, text: str) -> None:
    rows = answered("compute", "--lang", language)["obligations"]
    assert text in {step["text"] for row in rows for step in row["explanation"]}


def test_lines_answer_in_order_and_a_bad_one_does_not_stop_the_run() -> None:
    bad = ['{"jurisdiction": "nl"', "", '{"jurisdiction": "atlantis", "events": []}', "[" * 100_000, '"\\ud800"']
    lines = [json.dumps(CASE), *bad, json.dumps({**CASE, "events": []})]
    done = handrail("compute", "--lines", given="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [list(answer) for answer in answers] == [["obligations"], *[["error"]] * 5, ["obligations"]]
    assert "not JSON" in answers[1]["error"]
    assert "line is empty" in answers[2]["error"]
    assert "unknown jurisdiction 'atlantis'" in answers[3]["error"]
    assert answers[-1] == {"obligations": []}
    assert done.returncode == 1
    assert done.stderr == b""


def test_lines_that_are_all_well_exit_with_0_and_no_lines_give_none() -> None:
    done = handrail("compute", "--lines", given=f"{json.dumps(CASE)}\n{json.dumps(CASE)}")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 2)
    nothing = handrail("compute", "--lines")
    assert (nothing.returncode, nothing.stdout) == (0, b"")


def test_bytes_that_are_no_text_are_a_bad_line() -> None:
    done = handrail("compute", "--lines", given=b"\xff\xfe\x00\n" + json.dumps(CASE).encode() + b"\n")
    assert ["error" in json.loads(line) for line in done.stdout.splitlines()] == [True, False]


def test_one_bad_case_says_what_is_wrong_and_fails() -> None:
    done = handrail("compute", given='{"jurisdiction": "nl", "events": [{"type": "recovered", "date": "2026-01-05"}]}')
    assert done.returncode == 1
    assert "no absence is open" in json.loads(done.stdout)["error"]
    assert b"no absence is open" in done.stderr


def test_the_rules_are_listed_with_their_sources() -> None:
    listed = json.loads(handrail("rules", "--jurisdiction", "nl").stdout)["rules"]
    assert {rule["jurisdiction"] for rule in listed} == {"nl"}
    assert "nl.dossier" in {rule["id"] for rule in listed}
    versions = [rule for rule in listed if rule["id"] == "nl.wia_application"]
    assert [(rule["effective_from"], rule["effective_to"]) for rule in versions] == [
        (None, "2013-06-30"),
        ("2013-07-01", None),
    ]
    assert all(rule["title"] and rule["source"]["act"] and rule["confidence"] for rule in listed)
    dutch = json.loads(handrail("rules", "--jurisdiction", "nl", "--lang", "nl").stdout)["rules"]
    assert "Eerstejaarsevaluatie" in {rule["title"] for rule in dutch}


def test_the_whole_list_holds_the_support_process_too() -> None:
    listed = json.loads(handrail("rules").stdout)["rules"]
    assert "support.invitation" in {rule["id"] for rule in listed if rule["jurisdiction"] is None}


def test_an_unknown_jurisdiction_is_named() -> None:
    done = handrail("rules", "--jurisdiction", "atlantis")
    assert done.returncode != 0
    assert b"atlantis" in done.stderr


def test_the_command_loads_neither_web_nor_database() -> None:
    code = (
        "import sys, json, io\n"
        "from handrail.entrypoints.cli import main\n"
        "try: main(['obligations', 'compute'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'flask', 'sqlalchemy', 'dramatiq', 'babel', 'redis'} & sys.modules.keys()), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(CASE).encode(), capture_output=True, check=True
    )
    assert json.loads(done.stdout)["obligations"]
    assert done.stderr.strip() == b"[]"
