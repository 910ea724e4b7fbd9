"""Findings over history become secrets, each told once."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from builders import blob
from mlhygiene.audit.held import Origin
from mlhygiene.audit.leaking import Leaks
from mlhygiene.audit.tracing import Trace
from mlhygiene.model import Commit
from mlhygiene.record import Record
from mlhygiene.rules.message_secret import MessageSecret
from mlhygiene.rules.provider_token import ProviderToken
from mlhygiene.rules.secret_file import SecretFile
from tokens import make

if TYPE_CHECKING:
    from mlhygiene.model import Blob
    from mlhygiene.rule import AnyRule

TEXT, TOKEN = make("key = '«hf_{letters:34}»'\n", Random(1))
OTHER, _ = make("key = '«hf_{letters:34}»'\n", Random(2))
PASSWORD = f"PASSWORD={TOKEN}\n"


def held(path: str, text: str, oid: str) -> Blob:
    return replace(blob(path, text.encode()), oid=oid)


def gathered(rule: AnyRule, *subjects: Blob | Commit) -> Leaks:
    leaks = Leaks()
    for each in subjects:
        for finding in rule.check(each):
            leaks.add(finding)
    return leaks


def trace(turn: int, *paths: str) -> Trace:
    return Trace(
        turns={path.encode(): turn for path in paths},
        first={path.encode(): Origin(f"commit{turn}", "Ada", turn) for path in paths},
    )


def test_a_secret_is_one_in_however_many_contents_and_paths() -> None:
    leaks = gathered(ProviderToken(), held("a.py", TEXT, "1"), held("b.py", "\n" + TEXT, "2"), held("c.py", OTHER, "3"))

    told = leaks.told({b"1": trace(5, "a.py"), b"2": trace(9, "b.py"), b"3": trace(1, "c.py")}, {b"1"})

    assert [(leak.path, leak.line, leak.names, leak.oids, leak.in_head) for leak in told] == [
        (b"b.py", 2, (b"b.py", b"a.py"), ("2", "1"), True),
        (b"c.py", 1, (b"c.py",), ("3",), False),
    ]
    assert told[0].first == Origin("commit9", "Ada", 9)
    assert told[0].revoke.startswith("https://")
    assert (told[0].code, told[0].severity) == ("MLH202", "error")


def test_a_leak_tells_no_secret() -> None:
    (leak,) = gathered(ProviderToken(), held("a.py", TEXT, "1")).told({}, ())

    assert TOKEN not in repr(leak)
    assert leak.masked.startswith("hf_…")


def test_every_version_and_copy_of_a_secret_file_is_one() -> None:
    first, second, copy = held(".env", PASSWORD, "1"), held(".env", PASSWORD * 2, "2"), held("x/.env", PASSWORD, "1")
    other = held("y/.env", PASSWORD * 3, "3")

    told = gathered(SecretFile(), first, second, copy, other).told({}, ())

    assert sorted((leak.names, leak.oids) for leak in told) == [
        ((b".env", b"x/.env"), ("1", "2")),
        ((b"y/.env",), ("3",)),
    ]


def test_two_files_become_one_when_a_copy_joins_them() -> None:
    apart = held("a/.env", PASSWORD, "1"), held("b/.env", PASSWORD * 2, "2")

    assert len(gathered(SecretFile(), *apart).told({}, ())) == 2
    assert len(gathered(SecretFile(), *apart, held("a/.env", PASSWORD * 2, "2")).told({}, ())) == 1


def test_what_a_commit_says_has_no_path() -> None:
    said = Commit("c" * 40, record=Record(f"exp: run with {TEXT}"))

    (leak,) = gathered(MessageSecret(), said).told({b"c" * 40: trace(3, "")}, {b"c" * 40})

    assert (leak.path, leak.names, leak.oids, leak.in_head) == (b"", (), ("c" * 40,), True)
    assert leak.first == Origin("commit3", "Ada", 3)


def test_nothing_found_is_nothing_told() -> None:
    assert gathered(ProviderToken(), held("a.py", "print()\n", "4")).told({}, ()) == []
