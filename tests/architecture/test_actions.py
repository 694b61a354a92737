"""A change of state is an action, and an action writes exactly one entry of the log."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from tests.architecture.tree import FUNCTIONS, Function, Module, below, calls, dotted, strings, written
from xinheng.areas.ledger.terms import KIND_TEXTS, EntryKind

BULK_WRITES = frozenset({"bulk_create", "bulk_update", "get_or_create", "update_or_create", "save"})
QUERY_WRITES = frozenset({"create", "update", "delete"})
QUERY = re.compile(r"\b(objects|filter\(\)|exclude\(\)|select_for_update\(\)|all\(\))")
SQL_WRITES = re.compile(r"\b(INSERT INTO|UPDATE \w|DELETE FROM|COPY \w+|ATTACH PARTITION|TRUNCATE)\b")
COMPOSED = {
    "areas/archive/actions:end_marks": "`_end_marks` writes the entry where a mark stands",
    "areas/intake/actions/receive:receive": "keeps the file, then `register` writes the entry",
    "areas/intake/actions/deposit:process": "moves through working states; `refuse` or the archive's `deposit` decides",
    "areas/intake/actions/resolve:attach": "the archive's `deposit` writes the entry of the one row",
    "areas/intake/actions/resolve:send_back": "`reject` writes the entry",
    "areas/intake/actions/take_back:take_back": "the archive's `take_back` writes the entry",
    "areas/notices/actions/sending:mark_read": "`note_reading` writes the entry; a second reading changes nothing",
    "areas/notices/actions/delivering:begin": "a try that a dead process left ends by `note_undelivered`",
    "areas/notices/actions/delivering:note": "`note_sent` or `note_undelivered` writes the entry; a try that is repeated has none",
    "areas/notices/actions/contacts:verify_contact": "`take_in_use` writes the entry",
    "areas/clocks/actions:start": "asks the law first, then `_start` writes the entry",
    "areas/clocks/actions:stop": "finds the running clock, then `_stop` writes the entry",
    "areas/clocks/actions:cancel": "finds the running clocks, then `_cancel` writes the entry",
    "areas/consent/actions/entering:enter": "opens a login, then `keep_represented` writes whom it represents",
    "areas/clocks/actions:recompute": "finds whether any day differs, then `_recompute` writes the entry",
    "areas/quality/actions:report_source_counts": "reads the file, then `keep_counts` writes the entry",
}
"""Functions that change state through the one action that they call, with that action."""
_IN_TRANSIT = "pieces of a file on their way: nothing is received before `receive` logs it"
NO_STATE = {
    "areas/intake/actions/tidy:forget_lost": "after a restore: what the backup does not hold is forgotten",
    "areas/notices/actions/delivering:send_out": "speaks to the gateway alone; `begin` and `note` keep what is kept",
    "areas/notices/actions/contacts:check_code": "counts wrong codes, so that none is guessed",
    "areas/archive/actions:prepared": "fills a bare table that nobody reads until `deposit` places it",
    "areas/intake/actions/uploads:begin_upload": _IN_TRANSIT,
    "areas/intake/actions/uploads:add_piece": _IN_TRANSIT,
    "areas/intake/actions/uploads:end_upload": _IN_TRANSIT,
    "areas/intake/actions/uploads:end_expired_uploads": _IN_TRANSIT,
    "areas/subjects/actions/opening:index_if_few": "renews the search's copy of names; no fact changes",
    "areas/ledger/actions:recorded": "the frame itself",
    "areas/ledger/actions:one_entry_each": "the frame itself, around several actions",
    "areas/ledger/actions:append": "the log itself",
    "areas/ledger/actions:checkpoint": "the log itself: it appends its own entry",
}
"""Functions that write and change no state of the platform, with the reason."""
BY_WEB = {"departments.second_factor_reset": "the tables of the second factor belong to the login package"}
"""Kinds that an action in web writes, with the reason."""


def key(module: Module, name: str) -> str:
    """`areas/intake/actions/confirm:confirm`."""
    return f"{'/'.join(module.parts)}:{name}"


def top_level(module: Module) -> Iterator[Function]:
    """A module's own functions."""
    return (node for node in module.tree.body if isinstance(node, FUNCTIONS))


def writes(function: ast.AST) -> bool:
    """Does the function itself change a table?"""
    for call in calls(function):
        owner, _, name = dotted(call.func).rpartition(".")
        if name in BULK_WRITES or (name in QUERY_WRITES and QUERY.search(owner)):
            return True
    return any(SQL_WRITES.search(text.value) for text in strings(ast.walk(function)))


