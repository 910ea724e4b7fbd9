"""`mlhygiene exp log` as people, spreadsheets and agents get it."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

import mlhygiene.experiments
from mlhygiene.columns import width

if TYPE_CHECKING:
    from conftest import Repo
    from story import Story

SCHEMA = json.loads(Path(mlhygiene.experiments.__file__).with_name("log.schema.json").read_text(encoding="utf-8"))
ESCAPE = "\x1b]0;owned\x07"


@pytest.fixture
def sweep(story: Story) -> Story:
    story.commit("exp: baseline -> val_loss=0.45, acc=0.80")
    story.on("exp/lr")
    story.commit("exp: lr=1e-4 -> val_loss=0.44, acc=0.90")
    story.commit("exp: lr=3e-4 -> val_loss=0.42 ± 0.01, acc=nan")
    story.commit("exp: lr=1 -> diverged")
    story.on("exp/bs")
    bad = story.commit("exp: bs=64 -> val_loss=0.40")
    story.commit(f'Revert "exp: bs=64 -> val_loss=0.40"\n\nThis reverts commit {bad}.')
    story.commit("exp: bs=128 -> running")
    return story


def log(story: Story, *options: str, err: str = "") -> str:
    ran = story.repo.mlhygiene("exp", "log", *options)
    assert (ran.code, ran.err) == (0, err)
    return ran.out


def whats(story: Story, *options: str) -> list[str]:
    return [json.loads(line)["what"] for line in log(story, "--format", "jsonl", *options).splitlines()]


def document(story: Story, *options: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(log(story, "--format", "json", *options))
    jsonschema.validate(told, SCHEMA, cls=jsonschema.Draft202012Validator)
    return told


class TestChoice:
    ALL = ("bs=128", "bs=64", "lr=1", "lr=3e-4", "lr=1e-4", "baseline")

    def test_all_of_them_come_newest_first(self, sweep: Story) -> None:
        assert whats(sweep) == list(self.ALL)

    @pytest.mark.parametrize(
        ("options", "expected"),
        [
            (("--where", "val_loss<0.43 and branch~lr"), ["lr=3e-4"]),
            (("--branch", "exp/*"), ["bs=128", "bs=64", "lr=1", "lr=3e-4", "lr=1e-4"]),
            (("--branch", "exp/b?"), ["bs=128", "bs=64"]),
            (("--sort", "val_loss"), ["bs=64", "lr=3e-4", "lr=1e-4", "baseline", "bs=128", "lr=1"]),
            (("--sort=-val_loss",), ["baseline", "lr=1e-4", "lr=3e-4", "bs=64", "bs=128", "lr=1"]),
            (("--sort", "acc"), ["lr=1e-4", "baseline", "bs=128", "bs=64", "lr=1", "lr=3e-4"]),
            (("--sort=-acc",), ["baseline", "lr=1e-4", "bs=128", "bs=64", "lr=1", "lr=3e-4"]),
            (("--sort", "lr"), ["lr=1e-4", "lr=3e-4", "lr=1", "bs=128", "bs=64", "baseline"]),
            (("--sort", "date", "-n", "1"), ["baseline"]),
            (("--top", "2"), ["bs=128", "bs=64"]),
            (("-n", "0"), list(ALL)),
            (("--since", "2026-01-02", "--author", "ADA@"), list(ALL)),
            (("--until", "2026-01-01"), []),
            (("--author", "bob"), []),
        ],
    )
    def test_options_choose_and_order(self, sweep: Story, options: tuple[str, ...], expected: list[str]) -> None:
        assert whats(sweep, *options) == expected

    @pytest.mark.parametrize(
        ("options", "why"),
        [
            (
                ("--where", "val_los<1"),
                "--where, at 'val_los<1' (character 1): no such field: did you mean 'val_loss'?",
            ),
            (("--sort", "val_los"), "--sort val_los: no such column: did you mean 'val_loss'?"),
            (("--cols", "commit,brnch"), "--cols brnch: no such column: did you mean 'branch'?"),
            (("--since", "soon"), "--since soon: write a date such as"),
            (("--top", "-1"), "--top: write how many"),
            (("--format", "parquet"), "--format parquet is no text: name a file with --output"),
            (("--output", "no/such/folder"), "no/such/folder: cannot write the report: No such file or directory"),
        ],
    )
    def test_a_mistake_is_one_line(self, sweep: Story, options: tuple[str, ...], why: str) -> None:
        ran = sweep.repo.mlhygiene("exp", "log", *options)

        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(f"mlhygiene: {why}")
        assert ran.err.count("\n") == 1


class TestTable:
    def test_numbers_are_right_aligned_as_written_and_the_best_is_marked(self, sweep: Story) -> None:
        out = log(sweep)

        assert re.sub(r"[0-9a-f]{10}", "0123456789", out) == (
            "commit      date        branch  what      params    val_loss    acc   result\n"
            "0123456789  2026-01-02  exp/bs  bs=128    bs=128                      running\n"
            "0123456789  2026-01-02  exp/bs  bs=64     bs=64         0.40          reverted\n"
            "0123456789  2026-01-02  exp/lr  lr=1      lr=1                        diverged\n"
            "0123456789  2026-01-02  exp/lr  lr=3e-4   lr=3e-4  0.42±0.01*   nan\n"
            "0123456789  2026-01-02  exp/lr  lr=1e-4   lr=1e-4       0.44   0.90*\n"
            "0123456789  2026-01-02          baseline                0.45   0.80\n"
        )

    @pytest.mark.parametrize(
        ("result", "told"),
        [
            ("failed: OOM on 8xH100", "failed: OOM on 8xH100"),
            ("same loss, 1.8x faster, 40% less memory", "1.8x faster, 40% less memory, same loss"),
            (f"failed: {'long ' * 40}", f"failed: {'long ' * 10}l…"),
        ],
    )
    def test_a_row_without_numbers_says_shortly_what_came_of_it(self, result: str, told: str, story: Story) -> None:
        story.commit(f"exp: a -> {result}")

        assert log(story).splitlines()[1].endswith(f"  {told}")
        assert f" {told} |" in log(story, "--format", "markdown").replace("\\", "")
        assert told[:40] in log(story, "--format", "csv", "--cols", "result")

    def test_fifty_are_shown_and_the_rest_is_counted(self, story: Story) -> None:
        for number in range(53):
            story.commit(f"exp: try {number} -> loss={number}")

        out = log(story)

        assert out.count("try") == 50
        assert out.endswith("… 3 more: -n 0 shows all\n")
        assert log(story, "-n", "0").count("try") == 53

    def test_an_empty_logbook_says_how_to_begin(self, repo: Repo) -> None:
        ran = repo.mlhygiene("exp", "log")

        assert (ran.code, ran.err) == (0, "")
        assert 'git commit -m "exp: baseline -> val_loss=0.45"' in ran.out

    def test_nothing_as_asked_is_said(self, sweep: Story) -> None:
        assert log(sweep, "--where", "val_loss<0") == "no experiment is as asked\n"

    def test_columns_can_be_chosen(self, sweep: Story) -> None:
        out = log(sweep, "--cols", "what,lr,acc", "-n", "4")

        assert out == (
            "what       lr  acc\nbs=128\nbs=64\nlr=1        1\nlr=3e-4  3e-4  nan\n… 2 more: -n 0 shows all\n"
        )

    def test_wide_characters_are_aligned(self, story: Story) -> None:
        story.commit("exp: 学习率=1 -> 准确率=0.91")
        story.commit("exp: a -> 准确率=0.9")

        lines = log(story, "--cols", "准确率,what").splitlines()

        assert {width(line[: re.search(r"what|a$|学", line).start()]) for line in lines} == {9}  # type: ignore[union-attr]

    def test_nothing_steers_the_terminal(self, story: Story) -> None:
        story.commit(f"exp: {ESCAPE}a \u202eb [bold]c[/bold] -> loss=1")

        out = log(story, "--cols", "what,subject")

        assert r"\x1b]0;owned\x07a \u202eb [bold]c[/bold]" in out
        assert out.replace("\n", "").isprintable()

    def test_a_text_without_end_is_cut(self, story: Story) -> None:
        story.commit(f"exp: {'a' * 1500} -> loss=1")

        assert max(map(len, log(story).splitlines())) < 400


class TestTerminal:
    def shown(self, story: Story, columns: int, *options: str, **env: str) -> str:
        """What a terminal of a width gets."""
        leader, follower = pty.openpty()
        termios.tcsetwinsize(follower, (24, columns))
        process = subprocess.Popen(
            [sys.executable, "-m", "mlhygiene", "exp", "log", *options],
            cwd=story.repo.root,
            env={**story.repo.environment, "TERM": "xterm", **env},
            stdout=follower,
        )
        os.close(follower)
        told = b""
        while True:
            try:
                piece = os.read(leader, 65536)
            except OSError:  # Linux says so when the other side is closed
                break
            if not piece:
                break
            told += piece
        os.close(leader)
        assert process.wait() == 0
        return told.decode().replace("\r\n", "\n")

    def test_it_fits(self, sweep: Story) -> None:
        for columns, env in ((40, {}), (60, {}), (60, {"COLUMNS": ""}), (120, {"COLUMNS": "50"})):
            lines = self.shown(sweep, columns, NO_COLOR="1", **env).splitlines()
            room = int(env.get("COLUMNS") or columns)
            assert max(width(line) for line in lines if not line.startswith("…")) <= room

    def test_the_best_is_green_and_what_was_taken_back_struck_through(self, sweep: Story) -> None:
        out = self.shown(sweep, 120)

        assert re.search(r"\x1b\[1;32m *0\.44|\x1b\[1;32m *0\.42", out)
        assert re.search(r"\x1b\[[0-9;]*9[;m]", out)

    def test_no_colour_where_nobody_wants_it(self, sweep: Story) -> None:
        assert "\x1b" not in self.shown(sweep, 120, "--color", "never")

    def test_a_narrow_one_says_what_it_leaves_out(self, sweep: Story) -> None:
        assert "… not shown in this width:" in self.shown(sweep, 50, NO_COLOR="1")

    def test_markup_is_text(self, story: Story) -> None:
        story.commit(f"exp: {ESCAPE}[bold]c[/bold] -> loss=1")

        assert r"\x1b]0;owned\x07[bold]c[/bold]" in self.shown(story, 200, "--cols", "subject", NO_COLOR="1")


class TestJson:
    def test_it_is_of_its_schema_and_counts(self, sweep: Story) -> None:
        told = document(sweep)

        assert told["counts"] == {
            "all": 6,
            "matching": 6,
            "shown": 6,
            "done": 3,
            "pending": 1,
            "failed": 1,
            "reverted": 1,
        }
        assert told["keep_rate"] == 3 / 5
        assert told["metric"] == "val_loss"
        loss, acc = told["metrics"]
        assert (loss["name"], loss["direction"], loss["best"]["value"], loss["since_best"]) == (
            "val_loss",
            "lower",
            0.42,
            0,
        )
        assert (acc["name"], acc["direction"], acc["best"]["value"], acc["plateau"]) == ("acc", "higher", 0.9, False)
        lr = next(each for each in told["parameters"] if each["name"] == "lr")
        assert [(value["value"], value["best"] and value["best"]["value"]) for value in lr["values"]] == [
            ("1", None),
            ("1e-4", 0.44),
            ("3e-4", 0.42),
        ]

    def test_what_is_no_number_is_null_with_its_words(self, story: Story) -> None:
        story.commit("exp: a -> loss=nan, acc=-inf")

        (row,) = document(story)["rows"]

        assert {name: (each["value"], each["raw"]) for name, each in row["metrics"].items()} == {
            "loss": (None, "nan"),
            "acc": (None, "-inf"),
        }

    def test_a_plateau_is_told(self, story: Story) -> None:
        story.commit("exp: best -> loss=1")
        for number in range(10):
            story.commit(f"exp: worse {number} -> loss={number + 2}")

        (loss,) = document(story)["metrics"]

        assert (loss["since_best"], loss["plateau"]) == (10, True)

    def test_an_empty_logbook_is_a_document_too(self, repo: Repo) -> None:
        told = json.loads(repo.mlhygiene("exp", "log", "--format", "json").out)

        jsonschema.validate(told, SCHEMA, cls=jsonschema.Draft202012Validator)
        assert (told["rows"], told["counts"]["all"], told["keep_rate"]) == ([], 0, None)

    def test_a_question_counts_what_matches_and_shows_the_first(self, sweep: Story) -> None:
        told = document(sweep, "--where", "branch~exp", "-n", "1")

        assert (told["counts"]["all"], told["counts"]["matching"], len(told["rows"])) == (6, 5, 1)

    def test_lines_are_the_rows_of_the_document(self, sweep: Story) -> None:
        lines = [json.loads(line) for line in log(sweep, "--format", "jsonl").splitlines()]

        assert lines == document(sweep)["rows"]

    def test_all_that_a_row_says_is_there(self, story: Story) -> None:
        ran = story.commit("exp: lr=1 -> running")
        story.commit(
            'exp(nlp)!: depth 8->6 "q" <b> -> val_loss=0.45->0.42, 1.8x faster (n=3)\n\n'
            f"Run: https://x.example/1\nRun-Commit: {ran}\n"
        )
        story.git("tag", "v1")

        (row,) = document(story)["rows"]

        assert (row["scope"], row["breaking"], row["what"], row["tags"]) == ("nlp", True, 'depth 8->6 "q" <b>', ["v1"])
        assert row["metrics"]["val_loss"]["previous"] == 0.45
        assert row["parameters"] == {"depth": {"value": "6", "previous": "8"}}
        assert row["claims"][0]["relation"] == "faster"
        assert row["trailers"] == [["Run", "https://x.example/1"], ["Run-Commit", ran]]
        assert (row["code"], row["notes"]) == (ran, ["(n=3)"])

    def test_bytes_that_are_no_utf_8_break_no_reader(self, story: Story) -> None:
        raw = story.repo.git("cat-file", "commit", "HEAD").encode() + b"\n"
        Path(story.repo.root / "raw").write_bytes(raw.replace(b"a beginning", b"exp: d\xe9p -> loss=1"))
        oid = story.repo.git("hash-object", "-t", "commit", "-w", "raw")
        story.repo.git("update-ref", "refs/heads/exp/latin", oid)

        (row,) = document(story)["rows"]

        assert row["what"] == "d\\xe9p"
        row["what"].encode("utf-8")


class TestDelimited:
    def rows(self, story: Story, *options: str) -> list[list[str]]:
        ran = story.repo.run(sys.executable, "-m", "mlhygiene", "exp", "log", "--format", "csv", *options)
        return list(csv.reader(io.StringIO(ran.out, newline="")))

    def test_numbers_are_numbers_and_units_stand_beside(self, story: Story) -> None:
        story.commit("exp: a -> acc=91.3% ± 0.4%, wins=13/20, tokens=1_000, loss=-0.5, x=nan")

        titles, row = self.rows(story)
        told = dict(zip(titles, row, strict=True))

        assert (told["acc"], told["acc.unit"], told["acc.deviation"]) == ("91.3", "%", "0.4")
        assert (told["wins"], told["tokens"], told["loss"], told["x"]) == ("0.65", "1000.0", "-0.5", "nan")

    @pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+cmd", "@SUM(A1)", "=HYPERLINK(1)", "\uff1d1+1"])
    def test_no_text_is_a_formula(self, story: Story, text: str) -> None:
        story.commit(f"exp: {text} -> loss=1")

        _, row = self.rows(story, "--cols", "what,subject")

        assert row[0] == f"'{text}"

    def test_quotes_commas_and_line_breaks_keep_to_their_cell(self, story: Story) -> None:
        story.commit('exp: a, "b" -> loss=1')

        out = log(story, "--format", "csv", "--cols", "what,loss")

        assert self.rows(story, "--cols", "what,loss") == [["what", "loss"], ['a, "b"', "1"]]
        assert out == 'what,loss\r\n"a, ""b""",1\r\n'

    def test_no_cell_of_tsv_has_a_tab(self, story: Story) -> None:
        story.commit("exp: a\tb\x1b[31m -> loss=1")

        lines = log(story, "--format", "tsv", "--cols", "subject,loss").splitlines()

        assert lines == ["subject\tloss", "exp: a\\tb\\x1b[31m -> loss=1\t1"]


