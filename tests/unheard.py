"""Lines of `.gitattributes` that git does not hear, each with a file that it was written for."""

from __future__ import annotations

from typing import NamedTuple

LFS = "filter=lfs diff=lfs merge=lfs -text"


class Unheard(NamedTuple):
    """`instead` is what makes git hear it, where that is a line; `path` is where the file lies."""

    line: str
    file: str
    why: str
    instead: str | None
    path: str = ".gitattributes"


UNHEARD = {
    "a folder": Unheard(
        f"models/ {LFS}", "models/a.pt", "a pattern that ends with / matches no file", f"models/** {LFS}"
    ),
    "a folder from the root": Unheard(
        f"/models/ {LFS}", "models/a.pt", "a pattern that ends with / matches no file", f"models/** {LFS}"
    ),
    "a folder that lies deeper": Unheard(
        f"weights/ {LFS}", "models/weights/a.pt", "a pattern that ends with / matches no file", f"**/weights/** {LFS}"
    ),
    "a folder of a deeper file": Unheard(
        f"weights/ {LFS}",
        "models/weights/a.pt",
        "a pattern that ends with / matches no file",
        f"weights/** {LFS}",
        path="models/.gitattributes",
    ),
    "a folder and an attribute that git asks of folders": Unheard(
        "models/ export-ignore filter=lfs",
        "models/a.pt",
        "a pattern that ends with / matches no file",
        "models/** export-ignore filter=lfs",
    ),
    "a negative pattern": Unheard("!*.txt filter=lfs", "a.txt", "git forbids negative patterns here", None),
    "a comment": Unheard(
        "*.pt filter=lfs # weights",
        "a.pt",
        "git knows no comment after a pattern: it passes over the whole line",
        "# weights`, and below it `*.pt filter=lfs",
    ),
    "a comment that touches its mark": Unheard(
        "*.pt filter=lfs #weights",
        "a.pt",
        "git knows no comment after a pattern: it passes over the whole line",
        "#weights`, and below it `*.pt filter=lfs",
    ),
    "blanks around the sign": Unheard(
        "*.pt filter = lfs",
        "a.pt",
        "`=` can be no attribute, and git passes over the whole line",
        "*.pt filter=lfs",
    ),
    "a comma": Unheard(
        "*.pt binary, filter=lfs", "a.pt", "`binary,` can be no attribute, and git passes over the whole line", None
    ),
    "two patterns": Unheard(
        "*.pt *.bin filter=lfs", "a.bin", "`*.bin` can be no attribute, and git passes over the whole line", None
    ),
    "no attribute": Unheard("*.pt", "a.pt", "a pattern that is given no attribute", None),
    "a blank in the name": Unheard(
        "my model.pt filter=lfs",
        "my model.pt",
        "a blank ends the pattern, so this one is `my`",
        "my[[:space:]]model.pt filter=lfs",
    ),
    "several blanks in the name": Unheard(
        "my best model.v2.pt filter=lfs -text",
        "my best model.v2.pt",
        "a blank ends the pattern, so this one is `my`",
        "my[[:space:]]best[[:space:]]model.v2.pt filter=lfs -text",
    ),
    "a blank that is escaped as for a shell": Unheard(
        "my\\ model.pt filter=lfs",
        "my model.pt",
        "a blank ends the pattern, so this one is `my\\`",
        "my[[:space:]]model.pt filter=lfs",
    ),
    "blanks that are escaped in a name without a dot": Unheard(
        "my\\ best\\ models/** filter=lfs",
        "my best models/a.pt",
        "a blank ends the pattern, so this one is `my\\`",
        "my[[:space:]]best[[:space:]]models/** filter=lfs",
    ),
    "an escaped blank and no more of the name": Unheard(
        "weights\\ filter=lfs",
        "weights",
        "a blank ends the pattern, so this one is `weights\\`",
        "weights filter=lfs",
    ),
    "a bracket that nothing closes": Unheard(
        "data[1*.pt filter=lfs", "data[1.pt", "a bracket that nothing closes matches no name", None
    ),
    "single quotes": Unheard(
        "'*.pt' filter=lfs", "a.pt", "git knows single quotes as a part of the name", "*.pt filter=lfs"
    ),
    "single quotes around a blank": Unheard(
        "'my model.pt' filter=lfs",
        "my model.pt",
        "git knows single quotes as a part of the name",
        "my[[:space:]]model.pt filter=lfs",
    ),
    "a quote that nothing closes": Unheard(
        '"my model.pt filter=lfs', "my model.pt", "a quote that nothing closes is a part of the name", None
    ),
    "a blank before the name, in quotes": Unheard(
        '" *.pt" filter=lfs', "a.pt", "a blank inside of the quotes is a part of the name", "*.pt filter=lfs"
    ),
    "a blank after the name, in quotes": Unheard(
        '"*.pt " filter=lfs', "a.pt", "a blank inside of the quotes is a part of the name", "*.pt filter=lfs"
    ),
    "a folder of Windows": Unheard(
        "data\\raw\\a.pt filter=lfs",
        "data/raw/a.pt",
        "a backslash parts no folders: it escapes",
        "data/raw/a.pt filter=lfs",
    ),
    "a path from here": Unheard(
        "./models/*.pt filter=lfs",
        "models/a.pt",
        "no path of git's has an empty part, `.` or `..` in it",
        "models/*.pt filter=lfs",
    ),
    "a file from here": Unheard(
        "./a.pt filter=lfs", "a.pt", "no path of git's has an empty part, `.` or `..` in it", "/a.pt filter=lfs"
    ),
    "a path with two slashes": Unheard(
        "models//*.pt filter=lfs",
        "models/a.pt",
        "no path of git's has an empty part, `.` or `..` in it",
        "models/*.pt filter=lfs",
    ),
    "a path that goes up": Unheard(
        "../a.pt filter=lfs",
        "a.pt",
        "no path of git's has an empty part, `.` or `..` in it",
        None,
        path="models/.gitattributes",
    ),
    "a path of a machine": Unheard(
        "/home/ada/project/models/*.pt filter=lfs",
        "models/a.pt",
        "patterns count from the folder of the file, not from that of a machine",
        None,
    ),
    "a path of a home": Unheard(
        "~/project/models/*.pt filter=lfs",
        "models/a.pt",
        "patterns count from the folder of the file, not from that of a machine",
        None,
    ),
    "a path of a Windows machine": Unheard(
        "C:/project/models/*.pt filter=lfs",
        "models/a.pt",
        "patterns count from the folder of the file, not from that of a machine",
        None,
    ),
    "a line that is too long": Unheard(
        "*.pt filter=lfs".ljust(2048),
        "a.pt",
        "git passes over a line of 2,048 bytes or more, and this one has 2,048",
        None,
    ),
    "a macro below the root": Unheard(
        "[attr]big filter=lfs\n*.pt big",
        "models/a.pt",
        "git takes macros from the .gitattributes of the root alone",
        None,
        path="models/.gitattributes",
    ),
    "a macro with a comment": Unheard(
        "[attr]big filter=lfs # big\n*.pt big",
        "a.pt",
        "git knows no comment after a pattern: it passes over the whole line",
        "# big`, and below it `[attr]big filter=lfs",
    ),
    "a macro of nothing": Unheard("[attr]big\n*.pt big", "a.pt", "a macro that sets no attribute", None),
    "a byte order mark": Unheard(
        "\ufeff*.pt filter=lfs",
        "a.pt",
        "a byte order mark is a part of the pattern wherever git reads no worktree, such as in a fresh clone",
        None,
    ),
}
