"""Mutants of a module: its source with one small thing changed, one mutant for each small thing.

Changed are comparisons, `and` and `or`, `not`, truth values, the words of data (one left out at a time), members of
sets, and both ways of a condition. Docstrings, annotations and the names of rules in answers are left alone.

Tools for this change code and not data; here the data is the policy: a role left out of an act is a mutant too.
"""

import ast
import copy
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Final

import pytest

_SWAPPED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.Lt: ast.GtE, ast.GtE: ast.Lt,
}  # fmt: skip
KILLED, ALIVE = 0, 1


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed module; `place` says where and what."""

    place: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module's source."""
    tree = ast.parse(source)
    for number, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node):
            changed = copy.deepcopy(tree)
            twin = next(each for index, each in enumerate(ast.walk(changed)) if index == number)
            change(twin)
            ast.fix_missing_locations(changed)
            yield Mutant(f"{getattr(node, 'lineno', 0)}: {what}", changed)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            yield f"{ast.unparse(node)}, swapped", _swap(index, _SWAPPED[type(operator)])
    elif isinstance(node, ast.BoolOp):
        yield f"{ast.unparse(node)}, and/or", _other_junction
    elif isinstance(node, ast.If | ast.IfExp):
        yield f"if {ast.unparse(node.test)}, always", _set_test(value=True)
        yield f"if {ast.unparse(node.test)}, never", _set_test(value=False)
    elif isinstance(node, ast.keyword) and isinstance(node.value, ast.Constant):
        yield from _of_keyword(node, node.value)
    elif isinstance(node, ast.Set):
        for index, member in enumerate(node.elts):
            yield f"without {ast.unparse(member)}", _drop(index)
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"_act", "_cells"}:
        yield from _words_left_out(node)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
        yield f"{ast.unparse(node)}, the other", _other_bits


def _of_keyword(node: ast.keyword, value: ast.Constant) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    if isinstance(value.value, bool) and node.arg not in {"frozen", "slots"}:
        yield f"{node.arg}={value.value}, inverted", _invert
    elif isinstance(value.value, str) and node.arg in {"read", "write", "facts"}:
        words = value.value.split()
        for index, word in enumerate(words):
            yield f"{node.arg} without {word}", _keep(" ".join(words[:index] + words[index + 1 :]))


def _words_left_out(node: ast.Call) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    first = node.args[0] if node.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        words = first.value.split()
        for index, word in enumerate(words):
            yield f"act without {word}", _replace_first(" ".join(words[:index] + words[index + 1 :]))


def _swap(index: int, operator: type[ast.cmpop]) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Compare)
        node.ops[index] = operator()

    return change


def _other_junction(node: ast.AST) -> None:
    assert isinstance(node, ast.BoolOp)
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()


def _other_bits(node: ast.AST) -> None:
    assert isinstance(node, ast.BinOp)
    node.op = ast.BitOr() if isinstance(node.op, ast.BitAnd) else ast.BitAnd()


def _set_test(*, value: bool) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.If | ast.IfExp)
        node.test = ast.Constant(value)

    return change


def _invert(node: ast.AST) -> None:
    assert isinstance(node, ast.keyword)
    assert isinstance(node.value, ast.Constant)
    node.value = ast.Constant(not node.value.value)


def _keep(words: str) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.keyword)
        node.value = ast.Constant(words)

    return change


def _replace_first(words: str) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Call)
        node.args[0] = ast.Constant(words)

    return change


def _drop(index: int) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        assert isinstance(node, ast.Set)
        del node.elts[index]
        if not node.elts:
            node.elts = [ast.Constant("nothing")]

    return change


def survives(mutant: Mutant, module: ModuleType, judge: Callable[[], None]) -> bool:
    """Say whether nothing of `judge` fails when the mutant stands in the module's place; in a process of its own."""
    child = os.fork()
    if child == 0:
        outcome = KILLED
        try:
            exec(compile(mutant.tree, module.__file__ or "", "exec"), vars(module))  # noqa: S102 - our own source
            judge()
            outcome = ALIVE
        except (Exception, pytest.fail.Exception):  # noqa: BLE001 - whatever fails, the mutant is found
            if os.environ.get("MUTANTS_EXPLAIN"):
                traceback.print_exc(file=sys.stderr)
        finally:
            os._exit(outcome)
    _pid, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == ALIVE
