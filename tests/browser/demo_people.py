"""Logging in as one of the demo's people."""

from playwright.sync_api import Page

from reisgenoot.demo.cast import PASSWORD


def log_in(page: Page, server: str, who: str) -> None:
    """As one of the demo's people."""
    page.goto(f"{server}/account/login/")
    page.fill("#id_login", f"{who}@demo.example")
    page.fill("#id_password", PASSWORD)
    page.click("#log-in button[type=submit]")
