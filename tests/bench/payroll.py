"""What a run of payroll takes, end to end, beside its floor; what others wait meanwhile; and one person calculated again."""

from __future__ import annotations

import json
import multiprocessing
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.model import HRTUI, Bench, Measure

if TYPE_CHECKING:
    from hrtui.context import Context

SMALL, MIDDLE, WAITED = 1_000, 5_000, 10_000
ROUNDS = 20
ITEMS = (("medical", 21_000, 0), ("dental", 1_850, 0), ("401k", 0, 50_000), ("union", 3_500, 0))


def runs(bench: Bench) -> list[Measure]:
    """The rate against the floor, the cost a slip at 1,000 and at all, memory, waiting of others, one person again."""
    with tempfile.TemporaryDirectory(prefix="hrtui-payroll-") as folder:
        small, middle = (_company(Path(folder) / str(people), people) for people in (SMALL, WAITED))
        few = min((_child("rate", small) for _ in range(5)), key=lambda each: float(each["seconds"]) / each["slips"])
        some, some_plain = _child("rate", middle), _plain(middle)
        wait = _child("wait", middle)
        again = _child("again", _company(Path(folder) / "again", MIDDLE))
        approval = _child("approval", middle)
    many, many_plain = _child("rate", bench.folder), _plain(bench.folder)
    cost = many["seconds"] / many["slips"]
    spread = cost / (few["seconds"] / few["slips"])
    return [
        *_beside_floor(some_plain, some),
        *_beside_floor(many_plain, many),
        Measure("100,000 people at that rate", "≤ 15 s", f"{100_000 * cost:.1f} s", 100_000 * cost <= 15),
        Measure("memory of that run, all processes", "≤ 400 MB", f"{many['mb']} MB", many["mb"] <= 400),
        Measure(f"cost a slip against {few['slips']:,}", "≤ 1.3 x", f"{spread:.2f} x", spread <= 1.3),
        Measure(
            f"others' writes during a run of {wait['slips']:,}", "≤ 100 ms at p99", f"{wait['p50']:.1f} / {wait['p99']:.1f} ms",
            wait["p99"] <= 100, f"{wait['writes']} writes",
        ),
        Measure(
            f"one person of {again['slips']:,} calculated again", "≤ 50 ms", f"{again['median']:.1f} ms, most {again['most']:.1f}",
            again["median"] <= 50,
        ),
        Measure(
            f"approving a run of {approval['slips']:,}, {approval['changed']:,} with another net", "≤ 2 s for 10,000",
            f"{approval['seconds']:.2f} s, {approval['mb']} MB",
            approval["seconds"] <= 2 * approval["slips"] / 10_000,
        ),
    ]  # fmt: skip


def _beside_floor(plain: dict[str, Any], elected: dict[str, Any]) -> list[Measure]:
    """The floor of as many people, a run with as many lines beside it, and the run with what people elected."""
    floor = int(_python("tests.bench.floor", str(plain["slips"])))
    rate, other = plain["slips"] / plain["seconds"], elected["slips"] / elected["seconds"]
    return [
        Measure(f"floor of a run of {plain['slips']:,}, slips a second", "", f"{floor:,}", True),
        Measure(
            f"run of {plain['slips']:,}, {_lines(plain)}", "≥ 0.5 x the floor", f"{rate:,.0f} a second",
            rate >= floor / 2, f"{rate / floor:.2f} x floor",
        ),
        Measure(
            f"run of {elected['slips']:,} with elections, {_lines(elected)}", "", f"{other:,.0f} a second",
            True, f"{other / floor:.2f} x floor",
        ),
    ]  # fmt: skip


def _lines(found: dict[str, Any]) -> str:
    """How many lines a slip has, and how many wages a tax counts on, which are kept as lines too."""
    bases, slips = found["bases"], found["slips"]
    return f"{(found['lines'] - bases) / slips:.1f} lines and {bases / slips:.1f} wage bases a slip"


