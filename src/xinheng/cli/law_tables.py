"""What `xinheng law` prints: tables in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from xinheng.kernel.lawbook import Change, Citation, Difference, Lawbook, LawOnDay, NotRuled, Ruled
from xinheng.kernel.lawbook.cases import CaseResult
from xinheng.kernel.lawbook.meta import (
    CatalogueField,
    CatalogueItem,
    Deadline,
    DisclosureTerm,
    Entry,
    Regime,
    RepairRule,
    Status,
    When,
)
from xinheng.kernel.text import Language, Text

out = Console(emoji=False)

_STATUS = {
    Status.IN_FORCE: Text(zh="有效", en="in force"),
    Status.ADOPTED_PROVISIONAL: Text(zh="暂行采用（草案）", en="adopted provisionally (draft)"),
    Status.DRAFT: Text(zh="草案", en="draft"),
    Status.UNVERIFIED: Text(zh="未核实", en="unverified"),
    Status.EXPIRED: Text(zh="已失效", en="expired"),
}
_CHANGE = {
    Change.ADDED: Text(zh="新增", en="added"),
    Change.REMOVED: Text(zh="删除", en="removed"),
    Change.CHANGED: Text(zh="修改", en="changed"),
}
_REQUIRED = {
    "always": Text(zh="必填", en="always"),
    "organisation": Text(zh="组织必填", en="organisations"),
    "person": Text(zh="自然人必填", en="persons"),
    "never": Text(zh="", en=""),
}


def packs_table(lawbook: Lawbook, language: Language, *, on: date) -> Table:
    """Every pack: version, status, entries, last check, and whether its review is overdue."""
    table = _table(language, ("法律包", "pack"), ("名称", "of"), ("版本", "version"), ("状态", "status"))
    for zh, en in (
        ("条目", "entries"),
        ("案例", "cases"),
        ("最近核对", "last checked"),
        ("应复核", "review by"),
    ):
        table.add_column(en if language == "en" else zh, justify="right")
    for name, folder in sorted(lawbook.packs.folders.items()):
        head = folder.head
        overdue = head.review_on is not None and head.review_on < on
        review = f"[red]{head.review_on} ![/red]" if overdue else str(head.review_on or "")
        table.add_row(
            f"[bold]{name}[/bold]" if name in lawbook.line else name,
            head.jurisdiction.name.in_(language),
            head.version,
            _STATUS[head.status].in_(language),
            str(len(folder.entries)),
            str(len(folder.cases)),
            str(head.last_checked),
            review,
        )
    return table


def cases_table(results: Iterable[CaseResult], language: Language) -> Table:
    """Each example, and where it fails what was expected and what the law says."""
    table = _table(
        language, ("", ""), ("案例", "case"), ("依据", "article"), ("应为 → 实为", "expected → found")
    )
    for result in results:
        wrong = {
            key: f"{value} → {result.found.get(key, result.found.get('not_ruled'))}"
            for key, value in result.expected.items()
            if result.found.get(key) != value
        }
        detail = "\n".join([*(f"{key}: {words}" for key, words in wrong.items()), str(result.place)])
        mark = "[green]✓[/green]" if result.passed else "[red]✗[/red]"
        name = f"{result.pack}: {result.name}"
        table.add_row(mark, escape(name), escape(result.article), "" if result.passed else escape(detail))
    return table


def item_tables(law: LawOnDay, item_id: str, language: Language) -> Iterator[Table]:
    """The item, its columns, and every rule on it with its source; NotInCatalogue when there is none."""
    item = law.item(item_id)
    yield _overview(item, language)
    yield _fields(item.value, language)
    rules: list[tuple[str, Ruled[Entry]]] = [(_say(("目录事项", "item"), language), item)]
    try:
        term = law.disclosure(item_id)
        rules.append((term_words(term.value, language), term))
    except NotRuled as unruled:
        out.print(f"[yellow]{unruled.reason.in_(language)}[/yellow]")
    rules += [(deadline_words(ruled.value, language), ruled) for ruled in law.deadlines_for(item_id)]
    for regime in Regime:
        try:
            repair = law.repair_rule(item_id, regime=regime)
            rules.append((repair_words(repair.value, language), repair))
        except NotRuled:
            continue
    rules += [
        (f"{_say(('查询事项', 'matter'), language)} {ruled.title.in_(language)}", ruled)
        for ruled in law.matters()
        if item_id in ruled.value.items
    ]
    yield _sources(rules, language)


def differences_table(found: Iterable[Difference], language: Language) -> Table:
    """Each entry that differs, with what stood there before and what stands there now."""
    table = _table(
        language, ("条目", "entry"), ("变化", "change"), ("处", "part"), ("原", "before"), ("今", "now")
    )
    for difference in found:
        name = f"{difference.entry}\n{difference.title.in_(language)}"
        change = _CHANGE[difference.change].in_(language)
        for path, before, after in difference.parts or (("", None, None),):
            table.add_row(escape(name), change, path, escape(before or ""), escape(after or ""))
            name = change = ""
    return table


def term_words(term: DisclosureTerm, language: Language) -> str:
    """A disclosure term in one line."""
    end = str(term.length) if term.length else str(term.until.value if term.until else "")
    start = term.starts.value if term.starts else ""
    return " ".join(
        part for part in (_say(("公开", "disclosure"), language), term.mode.value, start, end) if part
    )


def deadline_words(deadline: Deadline, language: Language) -> str:
    """A deadline in one line."""
    word = _say(("期限", "deadline") if deadline.statutory else ("服务标准", "service standard"), language)
    return f"{word} {deadline.length} {deadline.unit.value} · {deadline.starts.value} · {deadline.counts}"


def repair_words(rule: RepairRule, language: Language) -> str:
    """A repair rule in one line."""
    may = ("可修复", "repair") if rule.permitted else ("不可修复", "no repair")
    time = f"{rule.after} {rule.starts.value}" if rule.after and rule.starts else ""
    conditions = ", ".join(condition.value for condition in rule.conditions)
    parts = (_say(may, language), rule.regime.value, time, conditions, rule.decider.value)
    return " · ".join(part for part in parts if part)


def _overview(ruled: Ruled[CatalogueItem], language: Language) -> Table:
    item = ruled.value
    table = Table(title=f"{item.title.zh} · {item.title.en} ({item.id})", show_header=False)
    lines = (
        (("来自", "from"), f"{ruled.entry} @ {ruled.version}"),
        (("状态", "status"), _STATUS[ruled.status].in_(language)),
        (("类别", "class"), f"{item.class_.value} · {item.head.value} · {item.effect.value}"),
        (("来源", "source"), item.source.in_(language)),
        (("必要性", "necessity"), item.necessity.in_(language)),
        (("报送部门", "providers"), ", ".join(item.providers)),
        (("主体", "subjects"), ", ".join(item.subjects)),
        (("自然键", "natural key"), " + ".join(item.natural_key)),
    )
    for label, words in lines:
        table.add_row(_say(label, language), escape(words))
    return table


def _fields(item: CatalogueItem, language: Language) -> Table:
    table = _table(
        language,
        ("代码", "code"),
        ("名称", "title"),
        ("类型", "type"),
        ("必填", "required"),
        ("展示", "shown"),
    )
    for field in item.fields:
        shown = "✓" if field.shown else "—"
        table.add_row(
            field.code, field.title.in_(language), field.type.value, _required(field, language), shown
        )
    return table


def _required(field: CatalogueField, language: Language) -> str:
    if isinstance(field.required, When):
        when = field.required.when
        return f"{when.field} ∈ {', '.join(when.any_of)}"
    return _REQUIRED[field.required].in_(language)


def _sources(rules: Iterable[tuple[str, Ruled[Entry]]], language: Language) -> Table:
    table = _table(language, ("规则", "rule"), ("条目", "entry"), ("状态", "status"), ("依据", "basis"))
    for words, ruled in rules:
        basis = "\n".join(_citation(citation, language) for citation in ruled.citations)
        adoption = ruled.adoption
        status = _STATUS[ruled.status].in_(language)
        if adoption:
            status += f"\n{adoption.decision} {adoption.on}"
        table.add_row(words, f"{ruled.entry}@{ruled.version}", escape(status), escape(basis))
    return table


def _citation(citation: Citation, language: Language) -> str:
    quote = f"“{citation.quote}”" if citation.quote else ""
    return f"{citation.title.in_(language)} {citation.article} {quote}".strip()


def _table(language: Language, *columns: tuple[str, str]) -> Table:
    table = Table(show_lines=False)
    for column in columns:
        table.add_column(_say(column, language), overflow="fold")
    return table


def _say(words: tuple[str, str], language: Language) -> str:
    return words[1] if language == "en" else words[0]
