"""What git stores of a message: the rules of git-commit(1), case by case."""

from __future__ import annotations

import pytest

from mlhygiene.messages.facts import facts
from mlhygiene.messages.stored import Cleanup, Facts, stored

CUT = b" ------------------------ >8 ------------------------\n"
BELOW = b"# Do not modify or remove the line above.\ndiff --git a/x b/x\n+exp: not a message\n"
QUIET = Facts(Cleanup.WHITESPACE, edited=False)
OPEN = Facts()
SUBJECT = b"exp: a -> x=1\n"
SAME = "exp: a -> x=1\n"

STORED = {
    "blanks at the ends and blank lines go": (
        b"\n\n  exp: a -> x=1 \t\r\n\n\n\nwhy\n\n",
        QUIET,
        "  exp: a -> x=1\n\nwhy\n",
    ),
    "without an editor, a line with # is text": (b"#42 anything goes\n", QUIET, "#42 anything goes\n"),
    "with an editor, it is a comment": (SUBJECT + b"#42\n", OPEN, SAME),
    "a comment between blank lines leaves one": (SUBJECT + b"\n# c\n\nwhy\n", OPEN, SAME + "\nwhy\n"),
    "an indented # is text": (SUBJECT + b" # c\n", OPEN, SAME + " # c\n"),
    "CRLF": (b"exp: a -> x=1\r\n\r\nwhy\r\n", QUIET, SAME + "\nwhy\n"),
    "a lone CR ends no line": (b"exp: a\rb -> x=1\n", QUIET, "exp: a\rb -> x=1\n"),
    "neither does U+2028": ("exp: a\u2028b -> x=1\n".encode(), QUIET, "exp: a\u2028b -> x=1\n"),
    "a form feed is no blank": (b"exp: a -> x=1\f\n", QUIET, "exp: a -> x=1\f\n"),
    "a BOM stays": (b"\xef\xbb\xbf" + SUBJECT, QUIET, "\ufeff" + SAME),
    "a last line without an end gets one": (SUBJECT.rstrip(), QUIET, SAME),
    "verbatim keeps all": (b"\n # a \n\n\n# b", Facts(Cleanup.VERBATIM), "\n # a \n\n\n# b"),
    "Latin-1 becomes UTF-8": (b"exp: caf\xe9 -> x=1\n", QUIET, "exp: café -> x=1\n"),
    "so does half a character": (b"exp: \xe2\x86 -> x=1\n", QUIET, "exp: \xe2\x86 -> x=1\n"),
    "and what Unicode forbids": ("a\ufdd0\n".encode(), QUIET, "a\xef\xb7\x90\n"),
    "a named encoding is read so": (b"caf\xe9\n", QUIET._replace(encoding="ISO-8859-1"), "café\n"),
    "an unknown one as UTF-8": ("café\n".encode(), QUIET._replace(encoding="x-klingon"), "café\n"),
    "what is not of it keeps its bytes": (b"\xff\n", QUIET._replace(encoding="us-ascii"), "\udcff\n"),
    "git's diff goes, whatever the mode": (SUBJECT + b"#" + CUT + BELOW, Facts(Cleanup.WHITESPACE), SAME),
    "in another language, too": (SUBJECT + b"#" + CUT + "# Ändern Sie nichts.\n+x\n".encode(), OPEN, SAME),
    "scissors of somebody's own do not cut": (SUBJECT + b"#" + CUT + b"below\n", OPEN, SAME + "below\n"),
    "unless git was told to": (SUBJECT + b"#" + CUT + b"below\n", Facts(Cleanup.SCISSORS), SAME),
    "or commit.verbose is on, without an editor as well": (
        SUBJECT + b"#" + CUT + b"b\n",
        QUIET._replace(verbose=True),
        SAME,
    ),
    "scissors keep the comments above": (SUBJECT + b"# c\n#" + CUT + b"b\n", Facts(Cleanup.SCISSORS), SAME + "# c\n"),
    "scissors with another comment character": (SUBJECT + b";" + CUT + b"; x\n", OPEN._replace(comment=b";"), SAME),
    "a comment of several characters": (SUBJECT + b"/ a\n// b\n", OPEN._replace(comment=b"//"), SAME + "/ a\n"),
    "a comment outside ASCII": (SUBJECT + "※ b\n".encode(), OPEN._replace(comment="※".encode()), SAME),
    "auto, told by git's words": (
        b"#1 is fixed\n\n; Please enter the commit message for your changes.\n;\n",
        OPEN._replace(comment=None),
        "#1 is fixed\n",
    ),
    "auto, told by the scissors": (b"#1\n;" + CUT + b"; x\n+y\n", OPEN._replace(comment=None), "#1\n"),
    "auto, told by the last line in another language": (b"#1\n\n; Bitte\n;\n", OPEN._replace(comment=None), "#1\n"),
    "auto, with scissors that somebody typed": (
        b"a\n;" + CUT + b"b\n",
        OPEN._replace(comment=None),
        "a\n;" + CUT.decode() + "b\n",
    ),
    "auto, with nothing to tell it": (b"a\n# b\n; c\n", OPEN._replace(comment=None), "a\n; c\n"),
    "auto, without an editor: no line is a comment": (
        b"#a\n#" + CUT + b"b\n",
        Facts(comment=None, edited=False, verbose=True),
        "#a\n#" + CUT.decode() + "b\n",
    ),
    "a template that was filled in": (b"type: \nmore\n", OPEN._replace(template=b"type: \n"), "type:\nmore\n"),
    "a sign-off below a subject": (b"a\n\nSigned-off-by: b\n", QUIET, "a\n\nSigned-off-by: b\n"),
}
REFUSED = {
    "nothing": (b"", OPEN),
    "blanks alone": (b" \n\t\n", QUIET),
    "comments alone": (b"\n# Please enter the commit message\n#\n", OPEN),
    "scissors first": (b"#" + CUT + BELOW, OPEN),
    "a sign-off alone": (b"\nSigned-off-by: Ada <ada@example.org>\n", QUIET),
    "the template as it was": (b"type: \n# say why\n", OPEN._replace(template=b"type: \n# say why\n")),
    "the template and a sign-off": (b"type:\n\nSigned-off-by: a\n", OPEN._replace(template=b"type:\n")),
    "a NUL": (b"exp: a\0b -> x=1\n", QUIET),
    "nothing at all, verbatim": (b"", Facts(Cleanup.VERBATIM)),
}


