"""A department's mapping file: its own column names and values, told in terms of the field codes.

YAML, or JSON (which is YAML)::

    columns: {uni_social_crd_cd: XK_XDR_SHXYM, comp_nm: XK_XDR_MC}   # header → field code
    values: {XK_ZT: {有效: "1", 无效: "0"}}                           # field code → as sent → as meant
    ignore: [postal_code]                                            # headers that are known and not wanted
    constants: {XK_XDR_LB: 法人及非法人组织}                           # the same in every row
"""

import collections.abc
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from xinheng.kernel.text import Text
from xinheng.plumbing.tabular.header import header_key
from xinheng.plumbing.tabular.terms import UnreadableTable

_PARTS = ("columns", "values", "ignore", "constants")
_LARGEST = 1024 * 1024


class BrokenMapping(UnreadableTable):
    """A mapping file that cannot be followed; the text names the place."""

    status = 422


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a mapping file says."""

    columns: collections.abc.Mapping[str, str] = field(default_factory=dict)
    values: collections.abc.Mapping[str, collections.abc.Mapping[str, str]] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()
    constants: collections.abc.Mapping[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header it names, for finding the header row."""
        return (*self.columns, *self.ignore)


def read_mapping(source: Path | bytes | str, *, codes: Collection[str]) -> Mapping:
    """Reads and checks a mapping file (a path, or its content). `codes` are the fields there are.

    Raises BrokenMapping: no YAML, an unknown part or code, a value that is no text, a header named twice,
    a field given both a column and a constant.
    """
    raw = source.read_bytes() if isinstance(source, Path) else source
    if len(raw) > _LARGEST:
        raise _broken("文件过大", "the file is too large")
    content = _parsed(raw)
    unknown = [str(part) for part in content if part not in _PARTS]
    if unknown:
        known = "、".join(_PARTS)
        raise _broken(f"不认识的部分 {unknown[0]}，只能有：{known}", f"unknown part {unknown[0]!r}")
    columns = _texts(content.get("columns"), "columns")
    constants = _texts(content.get("constants"), "constants")
    values = {
        _text(code, "values"): _texts(table, f"values.{code}")
        for code, table in _table(content.get("values"), "values").items()
    }
    ignore = _list(content.get("ignore"))
    _check_codes((*columns.values(), *constants, *values), codes)
    _check_once(columns, ignore, constants)
    return Mapping(columns=columns, values=values, ignore=ignore, constants=constants)


def _parsed(raw: bytes | str) -> dict[Any, Any]:
    try:
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw
        content = YAML(typ="safe", pure=True).load(text)
    except UnicodeDecodeError as error:
        raise _broken("不是 UTF-8 编码", "it is not UTF-8") from error
    except (YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f"{mark.line + 1}" if mark is not None else "?"
        raise _broken(
            f"第 {line} 行不是有效的 YAML / JSON", f"line {line} is no valid YAML / JSON"
        ) from error
    if not isinstance(content, dict):
        raise _broken(
            "内容应为 columns、values、ignore、constants", "it must hold columns, values, ignore, constants"
        )
    return content


def _broken(zh: str, en: str) -> BrokenMapping:
    return BrokenMapping(Text(zh=f"映射文件有误：{zh}。", en=f"The mapping file is wrong: {en}."))


def _table(content: object, place: str) -> dict[Any, Any]:
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise _broken(f"{place} 应为“名称: 值”的列表", f"{place} must be a table of names")
    return content


def _texts(content: object, place: str) -> dict[str, str]:
    return {_text(key, place): _text(value, place) for key, value in _table(content, place).items()}


def _text(value: object, place: str) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise _broken(f"{place} 中的 {value!r} 不是文字，请加引号", f"{value!r} in {place} is no text; quote it")


def _list(content: object) -> tuple[str, ...]:
    if content is None:
        return ()
    if not isinstance(content, list):
        raise _broken("ignore 应为列表", "ignore must be a list")
    return tuple(_text(value, "ignore") for value in content)


def _check_codes(used: tuple[str, ...], codes: Collection[str]) -> None:
    for code in used:
        if code not in codes:
            raise _broken(f"没有字段 {code}", f"there is no field {code!r}")


def _check_once(columns: dict[str, str], ignore: tuple[str, ...], constants: dict[str, str]) -> None:
    seen: set[str] = set()
    for header in (*columns, *ignore):
        key = header_key(header)
        if key in seen:
            raise _broken(f"列名 {header} 出现两次", f"header {header!r} is named twice")
        seen.add(key)
    targets = list(columns.values())
    for code in targets:
        if targets.count(code) > 1:
            raise _broken(f"字段 {code} 对应多个列", f"field {code!r} is given two columns")
        if code in constants:
            raise _broken(f"字段 {code} 既有列又有固定值", f"field {code!r} has both a column and a constant")
