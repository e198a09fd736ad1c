"""Nothing leaves by the log but ids, numbers and words that stand in the code."""

import ast
import json
import logging
import string
import sys
import uuid
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.entrypoints import logs
from handrail.entrypoints.observing import gate, vocabulary
from handrail.kit.faults import Fault

PACKAGE = Path(__file__).parents[2] / "platform" / "handrail"
LEVELS = ("debug", "info", "warning", "error", "exception", "critical")

signs = st.text(alphabet=string.ascii_letters + string.digits + " _-.:/@é?&=%{}'\"\n", min_size=8, max_size=60)
secrets = signs.map(lambda text: f"s3cr3t{text}tr3s0r")


class Sly(StrEnum):
    """A code that nobody listed."""

    WORD = "s3cr3t-code"


class Talkative:
    """A value that tells what it is whatever way it is turned into text."""

    def __init__(self, said: str) -> None:
        self.said = said

    def __str__(self) -> str:
        return self.said

    __repr__ = __str__
    __format__ = lambda self, _spec: self.said  # noqa: E731 - one line for one thing


def wrapped(secret: str) -> Iterator[Any]:
    """Yield the secret in every shape in which a careless call may hand it over."""
    yield from (secret, secret.encode(), [secret], (secret,), {secret: secret}, {"deep": [{"er": secret}]})
    yield from (Talkative(secret), ValueError(secret), KeyError(secret), Fault(secret, (secret,), (secret,)))
    yield from (f"/sign-in/{secret}", f"https://h.example/feed/{secret}.ics?q={secret}", Path(secret), Sly.WORD)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(secret=secrets)
def test_no_value_under_any_key_lets_a_text_out(secret: str) -> None:
    for key in (*gate.KEYS, "event", "fault", "exc_info", "error", "frames", "causes", "place", "anything"):
        for value in wrapped(secret):
            told = json.dumps(gate.passed({key: value}), ensure_ascii=False)
            assert "s3cr3t" not in told, (key, value)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(secret=secrets)
def test_no_key_lets_a_text_out(secret: str) -> None:
    assert gate.passed({secret: 1, f"x{secret}": uuid.uuid4()}) == {"dropped": 2}


def keep(secret: str) -> None:
    try:
        {}[secret]
    except KeyError as cause:
        raise ValueError(f"could not keep {secret}") from cause


@pytest.mark.rule("PRI-4")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(secret=secrets)
def test_no_way_of_logging_lets_a_text_out(log: Any, secret: str) -> None:
    """Ours, the standard library's, warnings, and what nobody caught."""
    ours = structlog.get_logger("handrail.somewhere")
    try:
        keep(secret)
    except ValueError as problem:
        for level in LEVELS:
            getattr(ours, level)(secret, note=secret, request=secret, exc_info=True)
            getattr(ours.bind(path=secret), level)("request", endpoint=secret)
        for name in ("handrail.web", "gunicorn.error", "sqlalchemy.engine", f"lib.{len(secret)}"):
            library = logging.getLogger(name)
            library.error(secret)
            library.error("Error handling request %s", secret)
            library.exception("what %(was)s said", {"was": secret})
            library.warning("request_failed", extra={"note": secret, "correlation_id": secret}, exc_info=problem)
        sys.excepthook(type(problem), problem, problem.__traceback__)
    with warnings.catch_warnings(), structlog.contextvars.bound_contextvars(note=secret, tenant=secret):
        warnings.simplefilter("always")
        warnings.warn(secret, UserWarning, stacklevel=1)
        ours.info("request", status=200)
    assert "s3cr3t" not in log.getvalue()
    assert len(log.lines()) > 20  # each on a line of its own, and each of them parses


def test_an_expected_line_comes_through_whole(log: Any) -> None:
    tenant = uuid.uuid4()
    structlog.get_logger().info(
        "request", tenant=tenant, row=str(tenant), ms=12, role="worker", method="GET", period=date(2026, 11, 22)
    )
    (line,) = log.lines()
    at = datetime.fromisoformat(line.pop("time"))
    assert at.tzinfo == UTC
    assert line == {
        "level": "info", "process": "web", "event": "request", "tenant": str(tenant), "row": str(tenant), "ms": 12,
        "role": "worker", "method": "GET", "period": "2026-11-22",
    }  # fmt: skip
    assert list(log.lines()[0])[:4] == ["time", "level", "process", "event"]