@pytest.mark.parametrize("case", STORED)
def test_git_stores(case: str) -> None:
    content, known, text = STORED[case]

    assert stored(content, known) == text


@pytest.mark.parametrize("case", REFUSED)
def test_git_gives_up_by_itself(case: str) -> None:
    assert stored(*REFUSED[case]) is None


def test_a_nul_below_the_scissors_is_gone() -> None:
    assert stored(SUBJECT + b"#" + CUT + b"# x\n\0\n", OPEN) == SAME


def test_scissors_below_a_nul_do_not_cut() -> None:
    assert stored(b"# \0\n" + SUBJECT + b"#" + CUT + b"below\n", Facts(verbose=True)) == SAME + "below\n"


def told(environment: dict[str, str] | None = None, git: tuple[int, ...] = (2, 50), **settings: str) -> Facts:
    keys = {name.replace("__", "."): value for name, value in settings.items()}
    return facts(keys, environment or {}, lambda: git)


NO_EDITOR = {"GIT_EDITOR": ":"}
MODES = {
    "strip with an editor": (told(), Cleanup.STRIP),
    "whitespace without": (told(NO_EDITOR), Cleanup.WHITESPACE),
    "default is no mode": (told(NO_EDITOR, commit__cleanup="default"), Cleanup.WHITESPACE),
    "as configured": (told(NO_EDITOR, commit__cleanup="strip"), Cleanup.STRIP),
    "scissors with an editor": (told(commit__cleanup="scissors"), Cleanup.SCISSORS),
    "there are none without": (told(NO_EDITOR, commit__cleanup="scissors"), Cleanup.WHITESPACE),
    "another editor is one": (told({"GIT_EDITOR": "vi"}), Cleanup.STRIP),
}
COMMENTS = {
    "by default": (told(), b"#"),
    "core.commentChar": (told(core__commentchar=";"), b";"),
    "auto": (told(core__commentchar="auto"), None),
    "core.commentString, where it comes later": (told(core__commentchar=";", core__commentstring="//"), b"//"),
    "core.commentChar, where it comes later": (told(core__commentstring="//", core__commentchar=";"), b";"),
    "an old git knows no string": (told(git=(2, 44), core__commentchar=";", core__commentstring="//"), b";"),
    "nor where it stands alone": (told(git=(2, 44), core__commentstring="//"), b"#"),
    "a string that is auto": (told(core__commentstring="auto"), None),
}


@pytest.mark.parametrize("case", MODES)
def test_the_mode(case: str) -> None:
    assert MODES[case][0].cleanup is MODES[case][1]


@pytest.mark.parametrize("case", COMMENTS)
def test_what_begins_a_comment(case: str) -> None:
    assert COMMENTS[case][0].comment == COMMENTS[case][1]


@pytest.mark.parametrize(("value", "verbose"), {"true": True, "2": True, "no": False, "0": False}.items())
def test_commit_verbose(value: str, *, verbose: bool) -> None:
    assert told(commit__verbose=value).verbose is verbose


def test_a_merge_knows_neither_a_diff_nor_a_template() -> None:
    known = facts({"commit.verbose": "true"}, {}, lambda: (2, 50), template=b"t", merging=True)

    assert (known.verbose, known.template) == (False, b"")
