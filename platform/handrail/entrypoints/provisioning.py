"""The declared consultancies of `tenants/`, applied at a start when they changed, and the demo's sign-in links."""

import hashlib
import importlib
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Final

from handrail.kit.settings import Settings, write_private

APPLIED: Final = "applied-tenants"
_PROVISIONER: Final = "handrail.exchange.provisioning"


def apply_declared(chosen: Settings) -> None:
    """Apply every folder of tenants/ whose files changed since this database last saw them."""
    apply_all = getattr(_module(_PROVISIONER), "apply_all", None)
    if apply_all is None or not chosen.tenants_dir.is_dir():
        return
    digest = _digest(chosen.tenants_dir)
    mark = _mark(chosen)
    if mark is not None and mark.is_file() and mark.read_text("ascii") == digest:
        return
    apply_all(chosen.tenants_dir)
    if mark is not None:
        write_private(mark, digest)


def sign_in_lines() -> list[str]:
    """Return one line per demo role with its link, where the demo is installed."""
    from handrail.entrypoints import demo  # noqa: PLC0415 - loads identity, which a light start spares
    from handrail.kit.db import dispose_engines  # noqa: PLC0415

    demo.spend_earlier_links()
    found = [str(link) for link in demo.links()]
    dispose_engines()  # parts that are started again later fork from here
    return found


def _module(name: str) -> ModuleType | None:
    return importlib.import_module(name) if importlib.util.find_spec(name) else None


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
