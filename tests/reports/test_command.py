"""`handrail report run`: files in a folder, or a word about what would be counted."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from tests.reports.conftest import House

from handrail.entrypoints.cli import handrail
from handrail.kit import clock
from handrail.kit.db import engine_context, tenant_session
from handrail.reports.models import ReportRelease, ReportRun
from handrail.tenancy.models import ClientOrganisation, Tenant

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def run(house: House, *options: str) -> Result:
    with tenant_session(engine_context(house.tenant_id)) as session:
        slug = session.scalars(select(Tenant.slug)).one()
    with clock.frozen(NOW):
        return CliRunner().invoke(handrail, ["report", "run", "--tenant", slug, *options])


def key_of(house: House) -> str:
    with tenant_session(engine_context(house.tenant_id)) as session:
        statement = select(ClientOrganisation.key).where(ClientOrganisation.id == house.firms[0].employer_id)
        return str(session.scalars(statement).one())


def releases(house: House) -> int:
    with tenant_session(engine_context(house.tenant_id)) as session:
        return session.scalar(select(func.count()).select_from(ReportRelease)) or 0


@pytest.mark.rule("REP-1")
def test_the_consultancys_report_lies_in_a_folder(house: House, tmp_path: Path) -> None:
    result = run(house, "--kind", "overview", "--out", str(tmp_path / "new"))
    assert result.exit_code == 0, result.output
    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert names >= {"report.json", "report.csv", "report.xlsx", "chart-absences.svg"}
    assert len(json.loads((tmp_path / "new" / "report.json").read_text("utf-8"))["tables"]) > 8
    assert releases(house) == 0


@pytest.mark.rule("REP-1")
def test_an_employers_report_is_held_back_and_remembered_as_any_other(house: House, tmp_path: Path) -> None:
    for _time in range(2):  # the same again adds nothing
        result = run(house, "--employer", key_of(house), "--out", str(tmp_path))
        assert result.exit_code == 0, result.output
    assert "T5" in (tmp_path / "report.json").read_text("utf-8")
    assert releases(house) == 1


def test_a_dry_run_counts_nothing(house: House, tmp_path: Path) -> None:
    result = run(house, "--kind", "returns", "--from", "2026-01-01", "--until", "2026-06-30", "--dry-run")
    assert result.exit_code == 0
    assert "2026-01-01 to 2026-06-30, as known on 2026-11-20" in result.output
    assert "absences, returns" in result.output
    assert "Nothing was counted." in result.output
    assert list(tmp_path.iterdir()) == []
    with tenant_session(engine_context(house.tenant_id)) as session:
        assert session.scalar(select(func.count()).select_from(ReportRun)) == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "2026-01-01"], "both --from and --until"),
        (["--kind", "returns"], "--out"),
    ],
)
def test_what_is_missing_is_said(house: House, options: list[str], said: str) -> None:
    result = run(house, *options)
    assert result.exit_code != 0
    assert said in result.output
