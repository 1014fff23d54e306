"""The demo company's recruiting: requisitions that were approved, candidates at every stage, scorecards and an offer.

The use cases of recruiting do all of it, on the days on which it happened.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from data.demo.names import FEMALE, LAST, MALE
from hrtui.bootstrap import actor_of, open_context
from hrtui.cli.demointerviews import arrange
from hrtui.context import Clock, Context, FixedClock
from hrtui.money import Money
from hrtui.people.model import Status
from hrtui.people.service import directory_count, directory_ids, directory_page
from hrtui.recruiting import filing, noting, offering, scoring, selfid, service
from hrtui.recruiting.eeo import ANSWERS, DECLINED, QUESTIONS
from hrtui.recruiting.kept import NewFile
from hrtui.recruiting.model import RequisitionState
from hrtui.recruiting.offering import OfferChange
from hrtui.recruiting.scorecards import Overall
from hrtui.recruiting.service import CandidateChange, RequisitionChange

RECRUITER, APPROVER, KEEPER, SCORERS = "rita", "hal", "ira", ("rita", "hal")
MORNING = time(10, 0)
BEGUN = 48  # days ago
WANTED = (
    ("Software engineer", "Engineering", "engineer", 95_000, 125_000, 2),
    ("Quality inspector", "Quality", "standard", 52_000, 64_000, 1),
    ("Payroll clerk", "Finance", "standard", 48_000, 58_000, 1),
)
LEADS = ("Director", "Vice President", "Chief", "Manager", "Lead", "Supervisor")
MOST = 400  # people of a department that are looked at for who leads it
LEAST = 30  # people from which on a company recruits
APPLY = 18  # to each
ANSWERED = 15  # of whom so many say something of themselves for equal opportunity
TEAM = 4  # people of a department who interview
FAILS = 5  # which of them fails a knock-out question
SOURCES = ("website", "website", "job_board", "referral", "agency", "event")
HEADLINES = (
    "",
    "Six years in a plant",
    "Career changer",
    "Finished the academy",
    "Team lead before",
    "Moves here in spring",
)
FILED = 4  # of whom a résumé is on file
NOTES = (
    "Called for a quarter of an hour: clear, asks good questions.\nPrefers mornings.",
    "Wants two days a week from home.",
    "Notice is four weeks.",
)
STEPS = (("Phone screen", 12), ("Interview", 7))
"""Which stage, and how many of those who applied to each requisition came to it."""


def recruit(settings: Path, clock: Clock, login: str, seed: int) -> int:
    """Fill the boards, and return how many applications there are."""
    ctx = open_context(settings, clock, login)
    try:
        return _filled(ctx, Random(seed))
    finally:
        ctx.store.close()


def _on(ctx: Context, day: date, who: str) -> Context:
    zone = ctx.config.company.time_zone
    instant = datetime.combine(day, MORNING, ZoneInfo(zone))
    return replace(ctx, actor=actor_of(ctx.config, who), clock=FixedClock(instant, zone))


def _filled(ctx: Context, dice: Random) -> int:
    today = ctx.clock.today()
    if directory_count(ctx) < LEAST:
        return 0
    count = 0
    for at, (title, called, template, low, high, openings) in enumerate(WANTED):
        manager, department = _asking(ctx, called)
        start = today - timedelta(days=BEGUN - 6 * at)
        change = RequisitionChange(
            title=title, template=template, department=department, manager=manager, openings=openings, low=Money(low * 100),
            high=Money(high * 100), justification="The team grows.", target_start=today + timedelta(days=40),
        )  # fmt: skip
        number = service.add_requisition(_on(ctx, start, RECRUITER), change).numbers[0]
        service.request_approval(_on(ctx, start, RECRUITER), number)
        service.approve_requisition(_on(ctx, start + timedelta(days=1), APPROVER), number)
        service.move_requisition(_on(ctx, start + timedelta(days=1), RECRUITER), number, RequisitionState.OPEN)
        made = _applied(ctx, number, start, dice)
        arrange(lambda day: _on(ctx, day, RECRUITER), made, _team(ctx, department, manager), today, at)
        count += len(made)
    draft = RequisitionChange(
        title="Warehouse lead", department=_asking(ctx, "Logistics")[1], note="Waits for the budget"
    )
    service.add_requisition(_on(ctx, today - timedelta(days=2), RECRUITER), draft)
    return count


def _asking(ctx: Context, department: str) -> tuple[str, str]:
    """The number of whoever leads a department, by the title, and the department; of the whole company where it has nobody."""
    for query in (f'dept:"{department}"', ""):
        lines = directory_page(ctx, directory_ids(ctx, query, limit=MOST))
        found = [line for line in lines if line is not None and line.status is Status.ACTIVE]
        if found:
            first = min(
                found, key=lambda line: next((at for at, word in enumerate(LEADS) if word in line.title), len(LEADS))
            )
            return first.number, first.department
    raise LookupError("nobody works in the demo company")


def _team(ctx: Context, department: str, manager: str) -> list[str]:
    """The numbers of a few of a department who interview, its manager among them."""
    lines = directory_page(ctx, directory_ids(ctx, f'dept:"{department}"', limit=MOST))
    found = [line.number for line in lines if line is not None and line.status is Status.ACTIVE]
    return list(dict.fromkeys([manager, *found]))[:TEAM]


def _applied(ctx: Context, number: str, start: date, dice: Random) -> list[str]:
    """Enter those who applied to a requisition, more of them lately, and move the first of them on in two parts each; the numbers
    of their applications."""
    today, made, days = ctx.clock.today(), list[str](), list[date]()
    span = (today - start).days - 2
    for at in range(APPLY):
        days.append(today - timedelta(days=int(span * (1 - at / (APPLY - 1)) ** 2)))
        change = CandidateChange(
            first_name=dice.choice(FEMALE + MALE), last_name=dice.choice(LAST), email=f"{number[-1]}{at}.candidate@example.com",
            source=dice.choice(SOURCES), headline=dice.choice(HEADLINES),
        )  # fmt: skip
        answers = {"work_permit": "no" if at == FAILS else "yes"}
        made.append(
            service.add_candidate(_on(ctx, days[-1], RECRUITER), change, apply_to=number, answers=answers).numbers[1]
        )
    for stage, count in STEPS:
        for first, last in ((0, count // 2), (count // 2, count)):
            day = min(max(days[first:last]) + timedelta(days=2), today)
            service.move(_on(ctx, day, RECRUITER), made[first:last], stage)
            days[first:last] = [day] * (last - first)
    _kept(ctx, made[:FILED], days)
    _looked_at(ctx, number, made, dice)
    told = Random(number)
    for application in made[:ANSWERED]:
        selfid.record_answers(_on(ctx, today, KEEPER), application, _said(told))
    return made


def _kept(ctx: Context, made: Sequence[str], days: Sequence[date]) -> None:
    """File a résumé of the first of them, and note what was said."""
    for at, (application, day) in enumerate(zip(made, days, strict=False)):
        who = scoring.score_sheet(_on(ctx, day, RECRUITER), application).candidate
        with TemporaryDirectory(prefix="hrtui-") as folder:
            resume = Path(folder) / f"{who.last_name}.txt"
            resume.write_text(f"{who.first_name} {who.last_name}\n{who.email}\n{who.headline}\n", encoding="utf-8")
            filing.file(_on(ctx, day, RECRUITER), who.number, NewFile(resume, "resume"))
        noting.add_note(_on(ctx, day, RECRUITER), who.number, NOTES[at % len(NOTES)])


def _said(dice: Random) -> dict[str, str]:
    """What an applicant says of themself; some leave a question, and some do not wish to answer."""
    said = {
        question: dice.choice([answer for answer in ANSWERS[question] if answer != DECLINED]) for question in QUESTIONS
    }
    said["race"] = dice.choice(("white", "white", "black", "hispanic", "asian", said["race"]))
    said |= {"veteran": dice.choice(("not_protected",) * 6 + ("protected", DECLINED, ""))}
    return said | {"disability": dice.choice(("none",) * 5 + ("has", DECLINED, ""))}


def _looked_at(ctx: Context, number: str, made: Sequence[str], dice: Random) -> None:
    """Scorecards of two, one offer, and rejections of which one is owed a message."""
    today = ctx.clock.today()
    kit = scoring.score_sheet(_on(ctx, today, RECRUITER), made[0]).matrix.kit
    names = [each.name for each in kit.attributes] if kit else []
    day = today - timedelta(days=4)
    for application in made[:2]:
        scoring.ask_scorecards(_on(ctx, day, RECRUITER), application, SCORERS, day + timedelta(days=3))
        for who in SCORERS:
            ratings = {name: dice.randint(2, 5) for name in names}
            scoring.score(
                _on(ctx, day, who),
                application,
                ratings,
                dice.choice((Overall.YES, Overall.NO_DECISION, Overall.STRONG_YES)),
            )
    scoring.ask_scorecards(_on(ctx, today, RECRUITER), made[2], (APPROVER,), today + timedelta(days=2))
    service.plan_next(_on(ctx, today, RECRUITER), made[3:5], action="Call", on=today + timedelta(days=1), rating=4)
    service.reject(_on(ctx, today, RECRUITER), made[8:10], "experience", waive=True)
    service.reject(_on(ctx, today, RECRUITER), made[10:11], "skills")
    if number.endswith("1"):
        service.move(_on(ctx, today - timedelta(days=1), RECRUITER), made[:1], "Offer")
        offer = OfferChange(
            rate=Money(11_200_000),
            first_day=today + timedelta(days=42 - today.weekday()),
            pay_group=ctx.config.pay_groups[0].name,
        )
        made_offer = offering.make_offer(_on(ctx, today, RECRUITER), made[0], offer).numbers[0]
        offering.request_offer(_on(ctx, today, RECRUITER), made_offer)