def _company(folder: Path, people: int) -> Path:
    subprocess.run(
        [*HRTUI, "demo", "--dir", str(folder), "--people", str(people), "--no-open"], check=True, capture_output=True
    )
    return folder


def _plain(company: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="hrtui-plain-") as folder:
        return _child("plain", shutil.copytree(company, Path(folder) / "company"))


def _child(what: str, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_python("tests.bench.payroll", what, str(folder)))
    return found


def _python(module: str, *words: str) -> str:
    return subprocess.run([sys.executable, "-m", module, *words], check=True, capture_output=True, text=True).stdout


def _opened(folder: str) -> Context:
    from hrtui.bootstrap import open_context

    return open_context(Path(folder) / "hrtui.yaml")


def _with_items(ctx: Context, elected: bool = True) -> None:
    """Give everyone deductions who has none and elected none, so that slips have as many lines as real ones; those who elected
    too where no plan is declared."""
    from data.base import database
    from data.bulk import bulk_insert
    from data.schema import CommandRow, ElectionRow, PayItemRow, PersonRow

    command = CommandRow.select(CommandRow.id).order_by(CommandRow.id).limit(1).scalar()
    having = PayItemRow.select(PayItemRow.person)
    query = PersonRow.select(PersonRow.id).where(PersonRow.id.not_in(having))
    if elected:
        query = query.where(PersonRow.id.not_in(ElectionRow.select(ElectionRow.person)))
    people = [id_ for (id_,) in database.execute(query).fetchall()]
    fields = (
        "effective_from", "seq", "command", "recorded_at", "recorded_by", "superseded_at", "superseded_by", "person", "code",
        "amount", "percent", "employer", "employer_percent", "note", "active",
    )  # fmt: skip
    now = ctx.clock.now()
    rows = (
        ("2026-01-01", 0, command, now, "bench", None, None, person, code, cents, percent, 0, 0, "", 1)
        for person in people
        for code, cents, percent in ITEMS
    )
    with ctx.store.write():
        bulk_insert(PayItemRow, fields, rows)


def rate(folder: str) -> dict[str, Any]:
    """Seconds for the runs of all pay groups of a company, calculated and saved; slips, lines, and the most memory."""
    ctx = _opened(folder)
    _with_items(ctx)
    return _rate(ctx)


def plain(folder: str) -> dict[str, Any]:
    """The same where no plan is declared: four deductions in the place of elections, which makes about twelve lines a slip.
    What the folder holds is another company then: give a copy."""
    from dataclasses import replace

    ctx = _opened(folder)
    _with_items(ctx)
    benefits = replace(ctx.config.benefits, file=Path("no-plans.yaml"))
    ctx = replace(ctx, config=replace(ctx.config, benefits=benefits))
    _with_items(ctx, elected=False)
    return _rate(ctx)


def _rate(ctx: Context) -> dict[str, Any]:
    from data.base import database
    from data.schema import PayCodeRow, SlipLineRow, SlipRow
    from hrtui.payroll.runs import service

    opened = [service.open_run(ctx, group.name) for group in ctx.config.pay_groups]
    start = time.perf_counter()
    made = [service.calculate(ctx, run.number) for run in opened]
    seconds = time.perf_counter() - start
    slips = sum(service.run(ctx, run.number).totals.people for run in made)
    ids = [run.id for run in made]
    here = SlipRow.select(SlipRow.id).where(SlipRow.run.in_(ids))
    lines = SlipLineRow.select(_count()).where(SlipLineRow.slip.in_(here))
    wages = PayCodeRow.select(PayCodeRow.id).where(PayCodeRow.part == "wages")
    counted = [database.execute(query).fetchone()[0] for query in (lines, lines.where(SlipLineRow.code.in_(wages)))]
    for run in made:
        service.cancel(ctx, run.number, service.Asked("bench"))
    return {
        "seconds": seconds,
        "slips": slips,
        "lines": counted[0],
        "bases": counted[1],
        "mb": _most_mb(),
    }


def _most_mb() -> int:
    """The most memory this process took, and as much for each process beside it as the largest of them took."""
    from hrtui.payroll.runs import hiring

    hiring.dismiss()
    own, largest = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + (hiring.cores() - 1) * largest) // 1024


