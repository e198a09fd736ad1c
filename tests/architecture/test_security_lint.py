"""Bandit from medium severity on over what runs in production, and no secret in any file of the tree."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BANDIT = Path(sys.executable).parent / "bandit"

LOOKED_AT = {
    ("platform/handrail/audit/linking.py", "B608"): "SQL from constants of the module; values go in as parameters",
    ("platform/handrail/audit/models.py", "B608"): "a policy's text, from constants",
    ("platform/handrail/cases/handover/models.py", "B608"): "a policy's text, from constants",
    ("platform/handrail/documents/uploads/inspecting/docx.py", "B314"): "a document type or entity is refused before",
    ("platform/handrail/documents/uploads/models.py", "B608"): "a policy's text, from constants",
    ("platform/handrail/identity/factors/codes.py", "B303"): "RFC 6238's, inside an HMAC; apps know no other",
    ("platform/handrail/identity/factors/views/keeping.py", "B303"): "RFC 6238's: only the address that an app scans",
    ("platform/handrail/identity/models.py", "B608"): "a policy's text, from constants",
    ("platform/handrail/identity/oidc/models.py", "B608"): "a policy's text, from constants",
    ("platform/handrail/identity/programs/models.py", "B608"): "a policy's text, from constants",
    ("platform/handrail/identity/resolving_models.py", "B608"): "a function's text, from constants",
    ("platform/handrail/privacy/retention/standing.py", "B608"): "SQL from constants; ids and days go in as parameters",
    ("platform/handrail/reports/drawing/svg.py", "B314"): "drawn by our own process; a document type is refused",
    ("platform/handrail/reports/measuring/cases.py", "B608"): "SQL from constants; what is asked goes in as parameters",
    ("platform/handrail/entrypoints/app.py", "B604"): "`shell` is the page shell, not a shell",
    ("platform/handrail/entrypoints/supervisor/up.py", "B104"): "compared with, not bound to",
    ("platform/handrail/kit/rls.py", "B608"): "a policy's text, from constants",
}
"""What bandit reports and a person found harmless, with why."""


def reported(*paths: Path) -> set[tuple[str, str]]:
    """Return the file and bandit's id of every report of at least medium severity."""
    found = subprocess.run(
        [BANDIT, "--configfile", "pyproject.toml", "--severity-level=medium", "--quiet", "--format=json", "-r", *paths],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    read = json.loads(found.stdout)
    assert read["errors"] == []
    return {(each["filename"], each["test_id"]) for each in read["results"]}


@pytest.mark.slow
def test_bandit_reports_nothing_that_nobody_has_looked_at() -> None:
    assert reported(Path("platform"), Path("plugins")) == set(LOOKED_AT)


def test_bandit_bites(tmp_path: Path) -> None:
    trespass = tmp_path / "trespass.py"
    trespass.write_text("import subprocess\nsubprocess.run(input(), shell=True)\n", "utf-8")
    assert reported(trespass) == {(str(trespass), "B602")}


SECRETS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----",
    "a key of AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of GitHub": r"\b(?:gh[oprsu]_[0-9A-Za-z]{36}|github_pat_\w{60,})",
    "a token of GitLab": r"\bglpat-[\w-]{20}\b",
    "a token of a package index": r"\b(?:pypi-AgEI[\w-]{50,}|npm_[0-9A-Za-z]{36})\b",
    "a token of Slack": r"\bxox[abeprs]-[0-9A-Za-z-]{20,}",
    "a key of Google": r"\bAIza[\w-]{35}\b",
    "a key of Stripe": r"\b[rs]k_live_[0-9A-Za-z]{20,}",
    "a JSON Web Token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "a password in an address": r"\b(?:https?|smtps?|rediss?|postgres(?:ql)?)://[\w.%+-]+:(?!password@)[\w.%+!$*-]{8,}@",
    "a key of ours": r"HANDRAIL_(?:SECRET|MASTER)_KEY['\"]?\s*[=:]\s*['\"]?[0-9a-fA-F]{64}",
}
BY_NAME = re.compile(
    r"(?:^|/)(?:\.env(?:\..+)?|id_(?:rsa|ed25519|ecdsa)|secrets\.json|(?:master|secret)\.key)$|\.(?:p12|pfx|keystore)$"
)


def tracked() -> list[Path]:
    """Return every file that a commit of this moment would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - whichever git there is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def secrets_in(text: str) -> Iterator[str]:
    """Yield what kind of secret stands in a text."""
    for kind, pattern in SECRETS.items():
        if re.search(pattern, text):
            yield kind


def test_no_file_of_the_tree_holds_a_secret() -> None:
    files = tracked()
    assert len(files) > 100
    found = {
        f"{path.relative_to(ROOT)}: {kind}"
        for path in files
        for kind in secrets_in(path.read_bytes().decode("latin-1"))
    }
    named = {str(path.relative_to(ROOT)) for path in files if BY_NAME.search(path.as_posix())}
    assert found | named == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("-----BEGIN " + "OPENSSH PRIVATE KEY-----", "a private key"),
        ("-----BEGIN " + "PRIVATE KEY-----", "a private key"),
        ("AKIA" + "IOSFODNN7EXAMPLE", "a key of AWS"),
        ("ghp_" + "a1" * 18, "a token of GitHub"),
        ("postgresql://me:" + "correcthorse@db/handrail", "a password in an address"),
        ("HANDRAIL_MASTER_KEY=" + "0f" * 32, "a key of ours"),
        ("eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0" + ".c2lnbmF0dXJlLW9mLXRoaXM", "a JSON Web Token"),
    ],
)
def test_a_secret_is_known_by_its_form(text: str, kind: str) -> None:
    assert [*secrets_in(f"token = {text}\n")] == [kind]


@pytest.mark.parametrize("name", [".env", "deploy/.env.production", "home/id_ed25519", "state/master.key", "my.p12"])
def test_a_file_of_secrets_is_known_by_its_name(name: str) -> None:
    assert BY_NAME.search(name)
