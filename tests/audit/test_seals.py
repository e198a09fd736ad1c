"""What a seal says and who signed it: pure, so that anybody can redo it (ACC-1)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.audit.rules.chain import GENESIS
from handrail.audit.rules.files import proof_from, proof_text, seal_from, seal_text
from handrail.audit.rules.heads import Forest, Head
from handrail.audit.rules.merkle import EMPTY
from handrail.audit.rules.restores import Restore, restore_from, restore_text
from handrail.audit.rules.retention import kept_from
from handrail.audit.rules.seals import (
    Proof,
    Reads,
    Seal,
    Statement,
    day_begins,
    days_without,
    faults_of,
    proves,
    public_key,
    sign,
)

TENANT = UUID(int=7)
PRIVATE, STRANGERS = b"\x01" * 32, b"\x02" * 32
TRUSTED = [public_key(PRIVATE)]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def sealed(statement: Statement, heads: list[Head], private: bytes = PRIVATE) -> Seal:
    return Seal(statement, public_key(private), sign(private, statement.encoded()), full=True, moved=tuple(heads))


def row_of_seals(count: int, heads: list[Head]) -> list[Seal]:
    found: list[Seal] = []
    previous, since = GENESIS, None
    for number in range(1, count + 1):
        at = NOON + timedelta(days=number)
        root = Forest.of(heads).root
        statement = Statement(
            TENANT, number, at.date(), at, previous, len(heads), root, Reads(since, at, 0, EMPTY)
        )  # fmt: skip
        found.append(sealed(statement, heads))
        previous, since = statement.digest(), at
    return found


def faults(seals: list[Seal]) -> Iterator[str]:
    before = None
    for seal in seals:
        yield from (fault.kind for fault in faults_of(seal, before, TENANT, TRUSTED))
        before = seal.statement


HEADS = [Head(UUID(int=number), number, bytes([number]) * 32) for number in range(1, 6)]


@pytest.mark.rule("ACC-1")
@given(st.integers(1, 6))
def test_seals_that_follow_on_each_other_have_no_fault(count: int) -> None:
    assert list(faults(row_of_seals(count, HEADS))) == []


@pytest.mark.rule("ACC-1")
@given(st.integers(3, 6), st.data())
def test_a_seal_that_is_taken_out_put_in_or_moved_is_found(count: int, data: st.DataObject) -> None:
    seals = row_of_seals(count, HEADS)
    at = data.draw(st.integers(0, count - 2))
    assert "order" in faults(seals[:at] + seals[at + 1 :])
    assert "order" in faults([*seals[:at], seals[at + 1], seals[at], *seals[at + 2 :]])
    assert "order" in faults([*seals[: at + 1], seals[at], *seals[at + 1 :]])


@pytest.mark.rule("ACC-1")
@pytest.mark.parametrize(
    "changes",
    [
        {"tenant_id": uuid4()},
        {"number": 4},
        {"on": date(2026, 1, 1)},
        {"made_at": NOON},
        {"previous": bytes(32)},
        {"heads": 4},
        {"heads_root": bytes(32)},
        {"reads": Reads(None, NOON, 0, EMPTY)},
        {"reads": Reads(NOON, NOON + timedelta(days=1), 1, EMPTY)},
    ],
)
def test_nothing_of_a_seal_can_be_changed_without_its_key(changes: dict[str, object]) -> None:
    first, second, third = row_of_seals(3, HEADS)
    bent = replace(second, statement=replace(second.statement, **changes))  # type: ignore[arg-type]
    assert bent.statement != second.statement
    assert "signature" in faults([first, bent, third])
    by_a_stranger = sealed(bent.statement, HEADS, STRANGERS)
    assert "signature" in faults([first, by_a_stranger, third])
    signed_again = sealed(bent.statement, HEADS)  # with the key: the next seal still holds the digest of the old one
    assert set(faults([first, signed_again, third])) & {"order", "moved"}


def test_a_seal_and_a_proof_survive_their_files() -> None:
    seal = row_of_seals(2, HEADS)[1]
    assert seal_from(seal_text(seal)) == seal
    forest = Forest.of(HEADS)
    index, path = forest.path(HEADS[2].chain_id)
    proof = Proof(seal.statement, seal.key, seal.signature, HEADS[2], index, tuple(path))
    assert proof_from(proof_text(proof)) == proof


@given(st.text())
def test_a_file_that_is_no_seal_and_no_proof_is_not_read(text: str) -> None:
    for read in (seal_from, proof_from, restore_from):
        with pytest.raises(ValueError, match="can not be read"):
            read(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"handrail-seal/1"', '"handrail-seal/2"'),
        ('"number": 2', '"number": "two"'),
        ('"made_at": "2026-03-03T12:00:00+00:00"', '"made_at": "2026-03-03T12:00:00"'),
        ('"heads_moved": "', '"heads_moved": "AAAA'),
        ('"heads_moved": "', '"heads_moved": "*'),
        ('"previous": "', '"previous": "zz'),
    ],
)
def test_a_damaged_file_is_not_read(old: str, new: str) -> None:
    text = seal_text(row_of_seals(2, HEADS)[1])
    assert old in text
    with pytest.raises(ValueError, match="can not be read"):
        seal_from(text.replace(old, new))


@pytest.mark.rule("ACC-1")
@given(st.integers(0, 4), st.data())
def test_a_proof_holds_for_what_was_sealed_and_for_nothing_else(which: int, data: st.DataObject) -> None:
    seal, forest = row_of_seals(1, HEADS)[0], Forest.of(HEADS)
    index, path = forest.path(HEADS[which].chain_id)
    proof = Proof(seal.statement, seal.key, seal.signature, HEADS[which], index, tuple(path))
    assert proves(proof, TRUSTED)
    wrong = [
        replace(proof, head=replace(proof.head, seq=proof.head.seq + 1)),
        replace(proof, head=replace(proof.head, hash=data.draw(st.binary(min_size=32, max_size=32)))),
        replace(proof, head=replace(proof.head, chain_id=data.draw(st.uuids()))),
        replace(proof, index=(index + 1) % len(HEADS)),
        replace(proof, path=proof.path[:-1]),
        replace(proof, path=(*proof.path, bytes(32))),
        replace(proof, statement=replace(seal.statement, on=date(2026, 1, 1))),
        replace(proof, statement=replace(seal.statement, heads_root=bytes(32))),
        replace(proof, signature=bytes(64)),
        replace(proof, signature=b""),
        replace(proof, key=public_key(STRANGERS), signature=sign(STRANGERS, seal.statement.encoded())),
    ]
    assert [each for each in wrong if proves(each, TRUSTED)] == []


def test_a_note_of_a_restore_survives_its_file_and_covers_what_lies_between() -> None:
    note = Restore(TENANT, NOON, NOON + timedelta(hours=2), "2026-03-01T120000Z", b"k" * 32, b"s" * 64)
    assert restore_from(restore_text(note)) == note
    assert [note.lost(NOON + timedelta(hours=hour)) for hour in (-1, 0, 1, 2, 3)] == [False, True, True, True, False]


def test_days_without_a_seal_are_named() -> None:
    days = [date(2026, 3, day) for day in (1, 2, 5, 6, 8)]
    gaps = list(days_without(days))
    assert gaps == [(date(2026, 3, 3), date(2026, 3, 4)), (date(2026, 3, 7), date(2026, 3, 7))]


def test_a_day_begins_at_midnight_where_the_consultancy_is() -> None:
    assert day_begins(date(2026, 3, 1), "Europe/Amsterdam") == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert day_begins(date(2026, 7, 1), "America/Toronto") == datetime(2026, 7, 1, 4, tzinfo=UTC)


@given(st.integers(0, 40))
def test_the_read_log_is_kept_for_two_years_whatever_is_set(years: int) -> None:
    assert (NOON - kept_from(NOON, years)).days >= 730
