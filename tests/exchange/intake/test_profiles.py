from pathlib import Path

import pytest

from handrail.exchange.intake.library import SHIPPED, available, load
from handrail.exchange.intake.problems import ProfileRefused
from handrail.exchange.intake.profile_reader import read_profile

MINIMAL = """
format = 1
name = "small"
title = "Small"
[columns]
absence = "Key"
worker = "Worker"
first_day = "From"
"""


def test_the_two_shipped_profiles_are_found_and_agree_with_themselves() -> None:
    assert set(available()) == {"generic", "uci-absenteeism"}
    assert [load(name).name for name in available()] == sorted(available())


def test_a_profile_of_the_tenant_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    own = (SHIPPED / "generic.toml").read_text().replace("one row each", "of our own")
    (tmp_path / "generic.toml").write_text(own)
    assert "of our own" in load("generic", tmp_path).document.title


def test_a_profile_that_does_not_exist_is_answered_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(ProfileRefused, match=r"“wages”.*generic, uci-absenteeism"):
        load("wages", tmp_path)


def test_a_profile_whose_file_has_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large.toml").write_text(MINIMAL)
    with pytest.raises(ProfileRefused, match="small"):
        load("large", tmp_path)


def test_the_smallest_profile_names_key_worker_and_first_day() -> None:
    profile = read_profile(MINIMAL, "small.toml")
    assert profile.stated_by(profile.required) == {"first_day"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("[colours]\nred = 1", "colours"),
        ("[file]\nencoding = 'utf-7'", "utf-7"),
        ("[file]\ndelimiter = ';;'", "one sign"),
        ("[file]\ndelimiter = 'x'", "one sign"),
        ("[file]\ndelimiter = ','\ndecimal_mark = ','", "same sign"),
        ("[file]\ndate_forms = ['DD/MM/YY']", "DD/MM/YY"),
        ("[file]\ndate_forms = ['DD/MM/YYYY', 'MM/DD/YYYY']", "two days"),
        ("[optional_columns]\nmood = 'Mood'", "mood"),
        ("[optional_columns]\nlast_day = 'Until'\nfirst_day_fit = 'Back'", "one of"),
        ("[optional_columns]\npercent = 'worker'", "named twice"),
        ("[optional_columns]\npercent = ' '", "empty"),
        ("[hours]\ngives_last_day = true", "needs a column"),
        ("[hours]\nper_day = 25", "between 0 and 24"),
        ("[hours]\nworking_days = []", "names no day"),
        ("[absence_key]\nmade_from = 'worker_and_count'", "not both"),
        ("[placement]\nmonth = 'M'\nweekday = 'D'\nweekdays = {}\nstart_year = 2007", "not both"),
        ("[reason]\ncolumn = 'R'\nsickness = ['1-5']\nother = ['5']", "code 5"),
        ("[reason]\ncolumn = 'R'\nsickness = ['J10']", "J10"),
        ("[reason]\ncolumn = 'R'\nsickness = ['5-1']", "empty or too long"),
        ("[reason]\ncolumn = 'R'\nsickness = ['1-999999999']", "empty or too long"),
    ],
)
def test_a_profile_that_contradicts_itself_is_refused_with_what_to_change(change: str, expected: str) -> None:
    with pytest.raises(ProfileRefused, match=expected):
        read_profile(f"{MINIMAL}\n{change}", "small.toml")


@pytest.mark.parametrize(
    ("removed", "expected"), [("worker", "`worker`"), ("absence", "`absence`"), ("first_day", "`first_day`")]
)
def test_a_profile_cannot_do_without_key_worker_and_first_day(removed: str, expected: str) -> None:
    text = "\n".join(line for line in MINIMAL.splitlines() if not line.startswith(f"{removed} ="))
    with pytest.raises(ProfileRefused, match=expected):
        read_profile(text, "small.toml")


def test_a_file_that_is_no_toml_is_refused_by_name() -> None:
    with pytest.raises(ProfileRefused, match=r"small\.toml"):
        read_profile("[columns", "small.toml")


@pytest.mark.rule("NEU-3")
@pytest.mark.parametrize(
    "column", ["Disciplinary failure", "Bradford factor", "Sanctie", "Abmahnungen", "Written warning"]
)
def test_a_profile_cannot_take_a_record_of_discipline_into_an_absence(column: str) -> None:
    with pytest.raises(ProfileRefused, match="NEU-3"):
        read_profile(f'{MINIMAL}\n[optional_columns]\nhours = "{column}"', "small.toml")


@pytest.mark.rule("CON-4")
@pytest.mark.parametrize("column", ["Diagnosis", "ICD-10", "Diagnose", "Symptoms"])
def test_a_profile_cannot_take_a_diagnosis_into_an_absence(column: str) -> None:
    with pytest.raises(ProfileRefused, match="CON-4"):
        read_profile(f'{MINIMAL}\n[optional_columns]\nhours = "{column}"', "small.toml")


def test_no_field_of_an_absence_can_hold_a_reason_or_free_text() -> None:
    with pytest.raises(ProfileRefused, match="reason"):
        read_profile(f'{MINIMAL}\n[optional_columns]\nreason = "Remarks"', "small.toml")
