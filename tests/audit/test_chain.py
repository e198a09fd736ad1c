"""The arithmetic of a chain: every edit, removal, insertion and change of order is found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.audit.rules import GENESIS, Entry, Stored, digest, encode, link, verify

TENANT, CHAIN = uuid4(), uuid4()
START = datetime(2026, 1, 5, 9, tzinfo=UTC)


def entry(seq: int, verb: str = "contact.recorded", chain: UUID = CHAIN) -> Entry:
    return Entry(
        tenant_id=TENANT, chain_id=chain, id=uuid4(), seq=seq, at=START + timedelta(minutes=seq), actor_id=uuid4(),
        actor_role="coordinator", verb=verb, compartment="coordination", object_table="contact", object_id=uuid4(),
        detail={"fields": {"on": {"before": "", "after": "ab"}}},
    )  # fmt: skip


def chain_of(length: int) -> list[Stored]:
    links: list[Stored] = []
    prev = GENESIS
    for seq in range(1, length + 1):
        made = entry(seq)
        links.append(Stored(made, prev, link(prev, made)))
        prev = links[-1].hash
    return links


def head_of(links: list[Stored]) -> tuple[int, bytes]:
    return (links[-1].entry.seq, links[-1].hash) if links else (0, GENESIS)


@pytest.mark.rule("ACC-1")
@given(length=st.integers(0, 12))
def test_an_untouched_chain_has_no_fault(length: int) -> None:
    links = chain_of(length)
    assert list(verify(CHAIN, links, head_of(links))) == []


@pytest.mark.rule("ACC-1")
@given(length=st.integers(1, 10), data=st.data())
def test_removing_any_link_is_found(length: int, data: st.DataObject) -> None:
    links = chain_of(length)
    head = head_of(links)
    gone = data.draw(st.integers(0, length - 1))
    del links[gone]
    assert "removed" in {fault.kind for fault in verify(CHAIN, links, head)}


@pytest.mark.rule("ACC-1")
@given(length=st.integers(2, 10), data=st.data())
def test_swapping_two_links_is_found(length: int, data: st.DataObject) -> None:
    links = chain_of(length)
    head = head_of(links)
    at = data.draw(st.integers(0, length - 2))
    first, second = links[at], links[at + 1]
    swapped = [
        Stored(_renumbered(second.entry, first.entry.seq), second.prev_hash, second.hash),
        Stored(_renumbered(first.entry, second.entry.seq), first.prev_hash, first.hash),
    ]
    links[at : at + 2] = swapped
    assert list(verify(CHAIN, links, head))


def _renumbered(made: Entry, seq: int) -> Entry:

    return replace(made, seq=seq)


@pytest.mark.rule("ACC-1")
@given(length=st.integers(0, 8))
def test_a_link_put_on_the_end_without_the_head_is_found(length: int) -> None:
    links = chain_of(length)
    head = head_of(links)
    more = entry(length + 1)
    links.append(Stored(more, head[1], link(head[1], more)))
    assert "inserted" in {fault.kind for fault in verify(CHAIN, links, head)}


@pytest.mark.rule("ACC-1")
@given(
    first=st.lists(st.text(max_size=8), min_size=3, max_size=3),
    second=st.lists(st.text(max_size=8), min_size=3, max_size=3),
)
def test_two_different_entries_never_have_one_encoding(first: list[str], second: list[str]) -> None:

    base = entry(1)
    a = replace(base, verb=first[0], object_table=first[1], actor_role=first[2])
    b = replace(base, verb=second[0], object_table=second[1], actor_role=second[2])
    assert (encode(a) == encode(b)) == (first == second)


def test_a_digest_says_nothing_without_its_salt() -> None:
    assert digest(b"salt one", "yes") != digest(b"salt two", "yes")
    assert digest(b"salt one", "yes") == digest(b"salt one", "yes")
