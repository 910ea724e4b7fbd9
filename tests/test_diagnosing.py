"""The parts of `mlhygiene doctor` that need no repository: URLs and secrets, remotes of DVC, how lines are told."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.cli.diagnosing import dvc, telling, urls
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, Status, error
from mlhygiene.cli.diagnosing.telling import Told

TOKEN = "ghp" + "_" + "a1B2c3D4e5" * 3
OPEN = {
    "no user": "https://example.org/team/models.git",
    "a user": "https://ada@example.org/team/models.git",
    "a user of ssh": "ssh://git@example.org/team/models.git",
    "scp's short form": "git@example.org:team/models.git",
    "a user of ssh with a long name": "ssh://a-service-account-of-the-team@example.org/models.git",
    "a port": "https://example.org:8443/models.git",
    "a path": "/srv/git/models.git",
    "an @ in a path": "https://example.org/@scope/models.git",
    "an empty password": "https://ada:@example.org/models.git",
}
SECRETIVE = {
    "a password": ("https://ada:{}@example.org/models.git", "https://ada@example.org/models.git"),
    "a password with an @": ("https://ada:x@{}@example.org/models.git", "https://ada@example.org/models.git"),
    "a password with a port behind": ("https://ada:{}@example.org:8443/m.git", "https://ada@example.org:8443/m.git"),
    "a token as the user": ("https://{}@example.org/models.git", "https://example.org/models.git"),
    "a token beside a name for it": ("https://oauth2:{}@example.org/models.git", "https://example.org/models.git"),
    "no user": ("https://:{}@example.org/models.git", "https://example.org/models.git"),
    "a password of ssh": ("ssh://git:{}@example.org/models.git", "ssh://git@example.org/models.git"),
}


@pytest.mark.parametrize("url", OPEN.values(), ids=OPEN)
def test_a_url_without_a_secret_is_left_as_it_is(url: str) -> None:
    assert not urls.secretive(url)


@pytest.mark.parametrize(("form", "bare"), SECRETIVE.values(), ids=SECRETIVE)
def test_a_secret_in_a_url_is_seen_and_left_out(form: str, bare: str) -> None:
    url = form.format(TOKEN)

    assert urls.secretive(url)
    assert urls.bare(url) == bare


@given(
    user=st.text(st.characters(exclude_characters="/@: \t\r\n", exclude_categories=["C", "Z"]), max_size=40),
    password=st.text(st.characters(exclude_characters="/", exclude_categories=["C", "Z"]), min_size=1, max_size=40),
    rest=st.from_regex(r"[a-z]{1,8}\.org(:[0-9]{2,4})?(/[a-z]{1,5}){0,3}", fullmatch=True),
)
def test_what_stays_of_a_url_has_no_secret(user: str, password: str, rest: str) -> None:
    url = f"https://{user}:{password}@{rest}"

    assert urls.secretive(url)
    assert not urls.secretive(urls.bare(url))
    assert urls.bare(url).removeprefix("https://").rpartition("@")[0] in {user, ""}
    assert urls.bare(url).endswith(rest)


CONFIGS = {
    "as DVC writes it": ("['remote \"s\"']\n    url = s3://x\n    password = p\n", [("s", "url"), ("s", "password")]),
    "without quotes around": ('[remote "s"]\nurl=s3://x\n', [("s", "url")]),
    "another section": ("[core]\n    remote = s\n", []),
    "another section behind": ("['remote \"s\"']\n    url = x\n[cache]\n    type = copy\n", [("s", "url")]),
    "a name with blanks": ("['remote \"my store\"']\n    url = x\n", [("my store", "url")]),
    "Windows line ends": ("['remote \"s\"']\r\n    url = x\r\n", [("s", "url")]),
    "nothing": ("", []),
}


@pytest.mark.parametrize(("text", "found"), CONFIGS.values(), ids=CONFIGS)
def test_the_remotes_of_a_dvc_config_are_read(text: str, found: list[tuple[str, str]]) -> None:
    assert [(option.remote, option.key) for option in dvc._options(text)] == found


@given(st.text())
def test_no_dvc_config_is_too_odd(text: str) -> None:
    list(dvc._options(text))


def test_nothing_that_is_told_steers_a_terminal() -> None:
    told = [Told("hooks", "installed", error("a \x1b[31mred\x1b[0m hook\nand a line", "run\x1b this"))]
    lines = "".join(telling.text(told, color=False))

    assert "\x1b" not in lines
    assert lines == "hooks\n  error     a \\x1b[31mred\\x1b[0m hook\\nand a line\n"
    assert json.loads(telling.json(told, Counter()))["checks"][0]["fix"] is None


SUMMARIES = {
    "nothing": ({}, "all is well"),
    "what is well": ({Status.OK: 7}, "all is well"),
    "one of each": (
        {Status.ERROR: 1, Status.WARNING: 1, Status.NOTE: 1, Status.UNJUDGED: 1},
        "1 error, 1 warning, 1 note, 1 could not be judged",
    ),
    "several": ({Status.ERROR: 2, Status.NOTE: 3}, "2 errors, 3 notes"),
}


@pytest.mark.parametrize(("counts", "text"), SUMMARIES.values(), ids=SUMMARIES)
def test_the_last_line_counts_what_is_not_well(counts: dict[Status, int], text: str) -> None:
    assert telling.summary(Counter(counts)) == text


def test_lines_come_in_groups() -> None:
    told = [Told("a", "x", Diagnosis("one")), Told("a", "y", Diagnosis("two")), Told("b", "z", Diagnosis("three"))]

    assert "".join(telling.text(told, color=False)) == "a\n  ok        one\n  ok        two\n\nb\n  ok        three\n"
