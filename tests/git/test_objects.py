"""The reader of objects: one long answer to many questions, in order, whatever is asked."""

from __future__ import annotations

import random
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from conftest import MB
from look import standing
from mlhygiene.git import GitError
from mlhygiene.git.objects import Info, Objects
from mlhygiene.git.process import here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Repo

ABSENT = "0123456789" * 4
CONTENTS = {
    "empty": b"",
    "without a final newline": b"12345",
    "a newline alone": b"\n",
    "what looks like an answer": b"%s missing\n" % ABSENT.encode(),
    "what looks like a header": b"%s blob 5\n12345\n" % ABSENT.encode(),
    "NUL bytes": bytes(5),
    "larger than a pipe": bytes(range(256)) * 4096,
}


@pytest.fixture(params=[True, False], ids=["batch-command", "two processes"])
def objects(request: pytest.FixtureRequest, repo: Repo) -> Iterator[Objects]:
    """The reader as git from 2.36 on allows it, and as older ones do."""
    repo.put("a.pt", b"1").commit()
    with standing(repo.root, repo.environment):
        reader = Objects(here(None))
        if not request.param:
            reader._command = False
        yield reader
        reader.close()


def _stored(repo: Repo, content: bytes) -> str:
    return repo.put("stored", content).git("rev-parse", ":stored")


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_hands_out_the_bytes_that_went_in(repo: Repo, objects: Objects, content: bytes) -> None:
    oid = _stored(repo, content)

    assert objects.infos([oid]) == [Info(oid, "blob", len(content))]
    assert objects.contents([oid]) == [content]
    assert objects.read(":stored") == content
    assert objects.head(oid, 3) == content[:3]
    assert objects.read(oid) == content


def test_answers_come_in_the_order_of_the_questions(repo: Repo, objects: Objects) -> None:
    one, two = _stored(repo, b"1"), _stored(repo, b"22")

    assert objects.contents([two, ABSENT, one, two]) == [b"22", None, b"1", b"22"]
    assert [info and info.size for info in objects.infos([two, ABSENT, one, two])] == [2, None, 1, 2]


MISSING = {
    "an unknown object": ABSENT,
    "an unknown ref": "nope",
    "no such path in the index": ":nope",
    "no such path in a commit": "HEAD:nope",
    "a path in an unknown commit": "nope:a.pt",
    "nothing": "",
    "a path of odd bytes": "HEAD:\udcff\udcfe",
    "a path with spaces": "HEAD:a b blob 5",
    "what looks like an option": "--batch-all-objects",
    "what looks like a command": "flush",
    "a path with a newline": "HEAD:a\nb",
}


@pytest.mark.parametrize("name", MISSING.values(), ids=MISSING)
def test_what_is_missing_is_none_and_leaves_the_next_answer_alone(objects: Objects, name: str) -> None:
    assert objects.info(name) is None
    assert objects.infos([name, ":a.pt"])[0] is None
    assert objects.read(name) is None
    assert objects.head(name, 5) == b""

    assert objects.read(":a.pt") == b"1"
    assert objects.contents([name, ":a.pt"]) == [None, b"1"]


def test_a_path_with_a_newline_is_known(repo: Repo, objects: Objects) -> None:
    repo.put("a\nb", b"22").commit()

    assert [info and info.size for info in objects.infos(["HEAD:a\nb", ":a.pt"])] == [2, 1]
    assert objects.contents(["HEAD:a\nb", ":a.pt"]) == [b"22", b"1"]


def test_kinds_are_told(repo: Repo, objects: Objects) -> None:
    repo.git("tag", "-a", "-m", "x", "v1")

    infos = objects.infos(["HEAD", "HEAD^{tree}", ":a.pt", "v1", "v1^{commit}"])

    assert [info and info.kind for info in infos] == ["commit", "tree", "blob", "tag", "commit"]


def test_no_question_has_no_answer(objects: Objects) -> None:
    assert objects.infos([]) == []
    assert objects.contents([]) == []


def test_an_abbreviated_name_is_known_and_an_ambiguous_one_is_missing(repo: Repo, objects: Objects) -> None:
    oid = _stored(repo, b"22")
    repo.git("config", "core.disambiguate", "none")

    assert objects.info(oid[:10]) == Info(oid, "blob", 2)
    assert objects.info(oid[:2]) is None


def test_a_hundred_thousand_questions_do_not_block(repo: Repo, objects: Objects) -> None:
    oids = [_stored(repo, b"1"), ABSENT, _stored(repo, b"22")]
    names = random.Random(0).choices(oids, k=100_000)

    infos = objects.infos(names)

    assert [info and info.oid for info in infos] == [name if name != ABSENT else None for name in names]
    assert objects.contents(names)[:1] == objects.contents(names[:1])


def test_many_contents_do_not_block(repo: Repo, objects: Objects) -> None:
    oids = [_stored(repo, bytes([number]) * 300_000) for number in range(20)]

    assert [len(content or b"") for content in objects.contents(oids * 2)] == [300_000] * 40


def test_the_head_of_a_large_blob_takes_no_memory(repo: Repo, objects: Objects) -> None:
    oid = _stored(repo, b"head" + bytes(50 * MB))
    objects.info("HEAD")
    tracemalloc.start()

    head = objects.head(oid, 8000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert head == b"head" + bytes(7996)
    assert peak < MB
    assert objects.read(":a.pt") == b"1"


def test_a_head_longer_than_the_blob_is_the_blob(repo: Repo, objects: Objects) -> None:
    assert objects.head(_stored(repo, b"12345"), 8000) == b"12345"
    assert objects.head(_stored(repo, b""), 8000) == b""


def test_what_is_read_ahead_is_asked_once(repo: Repo, objects: Objects) -> None:
    one, two = _stored(repo, b"1"), _stored(repo, b"22")
    objects.read_ahead([one, ABSENT, two])
    objects.close()

    assert (objects.read(one), objects.head(two, 1)) == (b"1", b"2")
    assert objects._running == {}


def test_what_was_read_ahead_is_forgotten_by_the_next_round(repo: Repo, objects: Objects) -> None:
    one, two = _stored(repo, b"1"), _stored(repo, b"22")
    objects.read_ahead([one])
    objects.read_ahead([two])

    assert list(objects._ahead) == [two]
    assert objects.read(one) == b"1"


def test_one_process_answers_or_two_where_git_is_older(objects: Objects) -> None:
    objects.infos(["HEAD"])
    objects.contents([":a.pt"])
    objects.head(":a.pt", 1)

    assert sorted(objects._running) == (["command"] if objects._command else ["contents", "info"])


def test_a_reader_that_was_closed_starts_again(objects: Objects) -> None:
    objects.read(":a.pt")
    objects.close()

    assert objects.read(":a.pt") == b"1"


def test_outside_a_repository_git_has_stopped(repo: Repo) -> None:
    with standing(repo.root.parent, repo.environment):
        reader = Objects(here(None))
        with pytest.raises(GitError, match="git cat-file stopped"):
            reader.read("HEAD")
        reader.close()
