"""MB a second of the scan for secrets on texts made to slow it down, one class a line.

The classes are those of `tests/hostile.py`, which a test scans to their end; here they are timed, each as an
environment file (values without quotes) and as a source, by the engine of the standard library.
"""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from timing import SOURCES, arguments, verdict

sys.path[:0] = [str(SOURCES), str(Path(__file__).parents[1])]

from hostile import CLASSES, filled  # noqa: E402 - not before the line above
from mlhygiene.secrets import find  # noqa: E402
from mlhygiene.secrets.prefilter import Plain  # noqa: E402

SIZE = 1_000_000
LINE = 20_000_000
PATHS = (b"a.env", b"a.py")
# MB a second: a megabyte of anything is judged while one waits.
SLOWEST = 0.05


def speed(path: bytes, content: bytes, times: int) -> float:
    """MB a second of CPU, the best of some runs."""
    best = float("inf")
    for _ in range(times):
        begin = time.process_time()
        for _ in find.secrets(path, [content], Plain):
            pass
        best = min(best, time.process_time() - begin)
    return len(content) / 1e6 / max(best, 1e-9)


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    options = arguments(parser, times=1)
    size, line = (SIZE // 100, LINE // 100) if options.quick else (SIZE, LINE)
    for path in PATHS:
        speed(path, filled(b"password: hf_ a@b://c", 1000), 1)
    print(f"{'':40} {'MB/s, .env':>12} {'MB/s, .py':>12}")
    slowest = float("inf")
    texts = {name: filled(unit, size) for name, unit in CLASSES.items()}
    for name, content in (texts | {"one line of words": filled(b"a = [0.125, 'b']; ", line)}).items():
        speeds = [speed(path, content, options.times) for path in PATHS]
        slowest = min(slowest, *speeds)
        print(f"{name:40} " + " ".join(f"{each:12.2f}" for each in speeds))
    verdict(f"no class slower than {SLOWEST} MB/s", holds=slowest >= SLOWEST)


if __name__ == "__main__":
    main()
