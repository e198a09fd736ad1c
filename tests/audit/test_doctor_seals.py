"""`handrail doctor` says when nobody seals."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from tests.audit.towns import made_town

from handrail.entrypoints.doctor import doctor
from handrail.kit import clock


def said() -> str:
    return next(line for line in CliRunner().invoke(doctor).output.splitlines() if " seals: " in line)


@pytest.mark.usefixtures("database", "valkey")
def test_chains_that_were_not_sealed_for_two_days_are_named() -> None:
    assert said() == "+ seals: nothing to seal yet"
    town = made_town()
    town.acts(clock.today() - timedelta(days=3))
    assert said().startswith(f"! seals: The chains of {town.slug} were not sealed since")
    town.seal(clock.today() - timedelta(days=3))
    assert said().startswith("! ")
    town.seal(clock.today())
    assert said().startswith("+ seals: every chain was sealed at")
