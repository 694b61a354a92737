"""A real browser against a real server: Debian's Chromium, skipped and counted where there is none."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.db.portal.conftest import department, law, noon, send, sender, shown

__all__ = ["department", "law", "noon", "send", "sender", "shown"]

# Playwright's loop runs in this thread, and Django would refuse its own queries beside it
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 120_000
"""Milliseconds after which something hangs. Nothing is said about speed: a busy machine takes its time."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the machine, with a Chinese font where the package with one is installed."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium: apt install chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        opened = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"], env=os.environ | font_settings(Path(folder))
        )
        expect.set_options(timeout=PATIENCE)
        yield opened
        opened.close()


def font_settings(folder: Path) -> dict[str, str]:
    """Environment that gives the browser the font of `noto-cjk-sans-otc`; {} where it is not installed."""
    found = importlib.util.find_spec("noto_cjk_sans_otc")
    if found is None or found.origin is None:
        return {}
    file = folder / "fonts.conf"
    file.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"<dir>{Path(found.origin).parent}</dir><cachedir>{folder}</cachedir></fontconfig>"
    )
    return {"FONTCONFIG_FILE": str(file)}


class Reader:
    """A page that remembers what the browser complained about."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: str) -> Page:
        """Go there and wait until everything that loads later has come."""
        self.page.goto(self.address + path)
        self.page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        if self.page.locator("[hx-trigger]").count():
            self.page.wait_for_load_state("networkidle")
        return self.page

    def violations(self) -> list[str]:
        """What axe finds against accessibility on the page."""
        found = Axe().run(self.page).response["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(
            self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        )


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def reader(request: pytest.FixtureRequest, chromium: Browser, live_server: object) -> Iterator[Reader]:
    """A fresh visitor at desktop and at phone width."""
    context = chromium.new_context(viewport=request.param, locale="zh-CN")
    context.set_default_timeout(PATIENCE)
    yield Reader(context.new_page(), str(live_server))
    context.close()
