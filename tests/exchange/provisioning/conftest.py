"""A small tenant as files, to change one thing at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

TENANT = """
format = 1
name = "Probe (Demo)"
locale = "nl"
time_zone = "Europe/Amsterdam"
since = 2025-01-01
demo = true

[sign_in_as]
coordinator = "noor"

[people.noor]
name = "Noor Probe"
email = "Noor@Probe.example"
roles = [{ role = "coordinator", at = ["quay"] }]

[people.otto]
name = "Otto Probe"
roles = [{ role = "auditor" }]
"""
EMPLOYER = """
name = "Quay (Demo)"
locale = "nl"
since = 2025-02-01

[sites.home]
name = "Home"
jurisdiction = "nl"
time_zone = "Europe/Amsterdam"

[departments.dispatch]
name = "Dispatch"

[teams.day]
name = "Day"
department = "dispatch"
supervisor = "ruben"

[people.ruben]
name = "Ruben Probe"

[people.ilse]
name = "Ilse Probe"
roles = [{ role = "hr" }, { role = "senior_management" }]

[people.sanne]
name = "Sanne Probe"

[workers.Q-1]
person = "sanne"
site = "home"
team = "day"
job_title = "Planner"
started_on = 2020-01-06

[publication]
number = 1
published_on = 2025-03-01
commitment_by = "ilse"
commitment_on = 2025-02-10
staff_consultation = "Everybody was heard on 11 February 2025."
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes the tenant's folder; each argument is (what to replace, by what) or text to put at the end."""

    def into(text: str, change: tuple[str, str] | str) -> str:
        if isinstance(change, str):
            return text + "\n" + change
        assert change[0] in text
        return text.replace(*change)

    def written(
        tenant: tuple[str, str] | str = "",
        employer: tuple[str, str] | str = "",
        framework: str = "",
        consultancy: str = "",
    ) -> Path:
        folder = tmp_path / "probe"
        quay = folder / "employers" / "quay"
        (quay / "framework").mkdir(parents=True, exist_ok=True)
        (folder / "framework").mkdir(exist_ok=True)
        (folder / "tenant.toml").write_text(into(TENANT, tenant), "utf-8")
        (quay / "employer.toml").write_text(into(EMPLOYER, employer), "utf-8")
        (quay / "framework" / "framework.toml").write_text(framework, "utf-8")
        (folder / "framework" / "framework.toml").write_text(consultancy, "utf-8")
        return folder

    return written
