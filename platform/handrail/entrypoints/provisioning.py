"""The declared consultancies of `tenants/`, applied at a start when they changed, and the demo's sign-in links."""

import hashlib
from pathlib import Path
from typing import Final

from handrail.entrypoints.supervisor.watch import say
from handrail.kit.settings import Settings, write_private

APPLIED: Final = "applied-tenants"


def apply_declared(chosen: Settings) -> None:
    """Apply every folder of tenants/ whose files changed since this database last saw them."""
    if not chosen.tenants_dir.is_dir():
        return
    digest = _digest(chosen.tenants_dir)
    mark = _mark(chosen)
    if mark is not None and mark.is_file() and mark.read_text("ascii") == digest:
        return
    from handrail.exchange.provisioning import apply_all  # noqa: PLC0415 - most starts find nothing changed

    say(f"Applying what {chosen.tenants_dir} declares ...")
    for applied in apply_all(chosen.tenants_dir):
        say(f"  {applied.slug}: {len(applied.changes) or 'no'} changes")
    if mark is not None:
        write_private(mark, digest)


def sign_in_lines() -> list[str]:
    """Return one line per demo role with its link, where the demo is installed."""
    from handrail.entrypoints import demo  # noqa: PLC0415 - loads identity, which a light start spares

    demo.spend_earlier_links()
    return [str(link) for link in demo.links()]


def _mark(chosen: Settings) -> Path | None:
    """Return where the digest is kept: beside the data it is about, and gone with it; an external database has none."""
    folder = chosen.state_dir / "postgres"
    return folder / APPLIED if folder.is_dir() else None


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            found.update(path.read_bytes())
    return found.hexdigest()
