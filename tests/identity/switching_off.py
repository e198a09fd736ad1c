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
from werkzeug.exceptions import MethodNotAllowed

from handrail.audit.rules import chain
from handrail.documents.uploads.inspecting import kinds
from handrail.identity import commands, links, policies, queries, web
from handrail.identity.factors import ceremony, codes
from handrail.identity.models import SignInLink
from handrail.identity.oidc.provider import Provider
from handrail.identity.scim import persons
from handrail.kit import crypto, dialing
from handrail.kit.settings import settings
from handrail.privacy.package import gathering
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
def altered(*statements: str, back: str) -> Iterator[None]:
    """Change the database as its owner, and change it back."""
    with psycopg.connect(settings().migrate_url or "", autocommit=True) as owner:
        owner.execute("set role handrail_owner")
        for statement in statements:
            owner.execute(sql.SQL(statement))  # type: ignore[arg-type]  # constants of this module
        try:
            yield
        finally:
            owner.execute(sql.SQL(back))  # type: ignore[arg-type]  # same


@contextmanager
def without(found: Any, name: str) -> Iterator[None]:
    """Take one entry out of a mapping."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(found, name)
        yield


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


def looks_who_asks(original: Any, session: Any, tenant_id: Any, email: str, *given: Any, **named: Any) -> Any:
    if queries.person_by_email(session, tenant_id, email) is not None:
        original(session, tenant_id, email, *given, **named)


def forgets_its_half_minute(original: Any, session: Any, row: Any, code: str) -> Any:
    row.used_step = None
    return original(session, row, code)


def takes_half_for_whole(original: Any, secret: str, kind: str = "sign_in") -> Any:
    return original(secret, kind) or original(secret, "half")


def believes_the_provider(original: Any, provider: Any, **named: Any) -> Any:
    found = original(provider, **named)
    found["id_token_signing_alg_values_supported"] = ["none", "RS256"]
    return found


def keeps_what_was_destroyed() -> Callable[..., Any]:
    """Return a reader of keys that remembers each key it ever read."""
    kept: dict[Any, bytes] = {}

    def read(original: Any, session: Any, place: Any) -> Any:
        found = original(session, place)
        if found is not None:
            kept[place.subject_id, place.compartment] = found
        return found or kept.get((place.subject_id, place.compartment))

    return read


def forgets_contacts(original: Any) -> Any:
    return {name: path for name, path in original().items() if name != "contact"}


@dataclass(frozen=True)
class Control:
    """What is switched off, and a test that notices."""

    off: Callable[[], AbstractContextManager[None]]
    test: str
    early: bool = False
    """Whether it is off while the test is prepared, too."""


OPEN_TO_SCRIPT = "default-src * data: blob: 'unsafe-inline' 'unsafe-eval'"
RETENTION = "tests/privacy/retention/test_retention_flow.py::"

CONTROLS = {
    "the matrix": Control(
        lambda: instead(policies, "_by_matrix", answers(policies.Decision(allow=True, rule="open"))),
        "tests/identity/test_policies.py::test_an_act_needs_the_role_the_relation_the_employer_and_the_tenant",
    ),
    "the catalogue of policies": Control(
        lambda: open_policy("person", "tenant"),
        "tests/kit/test_schema.py::test_a_fresh_policy_from_the_generator_prints_like_the_stored_one",
    ),
    "row-level security itself": Control(
        lambda: altered(
            "alter table contact no force row level security", back="alter table contact force row level security"
        ),
        "tests/kit/test_schema.py::test_every_table_forces_row_level_security",
    ),
    "our own list of algorithms": Control(
        lambda: instead(Provider, "load_server_metadata", believes_the_provider),
        "tests/identity/oidc/test_hostile.py::"
        "test_a_token_without_a_signature_is_refused_though_the_metadata_offer_none",
    ),
    "a header on every answer": Control(
        lambda: without(security.HEADERS, "X-Content-Type-Options"),
        "tests/web/test_whole_answers.py::test_the_headers_of_an_answer_are_exactly_those_that_were_decided",
    ),
    "the policy of the browser": Control(
        lambda: instead(security, "content_security_policy", answers(OPEN_TO_SCRIPT)),
        "tests/web/test_browser.py::test_injected_script_and_style_are_refused",
    ),
    "what an address knows": Control(
        lambda: instead(MethodNotAllowed, "get_headers", answers([])),
        "tests/identity/programs/test_fuzzing.py::"
        "test_a_method_that_an_address_of_the_api_does_not_know_is_answered_with_those_it_knows",
    ),
    "a destroyed key is gone": Control(
        lambda: instead(crypto, "_stored_data_key", keeps_what_was_destroyed()),
        "tests/documents/test_issuing.py::test_once_its_key_is_destroyed_nobody_opens_it",
        early=True,
    ),
    "keys are not the application's to change": Control(
        lambda: altered(
            "grant update, delete on data_key, tenant_key to handrail_app",
            back="revoke update, delete on data_key, tenant_key from handrail_app",
        ),
        "tests/kit/test_crypto_keys.py::"
        "test_the_login_of_the_application_makes_keys_and_can_neither_change_nor_destroy_one",
    ),
    "the database says who decided, and when": Control(
        lambda: altered(
            "alter table erasure_run disable trigger decided", back="alter table erasure_run enable trigger decided"
        ),
        f"{RETENTION}test_whoever_holds_the_login_of_the_application_can_not_make_up_that_two_people_decided",
    ),
    "every table of the package": Control(
        lambda: instead(gathering, "paths", forgets_contacts),
        "tests/privacy/test_package.py::test_the_package_has_every_row_that_is_the_workers",
        early=True,
    ),
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
    "asking is the same whoever asks": Control(
        lambda: instead(links, "ask_for_link", looks_who_asks),
        "tests/identity/test_links.py::test_asking_does_and_writes_the_same_whoever_has_the_address",
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
            if control.early is early and control.test in {item.nodeid, item.nodeid.partition("[")[0]}:
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
