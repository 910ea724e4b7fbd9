"""The audit's page, opened in a real browser: the map opens and closes, tables sort and filter, and it asks nobody."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from audits import CLEAN, EMPTY, audit, held, hostile, typical, weight
from browsing import CONTRAST, DESKTOP, PHONE, Open, chromium
from mlhygiene.audit.held import MIB, Standing
from mlhygiene.audit.html import render
from mlhygiene.audit.squarify import Box, squarified
from unruly import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator

    from mlhygiene.audit.audit import Audit

pytestmark = pytest.mark.slow
browser = pytest.fixture(chromium, scope="module")


def many(count: int = 60_000) -> Audit:
    """A repository of many paths, some of them large."""
    dice = random.Random(1)
    paths = {
        b"part-%d/deep/folder-%d/file-%d.csv" % (n % 7, n % 211, n): weight(
            size := int(dice.paretovariate(0.9) * 1000), head=size * (n % 2), deleted=size * (n % 3 == 0 and not n % 2)
        )
        for n in range(count)
    }
    top = sorted(paths, key=lambda path: -paths[path].size)[:300]
    return audit(paths, [held(paths[path].size, path) for path in top], churn=[(path, 2) for path in top])


MANY = many()
CASES = {"typical": typical(), "clean": CLEAN, "empty": EMPTY, "60,000 paths": MANY}


class Seen(Open):
    """The page of an audit."""

    def cells(self) -> Locator:
        return self.page.locator("#map > button")

    def names(self) -> list[str]:
        """The first level of the map, the heaviest first, without what the cells say of sizes."""
        told = [str(each.get_attribute("aria-label")) for each in self.cells().all()]
        return [label.split(", ")[0] for label in told]

    def cell(self, name: str) -> Locator:
        return self.page.locator(f'#map > button[aria-label^="{name}, "]')

    def here(self) -> str:
        return self.page.locator("#crumbs [aria-current]").inner_text().split(" — ")[0]

    def column(self, table: str, at: int) -> list[str]:
        found = self.page.locator(f"#{table} tbody tr > :nth-child({at})").all_inner_texts()
        return [text.split("\n")[0] for text in found]

    def measure(self, name: str) -> None:
        self.page.locator("#measures").get_by_text(name, exact=True).click()

    def filter(self, words: str) -> None:
        self.page.get_by_label("Filter", exact=True).fill(words)
        self.page.wait_for_timeout(250)

    def count(self, table: str) -> str:
        return self.page.locator(f"#{table}-count").inner_text()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Seen]]:
    """Opens the page of an audit. Whatever a test does there, the page says nothing and asks nobody."""
    seen = list[Seen]()

    def opening(looked: Audit, **context: object) -> Seen:
        path = tmp_path / f"{len(seen)}.html"
        path.write_text(render(looked, top=20, color=False), encoding="utf-8")
        tab = browser.new_context(**{"viewport": DESKTOP, **context}).new_page()  # type: ignore[arg-type]
        seen.append(Seen(tab, path))
        return seen[-1]

    yield opening
    for each in seen:
        each.close()


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", ["desktop", "phone"])
def test_it_can_be_read(case: str, scheme: str, viewport: str, opened: Callable[..., Seen]) -> None:
    seen = opened(CASES[case], color_scheme=scheme, viewport=DESKTOP if viewport == "desktop" else PHONE)

    assert not seen.overflows()
    assert seen.page.evaluate(CONTRAST) == []


def test_the_page_of_60_000_paths_is_no_larger_than_a_picture() -> None:
    assert len(render(MANY, top=20, color=False).encode()) < 1_000_000


def test_the_map_shows_what_lies_at_the_root_the_heaviest_first(opened: Callable[..., Seen]) -> None:
    seen = opened(typical())

    assert seen.names() == ["models/", "data/raw/", "notebooks/", "données/", "src/", "README"]
    assert seen.here() == "the whole repository"
    areas = seen.page.evaluate(
        "[...document.querySelectorAll('#map > button')].map(each => each.offsetWidth * each.offsetHeight)"
    )
    assert areas == sorted(areas, reverse=True)


def test_a_click_opens_a_folder_and_the_crumbs_lead_back(opened: Callable[..., Seen]) -> None:
    seen = opened(typical())

    seen.cell("models/").click(position={"x": 40, "y": 8})
    assert seen.here() == "models/"
    assert seen.names() == ["models/big.pt", "models/small.onnx"]
    assert "GitHub refuses it (> 100 MiB)" in str(seen.cell("models/big.pt").get_attribute("aria-label"))

    seen.page.get_by_role("button", name="the whole repository").click()
    assert seen.here() == "the whole repository"
    assert seen.page.evaluate("document.activeElement.getAttribute('aria-label')").startswith("models/, ")


def test_the_keyboard_moves_opens_and_goes_back(opened: Callable[..., Seen]) -> None:
    seen = opened(typical())
    focused = "document.activeElement.getAttribute('aria-label').split(', ')[0]"

    seen.cells().first.focus()
    seen.page.keyboard.press("ArrowRight")
    assert seen.page.evaluate(focused) == "data/raw/"
    seen.page.keyboard.press("ArrowDown")
    assert seen.page.evaluate(focused) == "notebooks/"
    seen.page.keyboard.press("Home")
    seen.page.keyboard.press("Enter")
    assert seen.here() == "models/"
    assert seen.page.evaluate(focused) == "models/big.pt"
    seen.page.keyboard.press("Escape")
    assert seen.here() == "the whole repository"
    assert seen.page.evaluate(focused) == "models/"
    assert "316.7 MB, 77 % of all of history" in seen.page.locator("#reading").inner_text()


def test_one_tab_stop_is_the_whole_map(opened: Callable[..., Seen]) -> None:
    seen = opened(MANY)

    assert seen.cells().count() > 5
    assert seen.page.locator('#map button[tabindex="0"]').count() == 1


MEASURES = {
    "All of history": ["models/", "data/raw/", "notebooks/", "données/", "src/", "README"],
    "On disk": ["models/", "data/raw/", "notebooks/", "données/", "src/", "README"],
    "Deleted": ["models/", "notebooks/", "données/"],
    "In HEAD": ["data/raw/", "models/", "notebooks/", "src/"],
}


@pytest.mark.parametrize("measure", MEASURES)
def test_the_map_draws(measure: str, opened: Callable[..., Seen]) -> None:
    seen = opened(typical())
    seen.measure(measure)

    assert seen.names() == MEASURES[measure]


def test_a_folder_with_nothing_of_a_measure_says_so(opened: Callable[..., Seen]) -> None:
    seen = opened(audit({b"a/b": weight(10, deleted=10), b"c": weight(5, head=5)}))
    seen.measure("Deleted")
    seen.cell("a/").click()
    seen.measure("In HEAD")

    assert seen.page.locator("#map").inner_text() == "Nothing in here is in HEAD."


def test_what_one_points_at_is_told(opened: Callable[..., Seen]) -> None:
    seen = opened(typical())
    seen.page.get_by_text("big.pt").first.hover()

    told = seen.page.get_by_role("tooltip").inner_text()
    assert told.split("\n")[:3] == [
        "models/big.pt",
        "304.1 MB, 74 % of all of history",
        "2 versions; deleted",
    ]
    seen.page.mouse.move(5, 5)
    assert seen.page.get_by_role("tooltip").count() == 0


def test_states_differ_in_more_than_colour(opened: Callable[..., Seen]) -> None:
    seen = opened(typical())
    images = seen.page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.legend .key')]"
        ".map(key => [key.className, getComputedStyle(key).backgroundImage]))"
    )

    assert len({images[f"key {name}"] for name in ("head", "tip", "deleted", "over")}) == 4


def test_small_files_stand_together_and_nothing_is_lost(opened: Callable[..., Seen]) -> None:
    seen = opened(MANY)
    total = seen.page.locator("#crumbs [aria-current]").inner_text()
    files = seen.page.evaluate("root.files")

    assert total.split(" — ")[1] == seen.page.evaluate(f"bytes({MANY.reachable.size})")
    assert files == 60_000
    seen.page.evaluate("open(root.children[0].children[0])")
    assert "other files" in str(seen.page.evaluate("shown.node.children.map(each => each.name)"))


LISTS = [[1], [6, 6, 4, 3, 2, 2, 1], [10**12, 5, 1], [3] * 17, [2**n for n in range(20, 0, -1)]]


@pytest.mark.parametrize("weights", LISTS, ids=range(len(LISTS)))
def test_the_browser_lays_out_as_python_does(weights: list[int], opened: Callable[..., Seen]) -> None:
    seen = opened(typical())
    boxes = seen.page.evaluate(f"squarified({weights}, [3, 4, 600, 400])")

    for one, other in zip(boxes, squarified(weights, Box(3, 4, 600, 400)), strict=True):
        assert one == pytest.approx(tuple(other))


def test_a_click_on_a_head_sorts_the_heaviest_first_and_another_turns_it(opened: Callable[..., Seen]) -> None:
    seen = opened(typical())
    head = seen.page.locator("#extensions th", has_text="Deleted")

    head.get_by_role("button").click()
    assert seen.column("extensions", 4)[:3] == ["304.1 MB", "2.1 MB", "2.0 MB"]
    assert head.get_attribute("aria-sort") == "descending"
    head.get_by_role("button").press("Enter")
    assert seen.column("extensions", 4)[-1] == "304.1 MB"
    assert head.get_attribute("aria-sort") == "ascending"

    seen.page.locator("#extensions th", has_text="Extension").get_by_role("button").click()
    assert seen.column("extensions", 6) == [".bin", ".csv", ".ipynb", ".onnx", ".pt", ".py", "(none)"]
    seen.page.locator("#contents th", has_text="Brought").get_by_role("button").click()
    assert seen.column("contents", 5) == sorted(seen.column("contents", 5))


FILTERS = {
    "big.pt": ["models/big.pt", "models/big.pt"],
    "MODELS onnx": ["models/small.onnx"],
    "size>100MB": ["models/big.pt", "models/big.pt"],
    "size>=60MiB size<100MB": ["data/raw/train.csv"],
    "path~train": ["data/raw/train.csv"],
    "path=models/small.onnx": ["models/small.onnx"],
    'stands~"another ref"': ["données/modèle-模型.bin"],
    "path!=models/small.onnx size<20MB": ["données/modèle-模型.bin"],
    "nothing like it": ["No row has all of this."],
}


@pytest.mark.parametrize("words", FILTERS)
def test_the_filter_keeps(words: str, opened: Callable[..., Seen]) -> None:
    seen = opened(typical())
    seen.filter(words)
    at = 1 if words.startswith("nothing") else 3

    assert seen.column("contents", at) == FILTERS[words]
    assert seen.count("contents") == f"{0 if at == 1 else len(FILTERS[words])} of 5"
    seen.page.get_by_role("button", name="Clear").click()
    assert seen.count("contents") == "5"


PROBLEMS = {
    "sizes>10MB": "sizes>10mb: there is no column sizes",
    "size>low": "size>low: size is compared with a number or a size, such as 10MB",
}


@pytest.mark.parametrize("words", PROBLEMS)
def test_a_filter_that_cannot_be_understood_is_told(words: str, opened: Callable[..., Seen]) -> None:
    seen = opened(typical())
    seen.filter(words)

    assert seen.page.get_by_role("alert").inner_text() == PROBLEMS[words]


def test_all_rows_are_there_for_who_asks_and_on_paper(opened: Callable[..., Seen]) -> None:
    seen = opened(MANY, color_scheme="dark")

    assert seen.page.locator("#contents tbody tr").count() == 20
    seen.page.locator("#contents").locator("xpath=../..").get_by_role("button", name="Show all 200").click()
    assert seen.page.locator("#contents tbody tr").count() == 200
    assert seen.count("contents") == "200 of 300"
    assert len(seen.page.pdf()) > 20_000
    assert seen.page.locator("#churn tbody tr").count() == 200


def test_on_paper_the_still_picture_stands_for_the_map(opened: Callable[..., Seen]) -> None:
    seen = opened(typical())
    seen.page.emulate_media(media="print")

    assert seen.page.locator("#still svg").is_visible()
    assert not seen.page.locator("#map").is_visible()


@pytest.mark.parametrize("case", CASES)
def test_without_scripts_the_tables_and_a_picture_stand(case: str, opened: Callable[..., Seen]) -> None:
    seen = opened(CASES[case], java_script_enabled=False)

    assert not seen.page.locator("#map, #search, #measures, #theme").filter(visible=True).count()
    assert seen.page.locator("#still svg").count() == (case != "empty")
    assert seen.page.locator("section h2:visible").count() >= 8
    if case == "typical":
        assert len(seen.column("contents", 1)) == 5
        assert seen.page.locator("#still text").all_text_contents()[:2] == ["models/", "316.7 MB, 77 %"]


def test_the_theme_follows_the_system_until_somebody_chooses(opened: Callable[..., Seen]) -> None:
    seen = opened(typical(), color_scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = seen.page.evaluate(background)

    seen.page.get_by_role("button", name="Light theme").click()
    assert (dark, seen.page.evaluate(background)) == ("rgb(20, 23, 26)", "rgb(255, 255, 255)")
    assert seen.page.get_by_role("button", name="Dark theme").is_visible()


HOSTILE = {
    "markup": b"<img src=https://example.org/x onerror=alert(1)>",
    "the end of the script": b"</script><script>fetch('https://example.org')</script>",
    "the end of a title": b"</title></svg><script>alert(1)</script>",
    "an attribute": b"\" onmouseover=alert(1) x='",
    "a place of ours": b"<!-- here: tables --><script src=map.js></script>",
    "names of objects": b"__proto__/constructor/hasOwnProperty",
    **NAMES,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_a_name_says_is_text(case: str, opened: Callable[..., Seen]) -> None:
    seen = opened(hostile(HOSTILE[case].strip(b"/")), viewport=PHONE)

    assert seen.page.locator("img").count() == 0
    assert seen.page.locator("script").count() == 5
    assert seen.page.locator("#contents tbody tr").count() == 1
    assert seen.cells().count() == 1
    assert not seen.overflows()


def test_who_does_not_see_it_is_told_what_is_there(opened: Callable[..., Seen]) -> None:
    seen = opened(typical())

    assert seen.page.locator("table caption").count() == seen.page.locator("table").count()
    assert all(cell.get_attribute("aria-label") for cell in seen.cells().all())
    assert seen.page.locator("#still svg").get_attribute("aria-label")
    named = "e => e.textContent || e.ariaLabel || e.labels?.length"
    assert seen.page.evaluate(f"[...document.querySelectorAll('button, input')].every({named})")


def test_everything_is_reached_by_the_keyboard(opened: Callable[..., Seen]) -> None:
    seen = opened(typical())
    reached = list[str]()
    for _ in range(60):
        seen.page.keyboard.press("Tab")
        reached.append(seen.page.evaluate("document.activeElement.id || document.activeElement.textContent"))

    assert {"theme", "filter", "clear", "Size", "Path"} <= set(reached)
    assert any(text.startswith("models/") for text in reached)


def test_a_limit_is_marked_in_tables_and_on_the_map(opened: Callable[..., Seen]) -> None:
    seen = opened(audit({b"a.pt": weight(60 * MIB)}, [held(60 * MIB, b"a.pt", standing=Standing.DELETED)]))

    assert seen.page.locator("#contents .bad").inner_text() == "GitHub warns of it (> 50 MiB)"
    assert "over" in str(seen.cell("a.pt").get_attribute("class"))
