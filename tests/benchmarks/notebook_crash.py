"""Whether every notebook is whole, wherever `mlhygiene strip` is killed: SIGKILL, SIGTERM, SIGINT at random moments.

Each round writes the notebooks anew, starts a run over all of them and kills it. A notebook must then be as it was, or
stripped; what lies beside them may only be a temporary file of ours, and that only after SIGKILL.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path

from timing import SOURCES, arguments, verdict

NOTEBOOKS, ROUNDS = 50, 100
LINES = 3000
SEED = 0
SIGNALS = ("SIGKILL", "SIGTERM", "SIGINT")


def notebook(number: int) -> bytes:
    """A notebook of some 100 kB, nearly all of it output."""
    output = {"name": "stdout", "output_type": "stream", "text": [f"step {n}: loss {n / 7}\n" for n in range(LINES)]}
    cell = {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "outputs": [output],
        "source": [f"run({number})"],
    }
    whole = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(whole, indent=1).encode()


def killed(folder: Path, before: dict[Path, bytes], name: str, moment: float) -> tuple[set[Path], list[Path]]:
    """The notebooks that a run killed after so many seconds has changed, and what lies beside them."""
    for path in folder.iterdir():
        path.unlink()
    for path, content in before.items():
        path.write_bytes(content)
    process = start(folder)
    time.sleep(moment)
    process.send_signal(getattr(signal, name))
    process.wait()
    changed = {path for path, content in before.items() if path.read_bytes() != content}
    return changed, [path for path in folder.iterdir() if path not in before]


def start(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "mlhygiene", "strip", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)


def main() -> None:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    options = arguments(parser, times=ROUNDS)
    count = NOTEBOOKS // 10 if options.quick else NOTEBOOKS
    with tempfile.TemporaryDirectory() as made:
        folder, chance = Path(made), random.Random(SEED)
        before = {folder / f"{number}.ipynb": notebook(number) for number in range(count)}
        for path, content in before.items():
            path.write_bytes(content)
        begin = time.monotonic()
        start(folder).wait()
        took = time.monotonic() - begin
        after = {path: path.read_bytes() for path in before}
        torn, strange = 0, 0
        print(f"{'killed by':10} {'rounds':>7} {'as before':>10} {'stripped':>10} {'torn':>6} {'temporary files':>16}")
        for name in SIGNALS:
            stripped, rounds, temporary = 0, options.times, 0
            for _ in range(rounds):
                changed, beside = killed(folder, before, name, chance.uniform(0, took))
                whole = sum(path.read_bytes() == after[path] for path in changed)
                stripped, torn = stripped + whole, torn + len(changed) - whole
                ours = [path for path in beside if path.name.startswith(".mlhygiene-") and path.suffix == ".tmp"]
                temporary += len(ours)
                strange += len(beside) - (len(ours) if name == "SIGKILL" else 0)
            kept = rounds * count - stripped
            print(f"{name:10} {rounds:7,} {kept:10,} {stripped:10,} {torn:6,} {temporary:16,}")
    verdict("no notebook torn, nothing strange beside them", holds=not torn and not strange)


if __name__ == "__main__":
    main()
