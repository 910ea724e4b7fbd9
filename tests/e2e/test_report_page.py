"""The report, opened in a real browser: it draws, sorts, filters, brushes and changes its theme, and asks nobody."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from browsing import CONTRAST, DESKTOP, PHONE, Open, chromium
from logbooks import FEW, experiment, logbook, many
from mlhygiene.experiments.claims import checked
from mlhygiene.experiments.telling import Heading, told
from mlhygiene.messages.experiment import Claim
from mlhygiene.page import page
from mlhygiene.scaffold import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

    from mlhygiene.experiments.logbook import Logbook

pytestmark = pytest.mark.slow

BLANK = """canvas => {
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  return new Set(new Uint32Array(pixels.buffer)).size < 3;
}"""


browser = pytest.fixture(chromium, scope="module")


class Seen(Open):
    """The page of a logbook."""

    def rows(self) -> Locator:
        return self.page.locator("#table tbody tr")

    def column(self, name: str) -> list[str]:
        """What a column of the table shows, from the top."""
        heads = self.page.locator("#table thead button").all_inner_texts()
        return self.page.locator(f"#table tbody tr > :nth-child({heads.index(name) + 1})").all_inner_texts()

    def head(self, name: str) -> Locator:
        return self.page.locator("#table thead th", has=self.page.get_by_role("button", name=name, exact=True))

    def filter(self, words: str) -> None:
        self.page.get_by_label("Filter", exact=True).fill(words)
        self.page.wait_for_timeout(250)


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Seen]]:
    """Opens the page of a logbook. Whatever a test does there, the page says nothing and asks nobody."""
    seen = list[Seen]()

    def opening(book: Logbook, **context: object) -> Seen:
        data = told(book, Heading("Experiments", "of a test", "from nowhere"), checked(book))
        path = tmp_path / f"{len(seen)}.html"
        path.write_text(page("report/report.html", {"logbook": data}, shipped), encoding="utf-8")
        tab = browser.new_context(viewport=DESKTOP, **context).new_page()  # type: ignore[arg-type]
        seen.append(Seen(tab, path))
        return seen[-1]

    yield opening
    for each in seen:
        each.close()


SIZES = {"5 experiments": logbook(FEW), "5,000 experiments": many(5000)}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", ["desktop", "phone"])
def test_it_draws(size: str, scheme: str, viewport: str, opened: Callable[..., Seen]) -> None:
    seen = opened(SIZES[size], color_scheme=scheme)
    seen.page.set_viewport_size(DESKTOP if viewport == "desktop" else PHONE)  # type: ignore[arg-type]
    seen.page.wait_for_timeout(200)

    for canvas in seen.page.locator("canvas").all():
        assert not canvas.evaluate(BLANK)
    assert not seen.overflows()


def test_it_tells_the_best_and_what_made_it_better(opened: Callable[..., Seen]) -> None:
    seen = opened(logbook(FEW))

    assert seen.page.locator("#figures .value").all_inner_texts() == ["0.39", "−13.3 %", "5", "2"]  # noqa: RUF001
    steps = seen.page.locator("#steps tbody tr").all_inner_texts()
    assert [step.split("\t")[:3] for step in steps] == [
        ["0.39", "−7.1 %", "dropout=0.1"],  # noqa: RUF001
        ["0.42", "−6.7 %", "lr=3e-4"],  # noqa: RUF001
        ["0.45", "first", "lr=1e-3, depth=8"],
    ]
    assert "2 steps" not in seen.page.get_by_role("img").first.get_attribute("aria-label")  # type: ignore[operator]
    assert "the message claims 3% improvement" in seen.rows().first.inner_text()


def test_another_metric_is_chosen(opened: Callable[..., Seen]) -> None:
    seen = opened(logbook(FEW))
    seen.page.get_by_label("Metric", exact=True).select_option(label="acc (4)")

    assert seen.page.locator("#figures .value").first.inner_text() == "0.88"
    assert "acc" in str(seen.page.locator("#staircase").get_attribute("aria-label"))


def test_a_click_on_a_head_sorts_the_best_first_and_another_one_turns_it(opened: Callable[..., Seen]) -> None:
    seen = opened(logbook(FEW))

    seen.head("val_loss").get_by_role("button").click()
    assert seen.column("val_loss") == ["0.39", "0.42", "0.43", "0.45", ""]
    assert seen.head("val_loss").get_attribute("aria-sort") == "ascending"

    seen.head("val_loss").get_by_role("button").click()
    assert seen.column("val_loss") == ["0.45", "0.43", "0.42", "0.39", ""]
    assert seen.head("val_loss").get_attribute("aria-sort") == "descending"

    seen.head("acc").get_by_role("button").click()
    assert seen.column("acc") == ["0.88", "0.83", "0.81", "0.80", ""]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_keyboard_sorts_and_keeps_its_place(key: str, opened: Callable[..., Seen]) -> None:
    seen = opened(logbook(FEW))

    seen.head("val_loss").get_by_role("button").focus()
    seen.page.keyboard.press(key)
    seen.page.keyboard.press(key)

    assert seen.column("val_loss") == ["0.45", "0.43", "0.42", "0.39", ""]


def test_a_row_without_numbers_says_what_came_of_it(opened: Callable[..., Seen]) -> None:
    claims = (Claim(1.8, "x", "faster", None, "1.8x faster"), Claim(40, "%", "less", "memory", "40% less memory"))
    seen = opened(logbook([experiment("BF16", claims=claims), *FEW]))

    assert seen.column("state") == ["done", "failed: OOM", "done", "done", "done", "1.8x faster, 40% less memory"]


FILTERS = {
    "dropout": ["add dropout=0.1"],
    "val_loss<0.43": ["add dropout=0.1", "lr=3e-4"],
    "val_loss<=0.43 acc>0.82": ["add dropout=0.1", "lr=3e-4"],
    "lr=0.0003": ["add dropout=0.1", "lr=3e-4"],
    "lr=1e-3|3e-4 depth=8": ["lr=3e-4", "baseline"],
    "state=failed": ["bs=1024"],
    "state!=done": ["bs=1024"],
    "branch~lr and what~depth": ["depth 8->6"],
    'what="add dropout=0.1"': ["add dropout=0.1"],
    "date>=2026-01-01 baseline": ["baseline"],
    "nothing like it": [],
}


@pytest.mark.parametrize("words", FILTERS)
def test_the_filter_keeps(words: str, opened: Callable[..., Seen]) -> None:
    seen = opened(logbook(FEW))
    seen.filter(words)

    assert [text.split("\n")[0] for text in seen.column("what")] == FILTERS[words]
    assert seen.page.locator("#count").inner_text() == f"{len(FILTERS[words])} of 5"
    assert seen.page.get_by_role("alert").count() == 0


def test_a_filter_that_cannot_be_understood_is_told(opened: Callable[..., Seen]) -> None:
    seen = opened(logbook(FEW))

    seen.filter("val_los<0.4")
    assert seen.page.get_by_role("alert").inner_text() == "val_los<0.4: there is no column val_los"
    seen.filter("val_loss<low")
    assert seen.page.get_by_role("alert").inner_text() == "val_loss<low: val_loss is compared with a number"
    seen.page.get_by_role("button", name="Clear").click()
    assert seen.rows().count() == 5


def drag(seen: Seen, axis: str, start: float, end: float) -> None:
    """Drag along an axis, from a part of its height to another."""
    strip = seen.page.locator(f'.axis[data-axis="{axis}"]')
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    assert box is not None
    seen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * start)
    seen.page.mouse.down()
    seen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * end, steps=4)
    seen.page.mouse.up()


def test_a_brush_on_an_axis_filters_the_table_and_a_click_lets_it_go(opened: Callable[..., Seen]) -> None:
    seen = opened(many(200))
    whole = seen.page.locator("#count").inner_text()

    drag(seen, "val_loss", 0.75, 0.99)
    words = seen.page.get_by_label("Filter", exact=True).input_value()
    assert words.startswith("val_loss<=")
    limit = float(words.removeprefix("val_loss<="))
    assert all(float(value) <= limit for value in seen.column("val_loss"))
    assert seen.page.locator('.axis[data-axis="val_loss"] .brush').count() == 1

    drag(seen, "opt", 0.02, 0.2)
    assert seen.page.get_by_label("Filter", exact=True).input_value() == f"{words} opt=sgd"
    assert {value.rpartition("=")[2] for value in seen.column("what")} == {"sgd"}

    drag(seen, "val_loss", 0.5, 0.5)
    drag(seen, "opt", 0.5, 0.5)
    assert seen.page.get_by_label("Filter", exact=True).input_value() == ""
    assert seen.page.locator("#count").inner_text() == whole


def test_the_filter_moves_the_brush(opened: Callable[..., Seen]) -> None:
    seen = opened(many(200))
    seen.filter("depth>=6 depth<=8")

    assert seen.page.locator('.axis[data-axis="depth"] .brush').count() == 1


def test_the_theme_follows_the_system_until_somebody_chooses(opened: Callable[..., Seen]) -> None:
    seen = opened(logbook(FEW), color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = seen.page.evaluate(background)

    seen.page.get_by_role("button", name="Light theme").click()
    light = seen.page.evaluate(background)
    assert (dark, light) == ("rgb(20, 23, 26)", "rgb(255, 255, 255)")
    assert seen.page.get_by_role("button", name="Dark theme").is_visible()
    assert not seen.page.locator("#staircase canvas").evaluate(BLANK)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(scheme: str, opened: Callable[..., Seen]) -> None:
    seen = opened(many(300), color_scheme=scheme)

    assert seen.page.evaluate(CONTRAST) == []


def test_who_does_not_see_it_is_told_what_is_there(opened: Callable[..., Seen]) -> None:
    seen = opened(many(150))
    seen.filter("opt=muon")

    assert seen.page.locator("canvas[role=img], [role=img] canvas").count() == seen.page.locator("canvas").count()
    assert all(image.get_attribute("aria-label") for image in seen.page.get_by_role("img").all())
    assert seen.page.locator("table caption").count() == seen.page.locator("table").count()
    assert seen.page.locator("#table tbody tr").first.locator("th[scope=row]").count() == 1
    count = seen.page.get_by_role("status").inner_text().split(" of ")[0]
    assert seen.page.locator("#table").get_attribute("aria-rowcount") == str(int(count) + 1)
    nameless = (
        "[...document.querySelectorAll('button, select, input')].filter(e => !e.textContent && !e.labels?.length)"
    )
    assert seen.page.evaluate(f"{nameless}.length") == 0


def test_everything_is_reached_by_the_keyboard(opened: Callable[..., Seen]) -> None:
    seen = opened(logbook(FEW))
    reached = list[str]()
    for _ in range(40):
        seen.page.keyboard.press("Tab")
        reached.append(seen.page.evaluate("document.activeElement.id || document.activeElement.textContent"))

    assert {"theme", "metric", "filter", "clear", "table-scroll", "what", "val_loss", "Axes", "Columns"} <= set(reached)


def test_all_rows_are_there_for_who_asks(opened: Callable[..., Seen]) -> None:
    seen = opened(many(5000))

    assert seen.rows().count() == 100
    seen.page.locator("#table-scroll").evaluate("element => element.scrollTo(0, element.scrollHeight)")
    seen.page.wait_for_timeout(100)
    assert seen.rows().count() == 200
    seen.page.get_by_role("button", name="Show the other 4,800").click()
    assert seen.rows().count() == 5000


def test_it_prints_every_row_in_light_colours(opened: Callable[..., Seen]) -> None:
    seen = opened(many(300), color_scheme="dark")

    assert len(seen.page.pdf()) > 20_000
    assert seen.rows().count() == 300


def test_5000_experiments_are_sorted_and_filtered_while_one_looks(
    opened: Callable[..., Seen], record_property: Callable[[str, object], None]
) -> None:
    """Measured and told, never asserted: this machine may be busy."""
    seen = opened(many(5000))
    timed = """action => {
      const start = performance.now();
      action();
      document.body.offsetHeight;
      return performance.now() - start;
    }"""
    actions = {
        "sort": "() => document.querySelectorAll('#table thead button')[1].click()",
        "filter": "() => { document.getElementById('filter').value = 'opt=muon val_loss<1.2'; refilter(); }",
        "theme": "() => document.getElementById('theme').click()",
    }
    for name, action in actions.items():
        start = time.perf_counter()
        took = seen.page.evaluate(f"({timed})({action})")
        record_property(f"{name} of 5,000, ms", round(took, 1))
        print(f"{name} of 5,000: {took:.0f} ms in the page, {(time.perf_counter() - start) * 1000:.0f} ms in all")
    assert 0 < int(seen.page.locator("#count").inner_text().split(" of ")[0].replace(",", "")) < 5000


HOSTILE = {
    "markup": "<img src=https://example.org/x onerror=alert(1)>",
    "the end of the script": "</script><script>fetch('https://example.org')</script>",
    "bidi overrides": "\u202eevil \u2066",
    "an escape sequence": "\x1b]8;;https://example.org\x07",
    "a very long one": "x" * 100_000,
    "names of objects": "__proto__ constructor hasOwnProperty",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_a_message_says_is_text(case: str, opened: Callable[..., Seen]) -> None:
    words = HOSTILE[case]
    told_ = [
        experiment(words, {"loss": value, words: value}, parameters={words: words, "lr": value}) for value in "123"
    ]
    seen = opened(logbook([*told_, experiment("constructor", {"__proto__": 1}, parameters={"__proto__": "2"})]))

    assert seen.page.locator("img").count() == 0
    assert seen.page.locator("script").count() == 7
    assert seen.rows().count() == 4
    assert not seen.overflows()


def test_parameters_that_no_measured_experiment_tells_are_drawn_for_who_asks(opened: Callable[..., Seen]) -> None:
    told_ = [experiment(f"try {n}", parameters={"lr": f"1e-{n}", "depth": str(n)}) for n in range(1, 5)]
    seen = opened(logbook([*told_, experiment("measured", {"loss": 1}), experiment("again", {"loss": 2})]))
    assert not seen.page.locator("#parallel").is_visible()

    seen.page.get_by_text("Axes", exact=True).click()
    for name in ("lr", "depth"):
        seen.page.locator("#axes").get_by_label(name, exact=True).check()
    assert not seen.page.locator("#parallel canvas").evaluate(BLANK)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_logbook_may_hold_next_to_nothing(count: int, opened: Callable[..., Seen]) -> None:
    seen = opened(logbook(FEW[:count]))

    assert seen.rows().count() == count


def test_experiments_without_a_metric_are_listed(opened: Callable[..., Seen]) -> None:
    seen = opened(logbook([experiment("depth 8->6", parameters={"depth": ("8", "6")}), experiment("in words")]))

    assert seen.column("what") == ["in words", "depth 8->6"]
    assert not seen.page.locator("#staircase-figure").is_visible()


def test_on_a_phone_a_shadow_stands_where_the_steps_go_on(opened: Callable[..., Seen]) -> None:
    seen = opened(many(200))
    seen.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    box = seen.page.get_by_role("region", name="better")

    box.scroll_into_view_if_needed()

    def corner() -> bytes:
        """Where the last row has no text."""
        at = box.bounding_box()
        assert at
        x, y = at["x"] + at["width"] - 3, at["y"] + at["height"] - 4
        return seen.page.screenshot(clip={"x": x, "y": y, "width": 2, "height": 2})

    before = corner()
    box.evaluate("box => { box.scrollLeft = box.scrollWidth; }")
    assert corner() != before, "the shadow goes at the end"
