"""Counting how often something is asked for, on a real Valkey and without one."""

from dataclasses import replace

import pytest
import redis
from hypothesis import HealthCheck, given
from hypothesis import settings as fuzz
from hypothesis import strategies as st

from handrail.kit.errors import TooManyRequests, Unavailable
from handrail.kit.limits import Limit, spend
from handrail.kit.settings import Settings, configure

pytestmark = pytest.mark.usefixtures("database", "valkey")
FEW = Limit("few", 3, 900, closed=True)
OPEN = Limit("open", 3, 900)


def test_what_is_asked_too_often_is_refused_and_told_when_to_come_back() -> None:
    for _time in range(3):
        spend(FEW, "ann@trial.example")
    with pytest.raises(TooManyRequests) as refused:
        spend(FEW, "ann@trial.example")
    assert 0 < refused.value.members["retry_after"] <= 900
    spend(FEW, "ben@trial.example")  # each key is counted for itself


def test_valkey_never_holds_what_was_counted(valkey: redis.Redis) -> None:
    spend(FEW, "ann@trial.example")
    held = [bytes(key).decode() for key in valkey.scan_iter()]
    assert held
    assert not [key for key in held if "ann" in key or "trial" in key]
    assert all(valkey.ttl(key) > 0 for key in held)


def test_without_a_counter_a_way_in_is_closed_and_all_else_stays_open(database: Settings) -> None:
    away = replace(database, connections=replace(database.connections, redis="redis://127.0.0.1:1"))
    configure(away)
    try:
        with pytest.raises(Unavailable):
            spend(FEW, "ann")
        for _time in range(5):
            spend(OPEN, "ann")
    finally:
        configure(database)


@fuzz(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(times=st.integers(1, 6), asked=st.integers(1, 12))
def test_exactly_as_many_pass_as_are_allowed(valkey: redis.Redis, times: int, asked: int) -> None:
    valkey.flushall()
    passed = 0
    for _time in range(asked):
        try:
            spend(Limit("exact", times, 86_400), "key")
        except TooManyRequests:
            continue
        passed += 1
    assert passed == min(times, asked)
