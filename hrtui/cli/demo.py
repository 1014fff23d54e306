"""`hrtui demo`: a company of invented people to try everything on, in a folder of its own."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from hrtui.cli.arguments import a_path, whole
from hrtui.errors import HrError, UsageError

if TYPE_CHECKING:
    from hrtui.cli.session import Session
    from hrtui.context import Clock

SUMMARY = "Make a demo company and open it."
FOLDER = Path("demo-company")
PEOPLE, MOST = 250, 200_000
SEED = 2026
MAKER, CHECKER = "maya", "carol"
OTHERS = {
    MAKER: "payroll_maker",
    CHECKER: "payroll_checker",
    "hal": "hr_generalist",
    "rita": "recruiter",
    "ari": "auditor_read",
    "ira": "hris_admin",
}
WHOLE_YEAR, MOST_PAID = 500, 2_000  # people whose payrolls of the year are there, and those of the last months
ZONE = "America/New_York"
CONFIG = """\
# The demo company: invented people, made by `hrtui demo`. Delete the folder whenever you like.
demo: true

company:
  name: Blue Heron Instruments
  time_zone: {zone}

pay_groups:
  - name: office
    frequency: biweekly
    first_period: {first}
    check_after: 5
  - name: plant
    frequency: weekly
    first_period: {first}
    check_after: 4

payer:
  ein: 12-3456789
  street: 1 Harbor Street
  city: Boston
  state: MA
  postal_code: "02110"
  bank_routing: "231380104"
  bank_account: "0012345678"
  bank_name: First Demo Bank

# Whoever made the company, with every role, and others to act as: `hrtui --as carol`.
users:
  - login: {login}
    roles: [{roles}]
{others}

benefits:
  contact: "Benefits, Blue Heron Instruments, 1 Harbor Street, Boston, MA 02110; 617-555-0100"

home:
  probation: 90

custom_fields:
  - name: shirt_size
    label: Shirt size
    kind: choice
    choices: [S, M, L, XL]
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare where the company goes, how large it is, and whether it is opened."""
    parser.add_argument("--dir", type=a_path, default=FOLDER, metavar="DIR", help=f"its folder (else ./{FOLDER})")
    parser.add_argument("--people", type=whole, default=PEOPLE, metavar="N", help=f"how many people (else {PEOPLE})")
    parser.add_argument("--seed", type=whole, default=SEED, metavar="S", help="another number makes other people")
    parser.add_argument("--no-open", action="store_true", help="make it, and leave it at that")


def run(args: argparse.Namespace, session: Session) -> int:
    """Make the company where there is none yet, and open it."""
    from hrtui.bootstrap import SystemClock, login
    from hrtui.cli.main import open_app

    if not 1 <= args.people <= MOST:
        raise UsageError(f"A demo company has 1 to {MOST:,} people.")
    folder = args.dir.absolute()
    if is_demo(folder):
        session.out(f"The demo company in {folder} is there already; it is left as it is.")
    else:
        if args.people <= MOST_PAID:
            session.out("Making the company and its payrolls …")
        count = make(folder, args.people, args.seed, login(), SystemClock(ZONE))
        session.out(f"Blue Heron Instruments, {count:,} people, is ready in {folder}.")
        session.out(_paid_so_far(count))
    if args.no_open:
        session.out(f"Open it with: hrtui --config {args.dir / 'hrtui.yaml'}")
        return 0
    return open_app(folder / "hrtui.yaml", acting=session.acting)


def _paid_so_far(people: int) -> str:
    if people > MOST_PAID:
        return f"It has no payrolls yet: those of the year are made for {WHOLE_YEAR:,} people or fewer, of the last three months for {MOST_PAID:,}."
    of = "this year" if people <= WHOLE_YEAR else "the last three months"
    return f"Its payrolls of {of} are paid, made by {MAKER} and approved by {CHECKER}; the next one is yours (hrtui --as {CHECKER} approves it)."


def is_demo(folder: Path) -> bool:
    """Whether a folder holds a demo company. Raises HrError where it holds anything else, which is never touched."""
    from hrtui.configfile import NAME, load

    if os.path.lexists(folder / NAME):
        if load(folder / NAME).demo:
            return True
        raise HrError(f"{folder} holds a real company; name another folder with --dir.")
    try:
        occupied = os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir()))
    except OSError as problem:
        raise HrError(f"{folder} cannot be read ({problem.strerror}); name another folder with --dir.") from None
    if occupied:
        raise HrError(f"{folder} is there already and is no demo company; name another folder with --dir.")
    return False


def make(folder: Path, people: int, seed: int, login: str, clock: Clock) -> int:
    """Make the company beside its place and move it there whole, so that a half-made one is never found.

    Returns how many people it has. Raises HrError where the folder cannot be made, and StoreError.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        workshop = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as problem:
        raise HrError(f"{folder} cannot be made ({problem.strerror}); name another folder with --dir.") from None
    try:
        count = _make_in(workshop, people, seed, login, clock)
        with suppress(FileNotFoundError):
            folder.rmdir()
        workshop.rename(folder)
    except OSError as problem:
        raise HrError(f"{folder} cannot be made ({problem.strerror}); name another folder with --dir.") from None
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return count


def _make_in(folder: Path, people: int, seed: int, login: str, clock: Clock) -> int:
    from data.db import create_store
    from data.demo.filling import fill
    from data.demo.generator import company
    from data.keyfile import create_key
    from data.vault import Vault
    from hrtui.benefits.planfile import EXAMPLE, book_of
    from hrtui.configfile import load

    today = clock.today()
    folder.chmod(0o755)
    vault = Vault(create_key(folder / "hrtui.key"))
    (folder / "store").mkdir(0o700)
    store = create_store(folder / "store" / "hrtui.db")
    (folder / "hrtui.yaml").write_text(configuration(login, today), encoding="utf-8")
    (folder / "benefits.yaml").write_text(EXAMPLE.read_text("utf-8"), encoding="utf-8")
    try:
        plans = book_of(load(folder / "hrtui.yaml"))
        count = fill(store, vault, company(people, seed, today), clock.now(), today, plans)
    finally:
        store.close()
    if count <= MOST_PAID:
        from hrtui.cli.demopay import pay_the_year

        pay_the_year(folder / "hrtui.yaml", clock, login, (MAKER, CHECKER), count <= WHOLE_YEAR)
        from hrtui.cli.demorecruit import recruit

        recruit(folder / "hrtui.yaml", clock, login, seed)
    from hrtui.cli.demobills import write_invoices

    write_invoices(folder / "hrtui.yaml", clock, login)
    return count


def _users(roles: Mapping[str, str]) -> str:
    return "\n".join(f"  - login: {name}\n    roles: [{role}]" for name, role in roles.items())


def configuration(login: str, today: date) -> str:
    """The text of the demo company's configuration: whoever made it has every role."""
    from hrtui.configfile import shipped_roles
    from hrtui.configfile.template import scalar
    from hrtui.dates import first_sunday

    return CONFIG.format(
        zone=ZONE,
        others=_users({name: role for name, role in OTHERS.items() if name != login}),
        first=first_sunday(today.year),
        login=scalar(login),
        roles=", ".join(shipped_roles()),
    )
