"""What this machine gives: Python, the state folder, keys, room, the address."""

import shutil
import stat
import sys
from pathlib import Path
from typing import Final

from handrail.entrypoints.doctor.finding import Ailment
from handrail.entrypoints.errors import StartError
from handrail.entrypoints.supervisor import preflight
from handrail.kit.settings import KEY_BYTES, settings

LEAST_FREE_MB: Final = 1000
_OTHERS: Final = 0o077
_KEYS: Final = {"master.key": "HANDRAIL_MASTER_KEY", "secret.key": "HANDRAIL_SECRET_KEY"}


def python() -> str:
    """Look whether Python is new enough."""
    try:
        preflight.check_python(sys.version_info[:2])
    except StartError as problem:
        raise Ailment(str(problem)) from problem
    return f"Python {sys.version.split()[0]}"


def state() -> str:
    """Look whether the state folder is ours alone, can be written, and has room."""
    folder = settings().state_dir
    if not folder.exists():
        return f"{folder} is not there yet; it is made when something is kept"
    if not folder.is_dir():
        raise Ailment(f"{folder} is no folder.", "Name a folder in HANDRAIL_STATE_DIR.")
    if stat.S_IMODE(folder.stat().st_mode) & _OTHERS:
        raise Ailment(f"Others on this machine can look into {folder}.", f"Run: chmod 700 {folder}")
    try:
        probe = folder / ".doctor"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as problem:
        raise Ailment(f"{folder} can not be written ({problem.strerror}).", "Give this user the folder.") from problem
    free = shutil.disk_usage(folder).free // preflight.MEGABYTE
    if free < LEAST_FREE_MB:
        raise Ailment(f"The disk of {folder} has {free} MB left.", "Make room, or move HANDRAIL_STATE_DIR.")
    return f"{folder}, {free} MB free"


def keys() -> str:
    """Look whether the keys are whole, and readable by this user only."""
    places = [_key(name, variable) for name, variable in _KEYS.items()]
    return ", ".join([*places, _seal_key()])


def _key(name: str, variable: str) -> str:
    if variable in settings().given_keys:
        _ = settings().master_key if name == "master.key" else settings().secret_key  # raises SettingError
        return f"{variable} is set"
    path = settings().state_dir / name
    if not path.exists():
        return f"{name} is made at the first start"
    _look_at(path, "a new one opens nothing old.")
    return name


def _seal_key() -> str:
    chosen = settings()
    path = chosen.given_seal_key_file or chosen.state_dir / "seal.key"
    if path.exists():
        _look_at(path, "older seals do not verify with a new one.")
    elif chosen.given_seal_key_file or any(chosen.seals_dir.glob("*/[0-9]*.json")):
        _ = chosen.seal_key  # raises SettingError, which says what to do
    else:
        return "seal.key is made by the first seal"
    return path.name


def _look_at(path: Path, why: str) -> None:
    _refuse_loose(path)
    if len(path.read_text("ascii", "replace").strip()) != 2 * KEY_BYTES:
        raise Ailment(f"{path} is not whole.", f"Put it back from where you keep it; {why}")


def _refuse_loose(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & _OTHERS:
        raise Ailment(f"Others on this machine can read {path}.", f"Run: chmod 600 {path}")


def address() -> str:
    """Look whether others reach the pages over TLS only."""
    chosen = settings()
    is_https = chosen.public_url.startswith("https://")
    if not chosen.loopback and not is_https:
        raise Ailment(
            f"Others reach {chosen.bind}, and HANDRAIL_PUBLIC_URL is {chosen.public_url}.",
            "Put a proxy with TLS in front and name its https address; sessions are refused without it.",
        )
    if is_https and chosen.proxies == 0:
        raise Ailment(
            f"{chosen.public_url} is served by a proxy that HANDRAIL_PROXIES does not count, so every request is taken "
            "for plain http from the proxy's own address.",
            "Set HANDRAIL_PROXIES to how many proxies of yours stand in front, mostly 1.",
        )
    return chosen.public_url
