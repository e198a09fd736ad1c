"""Controls, each with the way to switch it off and a test that has to fail then.

Loaded as a plugin (`pytest -p tests.identity.switching_off`), it runs every test without the control that the test is
about. `test_controls_bite` looks that not one of them passes.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import update

from handrail.audit.rules import chain
from handrail.documents.uploads.inspecting import kinds
from handrail.identity import commands, policies, web
from handrail.identity.factors import ceremony, codes
from handrail.identity.models import SignInLink
from handrail.identity.scim import persons
from handrail.kit import dialing
from handrail.kit.settings import settings
from handrail.web import security

_POLICY = """
select pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid) from pg_policy
where polrelid = %s::regclass and polname = %s
"""


@contextmanager
def open_policy(table: str, name: str) -> Iterator[None]:
    """Let a row-level policy let everything through, and put it back as it was."""
    alter = sql.SQL("alter policy {} on {} using ({}) with check ({})").format
    named = sql.Identifier(name), sql.Identifier(table)
    with psycopg.connect(settings().migrate_url or "", autocommit=True) as owner:
        owner.execute("set role handrail_owner")
        (kept,) = owner.execute(_POLICY, [table, name]).fetchall()
        owner.execute(alter(*named, sql.SQL("true"), sql.SQL("true")))
        try:
            yield
        finally:
            owner.execute(alter(*named, *(sql.SQL(each) for each in kept)))


@contextmanager
def instead(module: Any, name: str, made: Callable[..., Any]) -> Iterator[None]:
    """Put another function in the place of one, which it gets as its first argument."""
    original = getattr(module, name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, lambda *given, **named: made(original, *given, **named))
        yield


def answers(value: object) -> Callable[..., object]:
    """Return a function that always says the same."""
    return lambda *_given, **_named: value


def forgets_that_it_was_used(original: Any, session: Any, *given: Any, **named: Any) -> Any:
    session.execute(update(SignInLink).values(used_at=None).execution_options(synchronize_session=False))
    return original(session, *given, **named)


def forgets_its_half_minute(original: Any, session: Any, row: Any, code: str) -> Any:
    row.used_step = None
    return original(session, row, code)


def takes_half_for_whole(original: Any, secret: str, kind: str = "sign_in") -> Any:
    return original(secret, kind) or original(secret, "half")


@dataclass(frozen=True)
class Control:
    """What is switched off, and a test that notices."""

    off: Callable[[], AbstractContextManager[None]]
    test: str
    early: bool = False
    """Whether it is off while the test is prepared, too."""


CONTROLS = {
    "the token in a form": Control(
        lambda: instead(security, "_has_token", answers(value=True)),
        "tests/web/test_security.py::test_a_change_needs_the_token_of_this_session",
    ),
    "a page of ours asks": Control(
        lambda: instead(security, "is_same_origin", answers(value=True)),
        "tests/web/test_security.py::test_a_change_needs_a_page_of_ours",
    ),
    "a fresh proof at the door": Control(
        lambda: instead(web, "asks_for_proof", answers(value=False)),
        "tests/identity/test_proofs.py::test_accepting_a_plan_asks_for_a_fresh_proof",
    ),
    "a fresh proof in the policy": Control(
        lambda: instead(policies, "_lacks_proof", answers(value=False)),
        "tests/identity/test_policies.py::test_that_a_proof_is_missing_is_told_to_nobody_whom_another_rule_denies",
    ),
    "a second factor": Control(
        lambda: instead(web, "_by_cookie", takes_half_for_whole),
        "tests/identity/test_proofs.py::test_a_half_session_opens_no_page_and_no_api",
    ),
    "a link opens once": Control(
        lambda: instead(commands, "use_link", forgets_that_it_was_used),
        "tests/identity/factors/test_coming_in.py::"
        "test_a_link_that_a_scanner_opened_still_works_and_a_spent_one_brings_a_new_one",
    ),
    "a code opens once": Control(
        lambda: instead(codes, "take", forgets_its_half_minute),
        "tests/identity/factors/test_coming_in.py::test_the_codes_of_an_app_count_once_and_half_a_minute_around_now",
    ),
    "a passkey answers once": Control(
        lambda: instead(ceremony, "spend", answers(value=None)),
        "tests/identity/factors/test_passkeys.py::test_an_answer_counts_once_and_in_the_browser_that_was_asked",
    ),
    "idle time": Control(
        lambda: instead(commands, "idle_of", answers(timedelta(days=1))),
        "tests/identity/test_sessions.py::test_a_session_nobody_uses_ends",
    ),
    "support changes nothing": Control(
        lambda: instead(web, "may_change", answers(value=False)),
        "tests/identity/test_granting.py::test_a_browser_that_only_looks_is_refused_every_change",
    ),
    "who is not active in the directory is out": Control(
        lambda: instead(persons, "end_ways_in", answers(value=None)),
        "tests/identity/scim/test_people.py::test_who_is_not_active_any_more_has_nothing_open",
    ),
    "the policy of tenants": Control(
        lambda: open_policy("person", "tenant"),
        "tests/kit/test_isolation.py::test_each_tenant_sees_its_own_alone",
    ),
    "the policy of need to know": Control(
        lambda: open_policy("contact", "need_to_know"),
        "tests/cases/test_contacts.py::test_nobody_of_the_employers_side_can_select_a_contact",
    ),
    "addresses inside the network": Control(
        lambda: instead(dialing, "is_public", answers(value=True)),
        "tests/kit/test_egress.py::test_a_name_that_turns_to_this_machine_after_the_check_does_not_lead_there",
    ),
    "what is in a file": Control(
        lambda: instead(kinds, "is_by_content", answers(value=True)),
        "tests/documents/test_inspecting.py::test_a_file_that_is_something_else_is_refused",
    ),
    "the links of a chain": Control(
        lambda: instead(chain, "encode", lambda _original, entry: str(entry.seq).encode()),
        "tests/audit/test_tampering.py::test_every_kind_of_tampering_is_found",
        early=True,
    ),
}
"""Switched off by one small function or one policy each; none of these tests may pass without its control."""


@contextmanager
def without_control(item: pytest.Item, *, early: bool) -> Iterator[None]:
    """Switch off what this test is about, if that is to be done now."""
    with ExitStack() as off:
        for control in CONTROLS.values():
            if control.early is early and item.nodeid.partition("[")[0] == control.test:
                off.enter_context(control.off())
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Prepare and run a test without its control."""
    with without_control(item, early=True):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Run a test without its control."""
    with without_control(item, early=False):
        return (yield)
