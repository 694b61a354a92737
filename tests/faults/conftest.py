"""A place of its own for each test, and commands that run beside it on the same database and files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from tests.acceptance.conftest import as_csv, department, law, send
from tests.acceptance.rows import FARM, MILL, ORGAN, penalty
from tests.acceptance.test_natural_persons import person
from xinheng.areas.departments.terms import DepartmentFacts
from xinheng.plumbing.node import PROJECT
from xinheng.plumbing.postgres.connection import connection_uri

__all__ = ["department", "law", "send"]

FIRST_DAY = date(2026, 3, 5)
PATIENCE = 600
"""Seconds after which something hangs. Nothing is said about speed: a busy machine takes its time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is about faults."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.faults)


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Files and private work of this test alone."""
    settings.XINHENG = replace(settings.XINHENG, state=tmp_path / "state", file_root=tmp_path / "files")
    storage = settings.STORAGES["default"] | {"OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = settings.STORAGES | {"default": storage}
    assert storages["default"].location == str(tmp_path / "files")
    return tmp_path


@pytest.fixture
def environment(place: Path, settings: Any) -> Callable[[], dict[str, str]]:
    """What a command must know to work on the test's database and files."""

    def told() -> dict[str, str]:
        node = settings.XINHENG
        return os.environ | {
            "DATABASE_URL": connection_uri(),
            "DJANGO_SETTINGS_MODULE": "xinheng.settings",
            "XINHENG_DEMO": "1",
            "XINHENG_STATE": str(node.state),
            "XINHENG_FILE_ROOT": str(node.file_root),
            "XINHENG_MASTER_KEY": node.master_key,
            "XINHENG_SECRET_KEY": settings.SECRET_KEY,
            "POLARS_MAX_THREADS": "2",
        }

    return told


@pytest.fixture
def command(environment: Callable[[], dict[str, str]]) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts `xinheng …` in a process of its own; with `kill` it ends itself there (see `child`)."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: object, kill: tuple[str, str] = ("never", "-"), **more: Any) -> subprocess.Popen[str]:
        started.append(
            subprocess.Popen(
                [sys.executable, "-m", "tests.faults.child", *kill, *map(str, words)],
                cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **{"env": environment()} | more,
            )
        )  # fmt: skip
        return started[-1]

    yield start
    for process in started:
        # one that a failed test did not wait for
        if process.poll() is None:
            process.kill()
            process.communicate()


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    output: str
    faults: str


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for a command; one that hangs is ended and fails the test."""
    try:
        output, faults = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        output, faults = process.communicate()
        pytest.fail(f"it hangs: {process.args}\n{output}\n{faults}")
    return Ended(process.returncode, output, faults)


@pytest.fixture
def killed(command: Callable[..., subprocess.Popen[str]]) -> Callable[..., None]:
    """Runs `xinheng …` and sees to it that it died where it should."""

    def run(*words: object, at: tuple[str, str]) -> None:
        found = ended(command(*words, kill=at))
        assert found.code == -signal.SIGKILL, found.output + found.faults

    return run


@pytest.fixture
def sender(place: Path, department: Callable[..., DepartmentFacts]) -> DepartmentFacts:
    """The department that sends."""
    return department("scjg", "market_regulation", uscc=ORGAN)


def first_rows() -> list[dict[str, str]]:
    """What was there before: three penalties."""
    return [penalty(CF_WSH=f"黔示罚〔2026〕{number}号") for number in (1, 2, 3)]


def mixed_rows() -> list[dict[str, str]]:
    """A file with every outcome: unchanged, corrected, withdrawn, new (one about a person), pending, rejected."""
    one, two, three = ({"CZLX": ""} | row for row in first_rows())
    four = {"CZLX": ""} | penalty(
        CF_WSH="黔示罚〔2026〕4号", CF_XDR_SHXYM=FARM, CF_XDR_MC="贵阳示例农场有限公司"
    )
    some = {"CZLX": ""} | person(CF_WSH="黔示罚〔2026〕5号")
    nameless = {"CZLX": ""} | penalty(CF_WSH="黔示罚〔2026〕6号", CF_XDR_SHXYM="")
    baseless = {"CZLX": ""} | penalty(CF_WSH="黔示罚〔2026〕7号", CF_YJ="无", CF_XDR_SHXYM=MILL)
    columns = list(some | one)
    rows = [
        one, two | {"CF_NR": "罚款3000元", "CF_NR_FK": "0.3"}, three | {"CZLX": "撤销"}, four, some, nameless, baseless
    ]  # fmt: skip
    return [{column: row.get(column, "") for column in columns} for row in rows]


MIXED = {"received": 7, "new": 2, "corrected": 1, "withdrawn": 1, "unchanged": 1, "rejected": 1, "pending": 1}
MIXED_AGAIN = {
    "received": 7,
    "new": 0,
    "corrected": 0,
    "withdrawn": 0,
    "unchanged": 5,
    "rejected": 1,
    "pending": 1,
}


@pytest.fixture
def mixed_file(tmp_path: Path) -> Path:
    """`mixed_rows` as a CSV file."""
    file = tmp_path / "行政处罚.csv"
    file.write_bytes(as_csv(mixed_rows()))
    return file