def kind_of(function: Function) -> str | None:
    """The kind that `@recorded("…")` names."""
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and dotted(decorator.func).endswith("recorded"):
            return str(decorator.args[0].value) if isinstance(decorator.args[0], ast.Constant) else "?"
    return None


def writers(modules: Iterable[Module]) -> set[str]:
    """Names of an area's functions in store and actions that write, themselves or through another."""
    functions = [function for module in modules for function in top_level(module)]
    found = {function.name for function in functions if writes(function)}
    while True:
        more = {
            function.name
            for function in functions
            for call in calls(function)
            if dotted(call.func).rpartition(".")[2] in found and dotted(call.func).count(".") <= 1
        }
        if more <= found:
            return found
        found |= more


def unframed(area: Iterable[Module]) -> Iterator[str]:
    """Public actions that write and are neither framed nor composed of framed ones."""
    area = tuple(area)
    changing = writers(module for module in area if module.layer in {"store", "actions"})
    for module in area:
        if module.layer != "actions":
            continue
        for function in top_level(module):
            named = key(module, function.name)
            if function.name.startswith("_") or function.name not in changing or kind_of(function):
                continue
            if named not in COMPOSED and named not in NO_STATE:
                yield f"{module.at(function)}: {function.name} writes without @recorded"


def areas() -> dict[str, list[Module]]:
    """Area → its modules."""
    found: dict[str, list[Module]] = {}
    for module in below("areas/"):
        if module.area:
            found.setdefault(module.area, []).append(module)
    return found


def used_kinds(modules: Iterable[Module]) -> dict[str, set[str]]:
    """Kind → areas whose code writes it."""
    found: dict[str, set[str]] = {}
    for module in modules:
        for function in module.functions():
            if kind := kind_of(function):
                found.setdefault(kind, set()).add(module.area or module.parts[0])
        for call in calls(module.tree):
            if dotted(call.func).rpartition(".")[2] == "append" and call.args and module.area:
                name = dotted(call.args[0])
                if name.startswith("EntryKind."):
                    found.setdefault(EntryKind[name.partition(".")[2]].value, set()).add(module.area)
    return found


def test_every_action_that_writes_is_framed() -> None:
    assert [fault for area in areas().values() for fault in unframed(area)] == []


def test_a_composed_action_calls_one_that_is_framed() -> None:
    framed = {
        function.name for module in below("areas/") for function in module.functions() if kind_of(function)
    }
    found = {
        key(module, function.name): {dotted(call.func).rpartition(".")[2] for call in calls(module.tree)}
        & framed
        for module in below("areas/")
        for function in top_level(module)
    }
    assert [named for named in COMPOSED if not found.get(named)] == []


def test_only_store_and_actions_write() -> None:
    found = [
        f"{module.at(function)}: {function.name}"
        for module in below("areas/", "web/", "cli/")
        if module.layer not in {"store", "actions"}
        for function in module.functions()
        if writes(function) and not kind_of(function)
    ]
    assert found == []


def test_an_action_without_a_frame_is_caught() -> None:
    planted = [
        written("areas/lists/store.py", "def add(row):\n    Row.objects.create(row=row)\n"),
        written("areas/lists/actions.py", "def enter(row, *, actor, at):\n    store.add(row)\n"),
    ]
    assert list(unframed(planted)) == ["xinheng/areas/lists/actions.py:1: enter writes without @recorded"]


def test_every_kind_of_entry_is_written_and_by_the_area_that_it_names() -> None:
    used = used_kinds(below("areas/", "web/"))
    assert sorted(used) == sorted(kind.value for kind in EntryKind)
    assert {kind for kind, found in used.items() if found != {kind.partition(".")[0]}} == set(BY_WEB)
    assert {kind for kind, found in used.items() if found == {"web"}} == set(BY_WEB)


def test_reasons_are_given_for_functions_that_exist() -> None:
    known = {key(module, function.name) for module in below("areas/") for function in top_level(module)}
    assert (COMPOSED.keys() | NO_STATE.keys()) <= known


def test_every_kind_of_entry_has_its_words() -> None:
    assert set(KIND_TEXTS) == set(EntryKind)


def test_no_framed_action_calls_the_log_by_hand() -> None:
    by_hand = [
        module.at(call)
        for module in below("areas/", "web/", "cli/")
        if module.area != "ledger"
        for call in calls(module.tree)
        if dotted(call.func) in {"ledger.append", "actions.append", "ledger_actions.append"}
    ]
    assert by_hand == []
