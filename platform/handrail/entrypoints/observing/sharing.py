"""Measures of several processes in one place: each writes its own now and then, whoever is asked adds them up.

Files and not shared memory: a write to mapped memory on a full disk ends the process, a write to a file can be missed.
What a process that has ended counted is kept, or rates would jump when one is started again.
"""

import fcntl
import json
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import structlog
from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric

from handrail.entrypoints.observing.meters import SUMMED
from handrail.kit.settings import ensure_state_dir, write_private

SECONDS: Final = 10.0
GONE: Final = "gone.json"
_MOST_FOLDED: Final = 1000
log = structlog.get_logger(__name__)

Key = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(slots=True)
class Family:
    """One measure: its samples by name and labels."""

    name: str
    kind: str
    help: str
    samples: dict[Key, float] = field(default_factory=dict)

    def add(self, other: "Family") -> None:
        """Take in what another process measured."""
        largest = self.kind == "gauge" and self.name not in SUMMED
        for key, value in other.samples.items():
            before = self.samples.get(key)
            if before is None:
                self.samples[key] = value
            else:
                self.samples[key] = max(before, value) if largest else before + value

    def metric(self) -> Metric:
        """Return it in the form that the exposition is written from."""
        made = Metric(self.name, self.help, self.kind)
        for (name, labels), value in self.samples.items():
            made.add_sample(name, dict(labels), value)
        return made


def families_of(registry: CollectorRegistry) -> list[Family]:
    """Return what this process measures."""
    found = []
    for metric in registry.collect():
        family = Family(metric.name, metric.type, metric.documentation)
        for sample in metric.samples:
            if not sample.name.endswith("_created"):
                family.samples[sample.name, tuple(sorted(sample.labels.items()))] = sample.value
        found.append(family)
    return found


class Shared:
    """The folder in which the processes of one machine put what they measure."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._fails = False

    def write(self, process: str, registry: CollectorRegistry) -> None:
        """Put this process's measures there; a full or missing disk costs them and nothing else."""
        pid = os.getpid()
        content = {"process": process, "pid": pid, "born": _born(pid), "families": _plain(families_of(registry))}
        try:
            if not self.folder.is_dir():
                ensure_state_dir(self.folder.parent)
                self.folder.mkdir(mode=0o700, exist_ok=True)
            write_private(self.folder / f"{process}-{pid}.json", json.dumps(content))
        except Exception as problem:  # noqa: BLE001 - measuring must never be in the way of what is measured
            if not self._fails:
                log.warning("snapshot.not_written", error=type(problem).__name__)
            self._fails = True
        else:
            self._fails = False

    def together(self, *, wait: bool = True) -> list[Family]:
        """Return the measures of all processes, those that have ended included; raises OSError."""
        if not self.folder.is_dir():
            return []
        with self._locked(wait=wait):
            self._remove_drafts()
            living, ended = self._told()
            gone = self._fold(ended)
        return _added([gone, *(_families(found["families"]) for found in living)])

    def tidy(self) -> None:
        """Fold what ended processes left, for where nobody asks; what stands in the way costs that and nothing else."""
        with suppress(Exception):
            self.together(wait=False)

    def _told(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return what the living and the ended processes measured; each is asked once whether it lives.

        One that ended after its file was read may have written its last counts since, so that is read again.
        """
        living, ended = [], []
        for path in sorted(self.folder.glob("*-*.json")):
            found = _read(path)
            if found and _lives(found):
                living.append(found)
            elif found:
                ended.append(_read(path) or found)
        return living, ended

    def _remove_drafts(self) -> None:
        """Remove what processes had begun to write when they were killed."""
        for path in self.folder.glob("*.json.*"):
            pid = path.suffix[1:]
            if pid.isdecimal() and not _runs(int(pid)):
                path.unlink(missing_ok=True)

    def _fold(self, ended: list[dict[str, Any]]) -> list[Family]:
        """Add what ended processes counted to what was kept of others, and forget their files."""
        kept = _read(self.folder / GONE) or {"folded": [], "families": []}
        families = _families(kept["families"])
        folded: list[str] = kept["folded"]
        new = [found for found in ended if _identity(found) not in folded]
        if new:
            counted = [[family for family in _families(found["families"]) if family.kind != "gauge"] for found in new]
            families = _added([families, *counted])
            folded = [*folded, *map(_identity, new)][-_MOST_FOLDED:]
            try:
                write_private(self.folder / GONE, json.dumps({"folded": folded, "families": _plain(families)}))
            except OSError:  # a full disk: their files stay, and are added up again the next time
                return families
        for found in ended:
            with suppress(OSError):
                (self.folder / f"{found['process']}-{found['pid']}.json").unlink()
        return families

    @contextmanager
    def _locked(self, *, wait: bool) -> Iterator[None]:
        descriptor = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            yield
        finally:
            os.close(descriptor)


class Writing(threading.Thread):
    """Writes a process's measures every few seconds until it ends."""

    def __init__(self, shared: Shared, process: str, registry: CollectorRegistry) -> None:
        super().__init__(name="measures", daemon=True)
        self._given = (shared, process, registry)
        self._over = threading.Event()
        self._one_at_a_time = threading.Lock()

    def run(self) -> None:
        """Write every few seconds."""
        self.write()
        while not self._over.wait(SECONDS):
            self.write()

    def write(self) -> None:
        """Write now."""
        shared, process, registry = self._given
        with self._one_at_a_time:
            shared.write(process, registry)

    def finish(self) -> None:
        """Stop, with everything written."""
        self._over.set()
        self.write()


def _added(parts: Iterable[list[Family]]) -> list[Family]:
    found: dict[str, Family] = {}
    for families in parts:
        for family in families:
            found.setdefault(family.name, Family(family.name, family.kind, family.help)).add(family)
    return [found[name] for name in sorted(found)]


def _plain(families: list[Family]) -> list[Any]:
    return [
        [one.name, one.kind, one.help, [[name, dict(labels), value] for (name, labels), value in one.samples.items()]]
        for one in families
    ]


def _families(plain: list[Any]) -> list[Family]:
    return [
        Family(name, kind, words, {(sample, tuple(sorted(labels.items()))): value for sample, labels, value in samples})
        for name, kind, words, samples in plain
    ]


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _identity(found: dict[str, Any]) -> str:
    return f"{found['process']}-{found['pid']}-{found['born']}"


def _lives(found: dict[str, Any]) -> bool:
    """Whether the very process that wrote this runs; its number may be another's by now."""
    return _runs(found["pid"]) and bool(_born(found["pid"]) == found["born"])


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _born(pid: int) -> str:
    """Return when a process was started, in ticks of the kernel; nothing where there is no /proc."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("latin-1").rpartition(")")[2].split()[19]
    except OSError:
        return ""
