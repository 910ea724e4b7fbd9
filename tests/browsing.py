"""A page of ours, open in the Chromium of the system: what it says, what it asks for, what can be read on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

# Texts that stand out too little from what is behind them (WCAG 2.2, 1.4.3: 4.5 to 1).
CONTRAST = """() => {
  const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = text => {
    const [r, g, b] = text.match(/[\\d.]+/g).map(each => linear(each / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    const colour = getComputedStyle(element).backgroundColor;
    return / 0\\)$/.test(colour) ? behind(element.parentElement) : colour;
  };
  const told = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
  const ratio = element => {
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  return [...document.querySelectorAll("body *")]
    .filter(element => told(element) && element.checkVisibility() && ratio(element) < 4.5)
    .map(element => `${element.className} ${element.textContent.slice(0, 40)} ${ratio(element).toFixed(2)}`);
}"""


def chromium() -> Iterator[Browser]:
    """The Chromium of the system. In a container it may have no sandbox, and the page is our own."""
    path = tool("chromium")
    with pytest.importorskip("playwright.sync_api", reason="pip install playwright").sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, chromium_sandbox=False)
        yield started
        started.close()


class Open:
    """An open page, and what it said and asked for."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(path.as_uri())

    def close(self) -> None:
        """Whatever was done on it, the page said nothing and asked nobody."""
        assert self.said == []
        assert [url for url in self.asked if not url.startswith("file://")] == []
        assert len(self.asked) == 1, "the file itself, and nothing beside it"
        self.page.context.close()

    def overflows(self) -> bool:
        """Whether something sticks out of the page."""
        wide, window = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        return bool(wide > window)