def _count() -> Any:
    from peewee import SQL

    return SQL("COUNT(*)")


def wait(folder: str) -> dict[str, Any]:
    """What short writes of another process take while runs are calculated, in milliseconds."""
    from hrtui.payroll.runs import service

    ours, theirs = multiprocessing.Pipe()
    other = multiprocessing.get_context("spawn").Process(target=_writes, args=(folder, theirs))
    other.start()
    ours.recv()
    ctx = _opened(folder)
    _with_items(ctx)
    opened = [service.open_run(ctx, group.name) for group in ctx.config.pay_groups]
    ours.send("begin")
    made = [service.calculate(ctx, run.number) for run in opened]
    ours.send("end")
    took: list[float] = ours.recv()
    other.join()
    slips = sum(service.run(ctx, run.number).totals.people for run in made)
    cuts = statistics.quantiles(took, n=100)
    return {"slips": slips, "writes": len(took), "p50": cuts[49] * 1000, "p99": cuts[98] * 1000}


def _writes(folder: str, pipe: Any) -> None:
    from hrtui.people import tagging

    ctx = _opened(folder)
    pipe.send("ready")
    pipe.recv()
    took: list[float] = []
    while not pipe.poll(0.01):
        at, start = len(took), time.perf_counter()
        tagging.tag(ctx, "1001", *(((f"t{at}",), ()) if at % 2 == 0 else ((), (f"t{at - 1}",))))
        took.append(time.perf_counter() - start)
    pipe.recv()
    pipe.send(took)


def again(folder: str) -> dict[str, Any]:
    """From one person's raise being there until the totals of the run with it are, in milliseconds."""
    from hrtui.money import Money
    from hrtui.payroll.runs import service
    from hrtui.people import service as people
    from hrtui.people.model import PayChange

    ctx = _opened(folder)
    _with_items(ctx)
    made = [service.calculate(ctx, service.open_run(ctx, group.name).number) for group in ctx.config.pay_groups]
    run = max(made, key=lambda each: service.run(ctx, each.number).totals.people)
    rows = service.slip_rows(ctx, run, service.slip_heads(ctx, run)[:ROUNDS])
    took = []
    for at, row in enumerate(rows):
        people.change_pay(ctx, row.number, PayChange(run.begins, Money(5_000_000 + at * 100), reason="merit"))
        start = time.perf_counter()
        service.calculate(ctx, run.number)
        totals = service.run(ctx, run.number).totals
        took.append((time.perf_counter() - start) * 1000)
    return {"slips": totals.people, "median": statistics.median(took), "most": max(took)}


def approval(folder: str) -> dict[str, Any]:
    """Seconds to approve the second run of a pay group, which is compared with the first; and the most memory."""
    from dataclasses import replace

    from hrtui.bootstrap import actor_of
    from hrtui.payroll.runs import service

    ctx = _opened(folder)
    _with_items(ctx)
    maker, checker = (replace(ctx, actor=actor_of(ctx.config, login)) for login in ("maya", "carol"))
    seconds = 0.0
    for _ in range(2):
        run = service.calculate(maker, service.open_run(maker, ctx.config.pay_groups[-1].name).number)
        service.accept(maker, run.number, service.unaccepted(run), "bench")
        service.submit(maker, run.number)
        asked = service.Asked(net=service.run(maker, run.number).totals.net)
        start = time.perf_counter()
        service.approve(checker, run.number, asked)
        seconds = time.perf_counter() - start
        changed = [each for each in service.differences(maker, run.number) if each.changes]
        service.finalise(maker, run.number, asked)
    return {
        "seconds": seconds,
        "slips": service.run(maker, run.number).totals.people,
        "changed": len(changed),
        "mb": _most_mb(),
    }


if __name__ == "__main__":
    kinds = {"rate": rate, "plain": plain, "wait": wait, "again": again, "approval": approval}
    print(json.dumps(kinds[sys.argv[1]](sys.argv[2])))