def test_a_fault_is_told_by_its_kind_its_causes_and_its_places(log: Any) -> None:
    try:
        try:
            int("Ms Bakker")
        except ValueError as cause:
            raise RuntimeError("has a bad back") from cause
    except RuntimeError:
        structlog.get_logger().exception("job.failed")
    (line,) = log.lines()
    assert (line["error"], line["causes"], line["level"]) == ("RuntimeError", ["ValueError"], "error")
    assert line["frames"][-1].startswith("operations/test_gate.py:")
    assert line["frames"][-1].endswith("test_a_fault_is_told_by_its_kind_its_causes_and_its_places")


def test_a_library_is_told_by_its_name_and_the_place(log: Any) -> None:
    logging.getLogger("gunicorn.error").warning("Worker (pid:%s) was sent %s", 12, "SIGKILL! Out of memory")
    (line,) = log.lines()
    assert (line["event"], line["library"], line["level"]) == ("library", "gunicorn.error", "warning")
    assert line["place"].startswith("test_gate.py:")
    assert "memory" not in log.getvalue()


def test_what_is_dropped_is_counted(log: Any) -> None:
    structlog.get_logger().info("request", note="Ms Bakker", status="two hundred")
    assert log.lines()[0]["dropped"] == 2


def test_a_jurisdiction_of_a_province_is_named(log: Any) -> None:
    structlog.get_logger().warning("jurisdiction_missing", jurisdiction="ca_qc")
    assert log.lines()[0]["jurisdiction"] == "ca_qc"


def test_a_stream_that_is_full_or_gone_ends_nothing(log: Any) -> None:
    log.close()
    structlog.get_logger().info("request", status=200)
    assert log.closed, "and nobody opened it again"


def test_a_terminal_gets_lines_for_people(monkeypatch: pytest.MonkeyPatch, log: Any) -> None:
    monkeypatch.setattr(log, "isatty", lambda: True)
    logs.configure("worker", stream=log)
    try:
        int("Ms Bakker")
    except ValueError:
        structlog.get_logger().exception("job.failed", ms=3)
    first, second = log.getvalue().splitlines()
    assert first[12:].split() == ["error", "worker", "job.failed", "ms=3", "error=ValueError"]
    assert second.strip().startswith("operations/test_gate.py:")


# --- The code against the lists -----------------------------------------------------------------------------------

METHODS = {*LEVELS, "warn"}
LOGGERS = {"log", "_log", "logger", "_logger"}


def log_calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield every call of a logger in our own code, with where it stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
                value = node.func.value
                named = value.id if isinstance(value, ast.Name) else ast.unparse(value)
                if named in LOGGERS or "get_logger" in named or "getLogger" in named:
                    yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


BY_SLUG = {"kit/db.py": "said.slug"}
"""Where an event is the slug of an expected outcome of ours, which the gate knows."""


def test_every_event_of_the_code_is_listed_and_every_listed_event_is_logged() -> None:
    found = {}
    for place, call in log_calls():
        first = call.args[0]
        if not isinstance(first, ast.Constant):
            assert ast.unparse(first) == BY_SLUG.get(place.partition(":")[0]), f"{place}: say the event as a literal"
            continue
        found[first.value] = place
    missing = {event: place for event, place in found.items() if event not in vocabulary.EVENTS}
    assert missing == {}, "list these in observing.vocabulary"
    assert vocabulary.EVENTS - found.keys() == {"library"}


def test_every_key_that_the_code_logs_is_known_to_the_gate() -> None:
    known = {*gate.KEYS, "fault", "error", "exc_info", "extra", None}
    missing = {
        f"{place} {keyword.arg}" for place, call in log_calls() for keyword in call.keywords if keyword.arg not in known
    }
    assert missing == set(), "say in observing.gate of which kind these are"


def test_nothing_is_printed_beside_the_log() -> None:
    offenders = {
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "traceback.print_exc", "pprint.pprint"}
    }
    assert offenders == set()
