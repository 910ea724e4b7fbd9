"""The provider table, row by row."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest

from mlhygiene.secrets.format import Format, Tier
from mlhygiene.secrets.providers import FORMATS
from tokens import make

# `re` has no public name for what it makes of a pattern.
PARSER: Any = vars(re)["_parser"]
REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")
URL = re.compile(r"https://[a-z0-9.-]+\.[a-z]+(?:/[!-~]*)?")
LEFT, RIGHT = rb"(?<![A-Za-z0-9_])", rb"(?![A-Za-z0-9_])"
SHORTEST_KEYWORD = 3
BY_ID = {each.id: each for each in FORMATS}


def found(form: Format, text: str) -> list[str]:
    """The secrets of one format in a text, by the rules that `Format` states."""
    content, secrets = text.encode(), list[str]()
    right = RIGHT if form.bounded else b""
    pattern = re.compile(LEFT + b"(?:" + form.pattern.encode() + b")" + right)
    for at in sorted(_hits(form, content)):
        match = _match(form, pattern, content, at)
        if match:
            secrets.append(match["secret" if "secret" in pattern.groupindex else 0].decode())
    return secrets


def _hits(form: Format, content: bytes) -> set[int]:
    return {
        hit.start() for keyword in form.keywords for hit in re.finditer(re.escape(keyword.encode()), content.lower())
    }


def _match(form: Format, pattern: re.Pattern[bytes], content: bytes, at: int) -> re.Match[bytes] | None:
    if form.tier is Tier.NAMED:
        # What may stand between name and value is the engine's: here, anything but the word itself.
        word = re.compile(rb"[A-Za-z0-9_.\-]*").match(content, at)
        return pattern.search(content, word.end() if word else at)
    return pattern.search(content, max(0, at - form.lead)) if form.lead else pattern.match(content, at)


def made(form: Format, templates: tuple[str, ...]) -> list[tuple[str, str]]:
    return [
        make(template, Random(f"{form.id} {n} {seed}")) for n, template in enumerate(templates) for seed in range(8)
    ]


def repeats(tree: Any, depth: int = 0) -> list[tuple[int, Any]]:
    """How deep in others every repeat of a parsed pattern stands, and how often it may go on."""
    seen = list[tuple[int, Any]]()
    for operation, argument in tree:
        if str(operation) in REPEATS:
            _, most, inner = argument
            seen += [(depth, most), *repeats(inner, depth + (most > 1))]
        elif str(operation) == "BRANCH":
            for branch in argument[1]:
                seen += repeats(branch, depth)
        elif str(operation) == "SUBPATTERN":
            seen += repeats(argument[-1], depth)
        elif str(operation) in {"ASSERT", "ASSERT_NOT"}:
            seen += repeats(argument[1], depth)
    return seen


def test_every_id_is_used_once() -> None:
    assert len(BY_ID) == len(FORMATS)


def test_no_pattern_is_told_twice() -> None:
    rows = [(each.pattern, each.keywords, each.family) for each in FORMATS]

    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("name", BY_ID)
def test_a_row_is_well_formed(name: str) -> None:
    form = BY_ID[name]

    assert KEBAB.fullmatch(form.id)
    assert form.provider
    assert form.what
    assert form.samples
    assert form.negatives
    assert URL.fullmatch(form.source)
    assert URL.fullmatch(form.revoke)
    assert re.fullmatch(r"(?:[A-Z][A-Z0-9_]+)?", form.variable)


@pytest.mark.parametrize("name", BY_ID)
def test_keywords_are_lower_case_and_long_enough(name: str) -> None:
    keywords = BY_ID[name].keywords

    assert keywords
    assert len(set(keywords)) == len(keywords)
    assert all(keyword == keyword.lower() and keyword.isascii() for keyword in keywords)
    assert all(len(keyword) >= SHORTEST_KEYWORD for keyword in keywords)


@pytest.mark.parametrize("name", BY_ID)
def test_every_repeat_is_bounded(name: str) -> None:
    pattern = BY_ID[name].pattern
    seen = repeats(PARSER.parse(pattern.encode()))

    assert pattern.isascii()
    assert all(most < PARSER.MAXREPEAT for _, most in seen)


@pytest.mark.parametrize("name", BY_ID)
def test_no_repeat_goes_on_in_another(name: str) -> None:
    # `(?:[0-9a-f]{4}-){3}` may: there is one way to read it.
    tree = PARSER.parse(BY_ID[name].pattern.encode())

    assert all(not depth or most <= 4 for depth, most in repeats(tree))


@pytest.mark.parametrize("name", BY_ID)
def test_every_sample_is_found_whole(name: str) -> None:
    form = BY_ID[name]

    for text, secret in made(form, form.samples):
        assert secret in found(form, text)


@pytest.mark.parametrize("name", BY_ID)
def test_a_sample_is_found_in_quotes_in_urls_and_at_the_end_of_a_line(name: str) -> None:
    form = BY_ID[name]

    around = ['x = "{}"\n', "({}),", "<b>{}</b>", "{}.", *(["https://{}@host/"] if form.tier is Tier.FIRM else [])]
    for text, secret in made(form, form.samples):
        assert all(secret in found(form, each.format(text)) for each in around)


@pytest.mark.parametrize("name", BY_ID)
def test_no_negative_is_found(name: str) -> None:
    form = BY_ID[name]

    assert all(not found(form, text) for text, _ in made(form, form.negatives))


@pytest.mark.parametrize("name", BY_ID)
def test_what_is_shown_is_no_secret(name: str) -> None:
    form = BY_ID[name]
    shown = {tuple(secret[: form.shown] for _, secret in made(form, (template,))) for template in form.samples}

    assert all(len(set(each)) == 1 for each in shown)
    assert all(len(secret) >= form.shown + 12 or form.shown == 0 for _, secret in made(form, form.samples))


@pytest.mark.parametrize("name", [each.id for each in FORMATS if each.check])
def test_a_check_accepts_the_first_sample_and_refuses_what_is_like_it(name: str) -> None:
    form = BY_ID[name]
    assert form.check

    for _, secret in made(form, form.samples[:1]):
        assert form.check(secret.encode())
        assert not all(form.check(other.encode()) for other in (secret[:-1], secret[::-1]))
        assert not form.check(b"")


def test_many_providers_are_known() -> None:
    assert len({each.provider for each in FORMATS}) >= 60
    assert len(FORMATS) >= 85
