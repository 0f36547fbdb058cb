"""A real server with the demo, and a real browser."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from demo_people import log_in
from playwright.sync_api import Browser, Page, sync_playwright

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "true"
)  # Playwright runs a loop in the thread of the tests
CHROMIUM = os.environ.get("REISGENOOT_CHROMIUM") or shutil.which("chromium") or ""
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """The tests say what went wrong."""


@pytest.fixture(scope="session")
def server(demo: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of Reisgenoot with the demo in this process's own database."""
    from reisgenoot.config.wsgi import application

    with django_db_blocker.unblock():
        httpd = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()
        thread.join()
        httpd.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium; without it CI fails, and others are told."""
    if not CHROMIUM and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(chromium: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page where the guide of the demo is logged in, with and without JavaScript."""
    context = chromium.new_context(java_script_enabled=request.param, locale="nl-NL")
    page = context.new_page()
    page.set_default_timeout(15_000)
    log_in(page, server, "gids")
    yield page
    context.close()


@pytest.fixture(params=["nl", "en"])
def reader(chromium: Browser, server: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page of the demo's coordinator, in the language of their browser; axe may put its script into it."""
    context = chromium.new_context(locale=request.param, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(20_000)
    log_in(page, server, "coordinator")
    assert page.locator("html").get_attribute("lang") == request.param
    yield page
    context.close()
