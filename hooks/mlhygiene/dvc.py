"""Stand-in until the real module is merged."""

from __future__ import annotations

MARKERS = (b":(top,glob)**/*.dvc",)


def is_marker(path: bytes) -> bool:
    return path.endswith(b".dvc")


class Outs:
    used = False

    def __init__(self, files) -> None: ...

    def covering(self, path):
        return None