def test_markdown_is_nothing_but_text(story: Story) -> None:
    story.commit("exp: a|b `c` <img src=x> *d* @eve #1 [e](f) -> val_loss=0.4")

    row = log(story, "--format", "markdown", "--cols", "what,val_loss").splitlines()[-1]

    assert row == r"| a\|b \`c\` &lt;img src=x&gt; \*d\* &#64;eve &#35;1 \[e\](f) | **0.4** |"


class TestOutput:
    def test_a_file_is_written_whole(self, sweep: Story) -> None:
        path = sweep.repo.root / "rows.jsonl"
        path.write_text("before")

        assert log(sweep, "--format", "jsonl", "--output", "rows.jsonl") == ""
        assert path.read_text() == log(sweep, "--format", "jsonl")
        assert [name for name in os.listdir(sweep.repo.root) if "mlhygiene" in name] == []

    def test_a_reader_who_leaves_early_is_no_mistake_of_ours(self, story: Story) -> None:
        for number in range(30):
            story.commit(f"exp: {'a' * 1900} {number} -> loss=1")

        ran = story.repo.run("sh", "-c", f"'{sys.executable}' -m mlhygiene exp log --format jsonl | head -c 10")

        assert (len(ran.out), ran.err) == (10, "")

    def test_a_shallow_clone_says_so_on_standard_error(self, story: Story) -> None:
        from look import clone

        story.commit("exp: a -> loss=1")
        ran = clone(story.repo, "clone", "--depth=1").mlhygiene("exp", "log")

        assert ran.code == 0
        assert ran.err.startswith("mlhygiene: note: this clone is shallow")

    def test_the_team_says_which_way_is_better(self, story: Story) -> None:
        story.repo.write("mlhygiene.toml", '[metrics]\nlower = ["my_score"]\n').stage()
        story.commit("exp: a -> my_score=1")
        story.commit("exp: b -> my_score=2")

        assert "1*" in log(story)
        assert whats(story, "--sort", "my_score") == ["a", "b"]

    def test_without_pyarrow_parquet_is_refused_in_one_line(self, sweep: Story) -> None:
        sweep.repo.write("aside/pyarrow.py", "raise ImportError\n")
        ran = sweep.repo.mlhygiene(
            "exp",
            "log",
            "--format",
            "parquet",
            "--output",
            "x",
            env={"PYTHONPATH": f"{sweep.repo.root / 'aside'}{os.pathsep}{sweep.repo.environment['PYTHONPATH']}"},
        )

        assert (ran.code, ran.err) == (2, "mlhygiene: pyarrow is not installed: pip install 'mlhygiene[parquet]'\n")

    def test_parquet_holds_the_rows(self, sweep: Story) -> None:
        parquet = pytest.importorskip("pyarrow.parquet", reason="pip install pyarrow")

        log(sweep, "--format", "parquet", "--output", "rows.parquet")
        table = parquet.read_table(sweep.repo.root / "rows.parquet").to_pydict()

        assert table["val_loss"] == [None, 0.40, None, 0.42, 0.44, 0.45]
        assert table["param.lr"] == [None, None, "1", "3e-4", "1e-4", None]
        assert table["state"][:3] == ["pending", "reverted", "failed"]

    def test_a_frame_holds_the_rows(self, sweep: Story) -> None:
        pytest.importorskip("pandas", reason="pip install pandas")
        from mlhygiene.experiments.frame import frame

        told = frame(str(sweep.repo.root))

        assert list(told["what"])[:2] == ["bs=128", "bs=64"]
        assert told["val_loss"].min() == 0.40
        assert str(told["date"].iloc[0])[:10] == "2026-01-02"
