"""Where someone is taxed, as far as place of work and home tell: work state, residence state, and a city that taxes work."""

from __future__ import annotations

from collections.abc import Collection

from hrtui.dates import Period
from hrtui.payroll.check.values import Blocker
from hrtui.payroll.model import PersonFacts
from hrtui.payroll.rules.gross import row_on
from hrtui.payroll.rules.places import STATES, city_in, state_in
from hrtui.people.model import Job
from hrtui.text import fold

AT_HOME = frozenset({"home", "home office", "remote", "work from home", "wfh"})


def work_state(facts: PersonFacts, job: Job | None) -> str:
    """The state of a job: as its place of work's facts say, else as the place's name does; the home's without a place, and
    where the place is called home or remote."""
    if job is None or not job.location:
        return state_in(facts.state)
    told = state_in(facts.location_states.get(job.location, "")) or state_in(job.location)
    return told or (state_in(facts.state) if fold(job.location) in AT_HOME else "")


def city_of_work(facts: PersonFacts, job: Job | None, known: Collection[str]) -> str:
    """The city that taxes who works there in which the job is, where none of the certificates that are `known` is of it."""
    if job is None or not job.location:
        return ""
    told = facts.location_states.get(job.location, "")
    city = city_in(told if "," in told else job.location)
    return "" if not city or city in known else city


def unknown_city(city: str, job: Job | None) -> Blocker:
    """What stops the check of someone who works in a city that taxes residents and others otherwise."""
    place = job.location if job is not None else ""
    return Blocker(
        f"local_tax_{city}",
        f"“{place}” is in {city[3:]}, which taxes residents in one way and who only works there in another: nothing says "
        "where the person lives.",
        f"Record a certificate {city}: with nonresident: yes for who lives elsewhere, without for a resident.",
    )


def states_of(
    facts: PersonFacts, job: Job | None, span: Period, blockers: list[Blocker], notices: list[str]
) -> tuple[str, str]:
    """Work state and residence state; what is not known is a blocker or a notice."""
    work, residence = work_state(facts, job), state_in(facts.state)
    if not work:
        place = f"Nothing says in which state “{job.location}” is" if job and job.location else "No work state is known"
        blockers.append(
            Blocker(
                "unknown_state",
                f"{place}, so no state's taxes can be computed.",
                "Give the location a state (hrtui org locations change), or name it as in “Boston, MA”; someone who works at "
                "home needs a home address with a state.",
            )
        )
    if work and not residence:
        notices.append(f"No state of residence is on file: taxed as living in {STATES[work]}.")
        residence = work
    elif job is not None and not job.location:
        notices.append("No place of work is on file: taxed as working at home.")
    if len(facts.jobs) > 1 and work:
        notices += _moved(facts, work, span)
    return work, residence


def _moved(facts: PersonFacts, work: str, span: Period) -> list[str]:
    """That the work state changes inside the period."""
    rows = [row for row in facts.jobs if span.start < row.effective_from <= span.end]
    first = row_on(facts.jobs, span.start)
    others = {work_state(facts, row) for row in (*rows, *([first] if first is not None else []))} - {"", work}
    if not others:
        return []
    return [
        f"The work state changes inside the period ({', '.join(sorted(others))}): the whole check is taxed as work in "
        f"{work}. Pay the days before in a run of their own where that matters."
    ]
