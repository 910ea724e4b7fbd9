"""The result of a run that a commit announced: which commit waits for it, and what the result's commit says."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.log import log
from mlhygiene.messages.experiment import Metric, State
from mlhygiene.messages.reading import read
from mlhygiene.messages.writing import metric, write
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.git.repository import Repository
    from mlhygiene.messages.experiment import Experiment

RUN_COMMIT = "Run-Commit"
RUN = "Run"
# What a result says anew.
RENEWED = frozenset((RUN_COMMIT, "Metric"))
SHORT = 7
# What git log and hosts show of a subject without cutting it.
ROOM = 100
# So much of a text that is wrong is told.
SEEN = 200
# Stands for what was tried while a result is checked alone.
WHAT = "run"
NOTHING = "nothing waits for a result here: commit `exp: <what> -> running` before a run, or name it (--commit)"


class Waiting(NamedTuple):
    """A commit that says `-> running`."""

    commit: str
    experiment: Experiment


class _Doubt(NamedTuple):
    """A run without a result that names it, and the newer results of its words: what they name, and they."""

    run: Waiting
    others: tuple[tuple[str, str], ...]


class _Walk:
    """What is known of the commits seen so far, newest first."""

    def __init__(self) -> None:
        self.seen = set[str]()
        self.closed = dict[str, str]()
        self.told = dict[tuple[str | None, str], "list[tuple[str, str]]"]()
        self.doubtful = list[_Doubt]()

    def take(self, oid: str, experiment: Experiment) -> None:
        """Note a result, and the commit that it names."""
        if experiment.state is not State.PENDING:
            ran = [text.lower() for name, text in experiment.trailers if name == RUN_COMMIT and len(text) >= SHORT]
            self.closed |= dict.fromkeys(ran, oid)
            self.told.setdefault((experiment.scope, experiment.what), []).extend((name, oid) for name in ran)

    def result(self, oid: str) -> str | None:
        """The commit that has the result of a run."""
        return next((by for ran, by in self.closed.items() if oid.startswith(ran)), None)

    def settled(self) -> Iterator[tuple[Waiting, str | None]]:
        """The runs that a result of the same words may belong to, and that result: each belongs to one."""
        taken = set[str]()
        for run, others in self.doubtful:
            gone = (by for ran, by in reversed(others) if by not in taken and not self._is_here(ran))
            result = next(gone, None)
            taken |= {result} if result else set()
            yield run, result

    def _is_here(self, ran: str) -> bool:
        return any(oid.startswith(ran) for oid in self.seen)


def waiting(repository: Repository, revision: str | None = None) -> Waiting:
    """The newest commit before HEAD that waits for its result, or a revision that must be one.

    A rebase gives a run and its result new names, and the result still names the old one: a run
    of the same words as a newer result, whose own run is nowhere before HEAD, is closed by it. As
    `joining.joined` has it.
    """
    assert repository.head is not None
    named = None if revision is None else repository.commit(revision)
    walk, found = _Walk(), False
    for logged in log(repository.place, [repository.head]):
        walk.seen.add(logged.oid)
        experiment = read(logged.message, liberal=True).experiment
        if experiment is None:
            continue
        walk.take(logged.oid, experiment)
        if logged.oid == named:
            _refuse_closed(logged.oid, experiment, walk.result(logged.oid))
            found = True
        if experiment.state is State.PENDING and walk.result(logged.oid) is None:
            run = Waiting(logged.oid, experiment)
            others = walk.told.get((experiment.scope, experiment.what), ())
            if not others and (found or not walk.doubtful) and named in {None, logged.oid}:
                return run
            walk.doubtful.append(_Doubt(run, tuple(others)))
    if named is not None and not found:
        raise Refusal(
            f"{revision}: HEAD does not have it, or it is no experiment: name a commit that says `-> running`"
        )
    for run, result in walk.settled():
        if run.commit == named:
            _refuse_closed(run.commit, run.experiment, result)
        if run.commit == named or (named is None and result is None):
            return run
    raise Refusal(NOTHING)


def _refuse_closed(oid: str, experiment: Experiment, result: str | None) -> None:
    if experiment.state is not State.PENDING:
        raise Refusal(f"{oid[:SHORT]} has a result already: a result is never overwritten, commit a new experiment")
    if result is not None:
        raise Refusal(f"{oid[:SHORT]} has its result in {result[:SHORT]}: revert that one first, or commit a new run")


def outcome(metrics: Sequence[str], status: str | None = None) -> Experiment:
    """The right side of the arrow, every part checked by the grammar alone, so that none can smuggle another in."""
    if not metrics and status is None:
        raise Refusal("nothing to record: give METRIC=VALUE, --from FILE or --status 'failed: why'")
    if metrics and status is not None:
        raise Refusal(f"a result is numbers or a status, not both: leave out --status {status!r} or the numbers")
    for part in metrics:
        read_one = _read(part)
        if len(read_one.metrics) != 1 or read_one.notes or read_one.claims:
            raise Refusal(f"{_quoted(part)} is not METRIC=VALUE, such as val_loss=0.42")
    found = _read(status if status is not None else ", ".join(metrics))
    if status is not None and (found.metrics or found.claims or found.status is None):
        raise Refusal(f"--status {status!r} is no status: write such as diverged, or 'failed: OOM'")
    if found.state is State.PENDING:
        raise Refusal(f"--status {status!r} is no result: the run still waits for one")
    return found


def _read(result: str) -> Experiment:
    if "\n" in result:
        raise Refusal(f"{_quoted(result)} has a line break: a result is one line")
    parsed = read(f"exp: {WHAT} -> {result}")
    if parsed.experiment is None:
        why = parsed.problems[0].message if parsed.problems else "write METRIC=VALUE, such as val_loss=0.42"
        raise Refusal(f"{_quoted(result)} cannot be recorded: {_cut(why)}")
    if parsed.experiment.what != WHAT:
        raise Refusal(f"{_quoted(result)} cannot be recorded: an arrow parts a result from what was tried")
    return parsed.experiment


def _cut(text: str) -> str:
    return text if len(text) <= SEEN else f"{text[:SEEN]}…"


def _quoted(text: str) -> str:
    return repr(_cut(text))


def message(run: Waiting, result: Experiment, what: str | None = None, url: str | None = None) -> str:
    """What the result's commit says: the run's own words and trailers, the result, and the commit that ran."""
    if "\n" in (url or "") or "\n" in (what or ""):
        raise Refusal("--what and --run are one line each")
    if url and not url.isprintable():
        raise Refusal(f"--run {_quoted(url)}: an address has no control characters")
    kept = [(name, text) for name, text in run.experiment.trailers if name not in RENEWED and not (url and name == RUN)]
    whole = result._replace(
        what=what or run.experiment.what,
        scope=run.experiment.scope,
        breaking=run.experiment.breaking,
        trailers=(*kept, *([(RUN, url)] if url else []), (RUN_COMMIT, run.commit)),
    )
    text = write(_short(whole))
    _refuse_secrets(text)
    parsed = read(text)
    if parsed.experiment is None or _said(parsed.experiment) != _said(whole):
        why = parsed.problems[0].message if parsed.problems else "it would be read in another way"
        raise Refusal(f"{_cut(text.partition(chr(10))[0])}: {_cut(why)}: give shorter or plainer words with --what")
    return text


def _refuse_secrets(text: str) -> None:
    """What is committed can be read by everybody for ever."""
    from mlhygiene.secrets.redaction import held  # whoever records nothing does without

    found = {shown for parts in held(text.split("\n")).values() for shown in parts.values()}
    if found:
        raise Refusal(f"the message would hold a secret ({', '.join(sorted(found))}): give other words, --what TEXT")


def _short(whole: Experiment) -> Experiment:
    """The metrics that a subject has no room for, but for the first, move to trailers of their own."""
    moved = list[Metric]()
    while len(whole.metrics) > 1 and len(write(whole._replace(trailers=()))) > ROOM:
        *staying, last = whole.metrics
        whole, moved = whole._replace(metrics=tuple(staying)), [last, *moved]
    return whole._replace(trailers=(*(("Metric", metric(each)) for each in moved), *whole.trailers))


def _said(told: Experiment) -> tuple[object, ...]:
    """What must come back when a message is read. By what is written: nan is not equal to itself."""
    metrics = [metric(each) for each in told.metrics]
    trailers = [each for each in told.trailers if each[0] != "Metric"]
    return told.what, told.scope, told.state, told.status, told.detail, metrics, trailers
