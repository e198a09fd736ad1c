"""Merkle trees, the forest of heads, and proofs: whatever is changed, the root is another one (ACC-1)."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.audit.rules.heads import Forest, Head, changed, packed, unpacked
from handrail.audit.rules.merkle import EMPTY, Tree, leaf, node, part, root, root_by_path

CONTENTS = st.lists(st.binary(max_size=4), max_size=20)
HASHES = st.binary(min_size=32, max_size=32)
HEADS = st.dictionaries(st.uuids(), st.tuples(st.integers(1, 2**40), HASHES), max_size=12)


def defined(leaves: Sequence[bytes]) -> bytes:
    """The definition of RFC 6962, section 2.1, word by word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + defined(leaves[:split]) + defined(leaves[split:])).digest()


@given(CONTENTS)
def test_the_root_is_the_one_that_the_rfc_defines(contents: list[bytes]) -> None:
    leaves = [leaf(each) for each in contents]
    assert root(leaves) == defined(leaves)


def test_the_roots_of_the_certificate_transparency_vectors_are_found() -> None:
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [leaf(bytes.fromhex(each)) for each in inputs]
    assert root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert root(leaves[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert root(leaves).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_no_node_can_be_passed_off_as_a_leaf() -> None:
    one, other = leaf(b"one"), leaf(b"other")
    assert leaf(one + other) != node(one, other)
    assert root([]) == EMPTY != leaf(b"")


@pytest.mark.rule("ACC-1")
@given(st.lists(st.binary(max_size=4), min_size=1, max_size=20), st.data())
def test_every_edit_removal_insertion_and_change_of_order_changes_the_root(
    contents: list[bytes], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(contents) - 1))
    other = data.draw(st.binary(max_size=4))
    shuffled = data.draw(st.permutations(contents))
    edited = [*contents[:at], other, *contents[at + 1 :]]
    removed = [*contents[:at], *contents[at + 1 :]]
    inserted = [*contents[:at], other, *contents[at:]]
    before = root(map(leaf, contents))
    for after in (edited, removed, inserted, list(shuffled)):
        assert (root(map(leaf, after)) == before) == (after == contents)


@given(CONTENTS, st.data())
def test_a_tree_that_changed_is_the_tree_of_what_it_holds(contents: list[bytes], data: st.DataObject) -> None:
    leaves = [leaf(each) for each in contents]
    tree = Tree(leaves)
    for _ in range(3):
        places = st.integers(0, len(leaves) - 1) if leaves else st.nothing()
        edits = data.draw(st.dictionaries(places, HASHES, max_size=4)) if leaves else {}
        tree.replace(edits)
        leaves = [edits.get(at, each) for at, each in enumerate(leaves)]
        assert tree.root == defined(leaves)
        start, tail = data.draw(st.integers(0, len(leaves))), data.draw(st.lists(HASHES, max_size=9))
        tree.replace_from(start, tail)
        leaves = [*leaves[:start], *tail]
        assert tree.root == defined(leaves)


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_a_leaf_and_its_path_lead_to_the_root_and_anything_else_does_not(
    contents: list[bytes], data: st.DataObject
) -> None:
    leaves = [leaf(each) for each in contents]
    index, size = data.draw(st.integers(0, len(leaves) - 1)), len(leaves)
    tree = Tree(leaves)
    path = tree.path(index)
    assert root_by_path(leaves[index], index, size, path) == tree.root
    wrong = data.draw(HASHES)
    assert (root_by_path(wrong, index, size, path) == tree.root) == (wrong == leaves[index])
    assert root_by_path(leaves[index], index, size, [*path, wrong]) is None
    assert root_by_path(leaves[index], index, size, path[:-1]) != tree.root or not path
    assert root_by_path(leaves[index], size, size, path) is None
    assert root_by_path(leaves[index], -1, size, path) is None
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        bent = [*path[:at], wrong, *path[at + 1 :]]
        assert (root_by_path(leaves[index], index, size, bent) == tree.root) == (bent == path)
    elsewhere = data.draw(st.integers(0, size - 1))
    assert root_by_path(leaf(b"not there at all"), elsewhere, size, tree.path(elsewhere)) != tree.root


@given(st.lists(st.binary(max_size=3), max_size=4), st.lists(st.binary(max_size=3), max_size=4))
def test_two_different_rows_of_fields_never_have_one_encoding(first: list[bytes], second: list[bytes]) -> None:
    assert (b"".join(map(part, first)) == b"".join(map(part, second))) == (first == second)


def heads_of(found: dict[UUID, tuple[int, bytes]]) -> dict[UUID, Head]:
    return {chain_id: Head(chain_id, *values) for chain_id, values in found.items()}


@given(HEADS, HEADS, HEADS)
def test_heads_carried_from_seal_to_seal_have_the_root_of_all_heads(
    first: dict[UUID, tuple[int, bytes]], second: dict[UUID, tuple[int, bytes]], third: dict[UUID, tuple[int, bytes]]
) -> None:
    forest, before = Forest(), dict[UUID, Head]()
    for found in (first, {**first, **second}, third):  # chains come, move on and, where somebody deletes them, go
        after = heads_of(found)
        forest.apply(unpacked(packed(changed(before, after))))
        assert forest.heads == after
        assert forest.root == defined([after[each].leaf() for each in sorted(after)])
        before = after


@given(HEADS.filter(bool), st.data())
def test_the_path_of_a_head_leads_to_the_root(found: dict[UUID, tuple[int, bytes]], data: st.DataObject) -> None:
    forest = Forest.of(heads_of(found).values())
    chosen = forest.heads[data.draw(st.sampled_from(sorted(found)))]
    index, path = forest.path(chosen.chain_id)
    assert root_by_path(chosen.leaf(), index, len(found), path) == forest.root
    for other in (
        replace(chosen, seq=chosen.seq + 1),
        replace(chosen, hash=bytes(32)),
        replace(chosen, chain_id=UUID(int=1)),
    ):
        assert (root_by_path(other.leaf(), index, len(found), path) == forest.root) == (other == chosen)


def test_a_chain_that_is_not_there_has_no_path() -> None:
    with pytest.raises(KeyError):
        Forest().path(UUID(int=1))
    with pytest.raises(IndexError):
        Tree([b""]).path(1)


def test_heads_that_are_cut_off_are_not_read() -> None:
    with pytest.raises(ValueError, match="cut off"):
        list(unpacked(b"\x00" * 57))
