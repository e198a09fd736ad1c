"""The guard: what a plugin does wrong ends there, is counted, and stops it where it has to."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
import redis

from handrail.extensions import breaker as circuits
from handrail.extensions.breaker import Breaker
from handrail.extensions.errors import PluginFault, PluginMisconfigured, PluginPaused, PluginUnavailable
from handrail.extensions.guard import BUDGETS, Budget, guarded
from handrail.kit import clock, observing
from handrail.kit.ids import new_id
from handrail.kit.observing import Observer, PluginOutcome
from handrail.sdk.problems import Misconfigured, Unavailable, UserProblem

A, B, C, D = (new_id() for _ in range(4))


@pytest.fixture(params=["shared", "alone"])
def memory(request: pytest.FixtureRequest) -> Iterator[redis.Redis | None]:
    """Give a Valkey that is empty, or none: then the process counts for itself."""
    found: redis.Redis | None = request.getfixturevalue("valkey") if request.param == "shared" else None
    if found is not None:
        for key in found.scan_iter("handrail:plugin:*"):
            found.delete(key)
    circuits.use(Breaker(found))
    yield found
    circuits.use(None)


def boom() -> None:
    raise ValueError("somebody's name")


def ask(call: Callable[[], object], tenant: UUID = A, *, callback: str = "check", plugin: str = "p") -> object:
    return guarded(plugin, callback, tenant, BUDGETS[callback], call)


def breaks(times: int, tenant: UUID = A, **more: str) -> None:
    for _ in range(times):
        with suppress(PluginFault):
            ask(boom, tenant, **more)


@pytest.mark.usefixtures("memory")
def test_what_a_plugin_answers_comes_back() -> None:
    assert ask(lambda: "answer") == "answer"


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("wrong", [boom, lambda: sys.exit(3), lambda: 1 / 0])
def test_whatever_it_raises_becomes_a_fault_that_keeps_its_cause_and_says_nothing_of_it(
    wrong: Callable[[], object],
) -> None:
    with pytest.raises(PluginFault) as raised:
        ask(wrong)
    assert raised.value.__cause__ is not None
    assert "somebody" not in str(raised.value)


@pytest.mark.usefixtures("memory")
def test_an_interrupt_of_the_operator_gets_through() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(interrupted)


@pytest.mark.usefixtures("memory")
def test_what_somebody_entered_wrongly_is_told_to_them_and_is_no_fault() -> None:
    def refused() -> None:
        raise UserProblem("end", "The last day comes before the first.")

    for _ in range(10):
        with pytest.raises(UserProblem):
            ask(refused)
    assert ask(lambda: 1) == 1


@pytest.mark.usefixtures("memory")
def test_a_wrong_setting_and_a_service_that_is_away_are_told_apart_and_are_no_faults() -> None:
    def misconfigured() -> None:
        raise Misconfigured("api_key")

    def away() -> None:
        raise Unavailable("Not now.", retry_after=120)

    for _ in range(10):
        with pytest.raises(PluginMisconfigured) as wrong:
            ask(misconfigured)
        with pytest.raises(PluginUnavailable) as gone:
            ask(away)
    assert (wrong.value.setting, gone.value.retry_after) == ("api_key", 120)
    assert ask(lambda: 1) == 1


@pytest.mark.usefixtures("memory")
def test_after_five_faults_it_is_not_asked_there_and_everywhere_else_it_is() -> None:
    breaks(5)
    with pytest.raises(PluginPaused):
        ask(lambda: pytest.fail("it was asked"))
    assert ask(lambda: 1, B) == 1
    assert ask(lambda: 1, callback="render") == 1
    assert ask(lambda: 1, plugin="q") == 1
    with clock.frozen(clock.now() + timedelta(seconds=301)):
        assert ask(lambda: 1) == 1


@pytest.mark.usefixtures("memory")
def test_open_in_three_consultancies_it_is_quarantined_until_an_operator_lets_it_go_on() -> None:
    for tenant in (A, B, C):
        breaks(5, tenant)
    with pytest.raises(PluginPaused):
        ask(lambda: 1, D)
    with clock.frozen(clock.now() + timedelta(days=30)), pytest.raises(PluginPaused):
        ask(lambda: 1, D)
    assert circuits.breaker().held() == {"p"}
    circuits.breaker().resume("p")
    assert circuits.breaker().held() == frozenset()
    assert ask(lambda: 1, A) == ask(lambda: 1, D) == 1


@pytest.mark.usefixtures("memory")
def test_one_persons_absences_that_break_a_jurisdiction_stop_nobody_elses() -> None:
    for tenant in (A, B, C):
        breaks(7, tenant, callback="obligations")
    assert ask(lambda: 1, A, callback="obligations") == 1


@pytest.mark.usefixtures("memory")
def test_one_that_waits_again_and_again_is_stopped_whatever_it_answers() -> None:
    slow = Budget(0.001, pure=True, statutory=True, waits=0.01)
    for _ in range(5):
        assert guarded("p", "obligations", A, slow, lambda: time.sleep(0.02)) is None
    with pytest.raises(PluginPaused):
        guarded("p", "obligations", A, slow, lambda: None)


@pytest.mark.usefixtures("memory")
def test_one_that_computes_for_too_long_counts_and_keeps_its_answer() -> None:
    def computes() -> int:
        began = time.thread_time()
        while time.thread_time() - began < 0.002:
            pass
        return 7

    tight = Budget(0.001, pure=True, waits=60.0)
    guarded("p", "check", A, tight, lambda: None)
    assert [guarded("p", "check", A, tight, computes) for _ in range(5)] == [7] * 5
    with pytest.raises(PluginPaused):
        guarded("p", "check", A, tight, computes)


@pytest.mark.usefixtures("memory")
def test_what_a_process_asks_for_the_first_time_may_load_what_it_needs() -> None:
    def loads() -> None:
        began = time.thread_time()
        while time.thread_time() - began < 0.002:
            pass

    for plugin in (f"cold{number}" for number in range(7)):
        guarded(plugin, "obligations", A, Budget(0.001, pure=True, statutory=True, waits=60.0), loads)
        assert circuits.breaker().report(plugin).tenants == frozenset()


def test_every_process_learns_of_it(valkey: redis.Redis) -> None:
    valkey.delete("handrail:plugin:shared")
    one, other = Breaker(valkey), Breaker(valkey)
    circuits.use(one)
    breaks(5, plugin="shared")
    assert other.is_open("shared", "check", A)
    other.resume("shared")
    one.forget()
    assert not one.is_open("shared", "check", A)
    circuits.use(None)


def test_the_operator_is_told_where_in_the_code_and_not_what_was_said(valkey: redis.Redis) -> None:
    found = Breaker(valkey)
    circuits.use(found)
    found.resume("told")
    breaks(5, A, plugin="told")
    breaks(1, B, plugin="told")
    report = found.report("told")
    assert report.tenants == {str(A), str(B)}
    assert report.stopped == {str(A)}
    assert report.fault is not None
    assert (report.fault.callback, report.fault.kind) == ("check", "ValueError")
    assert any("boom" in each for each in report.fault.frames)
    assert b"somebody" not in b"".join(valkey.get(key) or b"" for key in valkey.scan_iter("handrail:plugin:told:fault"))
    circuits.use(None)


def test_a_valkey_that_is_away_is_asked_once_a_second_and_the_process_counts_for_itself(free_tcp_port: int) -> None:
    found = Breaker(circuits.memory_at(f"redis://127.0.0.1:{free_tcp_port}"))
    circuits.use(found)
    breaks(5)
    with pytest.raises(PluginPaused):
        ask(lambda: 1)
    circuits.use(None)


@pytest.mark.usefixtures("memory")
def test_each_call_is_measured_with_how_it_ended() -> None:
    class Seen(Observer):
        def __init__(self) -> None:
            self.outcomes: list[tuple[str, str, str]] = []

        def plugin_answered(self, plugin: str, callback: str, outcome: PluginOutcome, seconds: float) -> None:
            assert seconds >= 0
            self.outcomes.append((plugin, callback, outcome))

    before, seen = observing.observer(), Seen()
    observing.observe_with(seen)
    ask(lambda: 1)
    breaks(1)
    observing.observe_with(before)
    assert seen.outcomes == [("p", "check", "answered"), ("p", "check", "fault")]
