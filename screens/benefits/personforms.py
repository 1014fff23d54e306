"""What is asked on a person's benefits: the standing of someone covered, beneficiaries, and evidence of insurability."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from hrtui.audit import own
from hrtui.benefits import service
from hrtui.benefits.beneficiaries import MOST, NAMING
from hrtui.benefits.model import (
    SELF,
    Beneficiary,
    Dependent,
    Election,
    ElectionState,
    Standing,
    Verification,
)
from hrtui.benefits.plans import PlanType
from hrtui.benefits.service import PersonBenefits, StandingChange
from hrtui.benefits.wording import TYPES
from hrtui.documents.model import Document
from hrtui.errors import Conflict
from hrtui.people.model import Done
from screens.base import HrScreen
from screens.drafting import Draft, with_draft
from screens.people.forms import Maker
from screens.verbs import waited
from screens.widgets.fields import Choice, ChoiceField, Field, FlagField, NumberField, TextField
from screens.widgets.form import FormScreen
from screens.widgets.menu import Menu, MenuItem

ENROL, KEPT = "benefits.enrol", "kept"
LEAST_LINES, MORE_LINES = 3, 2
PERCENT = 100
Proofs = Mapping[int, Document] | None
Use = Callable[[Mapping[str, object], int], Done]


def ask_standing(screen: HrScreen, found: PersonBenefits) -> None:
    """Ask of whom, where there are dependents, then what benefits need to know of them."""
    items = [MenuItem(str(SELF), found.name, "the employee: tobacco")]
    items += [
        MenuItem(str(each.slot), each.name, f"{each.relation}: {_said(each.standing)}") for each in found.dependents
    ]
    _ask_which(screen, "Standing of whom?", items, lambda slot: _standing(screen, found, int(slot)))


def _said(standing: Standing) -> str:
    flags = [word for word in ("tobacco", "student", "disabled") if getattr(standing, word)]
    return ", ".join([standing.verification.value, *flags])


def _standing(screen: HrScreen, found: PersonBenefits, slot: int) -> None:
    """Read what may prove a dependent, and ask."""
    ctx = screen.ctx
    if slot == SELF:
        _ask_standing(screen, found, slot, None)
    else:
        screen.work_on(
            lambda: service.proofs(ctx, found.number),
            lambda proofs: _ask_standing(screen, found, slot, proofs),
            hold=True,
        )


def _ask_standing(screen: HrScreen, found: PersonBenefits, slot: int, proofs: Proofs) -> None:
    dependent = next((each for each in found.dependents if each.slot == slot), None)
    held = dependent.standing if dependent else found.standing

    def use(values: Mapping[str, object], expected: int) -> Done:
        return service.change_standing(
            screen.ctx, found.number, slot, _changed(values), _day(values), expected=expected
        )

    who = dependent.name if dependent else found.name
    fields = [*standing_fields(held, dependent, proofs), _from(screen)]
    _ask(screen, found, f"standing.{slot}", f"Standing of {who}", fields, use)


def _changed(values: Mapping[str, object]) -> StandingChange:
    flags = {key: bool(values[key]) for key in ("tobacco", "student", "disabled") if key in values}
    shown = values.get("verification")
    proof = str(values.get("proof") or KEPT)
    return StandingChange(
        **flags,
        verification=Verification(str(shown)) if shown else None,
        proof=None if proof == KEPT else int(proof),
    )


def standing_fields(held: Standing, dependent: Dependent | None, proofs: Proofs = None) -> list[Field]:
    """Tobacco of the employee; of a dependent whether papers verify them and which document shows it, and what keeps them
    covered, too."""
    made: list[Field] = [FlagField(key="tobacco", label="Uses tobacco", initial=held.tobacco)]
    if dependent is None:
        return made
    verification = ChoiceField(
        key="verification", label="Papers", choices=_verifications(), initial=held.verification.value, required=True,
        help="whether papers show the relation",
    )  # fmt: skip
    return [
        verification,
        *([] if proofs is None else [_proof(held, proofs)]),
        *made,
        FlagField(key="student", label="Student", initial=held.student),
        FlagField(key="disabled", label="Disabled", initial=held.disabled, help="a disabled child does not age out"),
    ]


def _proof(held: Standing, proofs: Mapping[int, Document]) -> Field:
    """The documents on file; one that the role does not see stays, without being told."""
    choices = [Choice("0", "none"), *(Choice(str(each.slot), f"{each.slot} {each.title}") for each in proofs.values())]
    at = proofs.get(held.proof)
    if held.proof and at is None:
        choices.append(Choice(KEPT, "one that is not for your roles"))
    chosen = KEPT if held.proof and at is None else str(at.slot) if at else "0"
    return ChoiceField(
        key="proof", label="Shown by", choices=choices, required=True, initial=next(each for each in choices if each.value == chosen),
        help="a document on file: the record's documents tab files one",
    )  # fmt: skip


def _verifications() -> list[Choice]:
    return [Choice(each.value, each.value) for each in Verification]


def ask_beneficiaries(screen: HrScreen, found: PersonBenefits) -> None:
    """Ask of which plan, then who receives what part of it."""
    have = [each.election.choice.type for each in found.costs]
    kinds = [each for each in NAMING if each in have] or list(NAMING)
    items = [MenuItem(each.value, TYPES[each], _named(found, each)) for each in kinds]
    _ask_which(
        screen, "Beneficiaries of which plan?", items, lambda kind: _beneficiaries(screen, found, PlanType(kind))
    )


def held_of(found: PersonBenefits, type_: PlanType) -> tuple[Beneficiary, ...]:
    """Who is named of a plan on the day that is looked at."""
    return next((each.people for each in found.beneficiaries if each.type is type_), ())


def _named(found: PersonBenefits, type_: PlanType) -> str:
    return ", ".join(f"{each.name} {each.share / PERCENT:g} %" for each in held_of(found, type_)) or "nobody is named"


def _beneficiaries(screen: HrScreen, found: PersonBenefits, type_: PlanType) -> None:
    held = held_of(found, type_)
    lines = min(MOST, max(LEAST_LINES, len(held) + MORE_LINES))

    def use(values: Mapping[str, object], expected: int) -> Done:
        people = typed(values, lines, found.dependents)
        return service.name_beneficiaries(screen.ctx, found.number, type_, people, _day(values), expected=expected)

    fields = [
        field for at in range(lines) for field in _line(at, held[at] if at < len(held) else None, found.dependents)
    ]
    intro = ("Parts add up to 100 %, those of contingent ones too. Empty names are left out.",)
    _ask(
        screen,
        found,
        f"beneficiaries.{type_.value}",
        f"Beneficiaries: {TYPES[type_]}",
        [*fields, _from(screen)],
        use,
        intro,
    )


def _line(at: int, held: Beneficiary | None, dependents: Sequence[Dependent]) -> list[Field]:
    share = Decimal(held.share) / PERCENT if held else None
    return [
        ChoiceField(
            key=f"name{at}", label=f"{at + 1}. name", choices=[each.name for each in dependents], free=True,
            initial=held.name if held else None, help="a dependent, or someone else",
        ),
        TextField(
            key=f"relation{at}", label="Relation", initial=held.relation if held else "", limit=60,
            help="to the employee; empty: as of the dependent",
        ),
        NumberField(key=f"share{at}", label="Part", unit="%", initial=share, places=2, least=0, most=PERCENT),
        FlagField(
            key=f"contingent{at}", label="Contingent", initial=held.contingent if held else False,
            help="receives only where no primary one is left",
        ),
    ]  # fmt: skip


def typed(values: Mapping[str, object], lines: int, dependents: Sequence[Dependent]) -> list[Beneficiary]:
    """The beneficiaries that were typed; a dependent's name makes it the dependent, with their relation."""
    known = {each.name.casefold(): each for each in dependents}
    made = []
    for at in range(lines):
        name = str(values[f"name{at}"] or "").strip()
        share = values[f"share{at}"]
        if not name and not share:
            continue
        one = known.get(name.casefold())
        relation = str(values[f"relation{at}"] or "") or (one.relation if one else "")
        part = int(share * PERCENT) if isinstance(share, Decimal | int) else 0
        made.append(Beneficiary(name, relation, part, one.slot if one else 0, bool(values[f"contingent{at}"])))
    return made


def awaited(found: PersonBenefits) -> list[Election]:
    """The elections whose evidence of insurability is not decided on."""
    waiting = ElectionState.AWAITING_EVIDENCE
    return [each for each in found.elections if each.state is waiting and each.granted is not None]


def ask_evidence(screen: HrScreen, found: PersonBenefits) -> None:
    """Ask what was decided on the evidence of insurability of a plan."""
    rows = awaited(found)
    if not rows:
        screen.say("No election of theirs awaits evidence of insurability.")
        return

    def use(values: Mapping[str, object], expected: int) -> Done:
        type_, approve = PlanType(str(values["type"])), values["decision"] == "approved"
        return service.decide_evidence(screen.ctx, found.number, type_, approve, _day(values), expected=expected)

    kinds = [Choice(each.key, TYPES[each.choice.type]) for each in rows]
    fields = [
        ChoiceField(key="type", label="Plan", choices=kinds, initial=kinds[0] if len(kinds) == 1 else None, required=True),
        ChoiceField(
            key="decision", label="Evidence", choices=["approved", "refused"], required=True,
            help="approved: all of the coverage counts; refused: what is guaranteed stays",
        ),
        _from(screen),
    ]  # fmt: skip
    _ask(screen, found, "evidence", "Evidence of insurability", fields, use)


def _day(values: Mapping[str, object]) -> date | None:
    day = values["on"]
    return day if isinstance(day, date) else None


def _from(screen: HrScreen) -> Field:
    make = Maker(screen.ctx)
    return make.day("on", "From", make.start)


def _ask_which(screen: HrScreen, title: str, items: Sequence[MenuItem], then: Callable[[str], None]) -> None:
    """Go on with the only one, or the one that is chosen."""
    if len(items) == 1:
        then(items[0].value)
        return

    def chosen(value: str | None) -> None:
        if value is not None:
            then(value)

    screen.app.push_screen(Menu(title, items), chosen)


def _ask(
    screen: HrScreen, found: PersonBenefits, form: str, title: str, fields: Sequence[Field], use: Use, intro: Sequence[str] = ()
) -> None:  # fmt: skip
    """Ask, with what was typed into that form last time and not saved, and do it on top of what was read; after a conflict,
    saving again is on top of theirs."""
    with_draft(screen, f"{ENROL}.{form}", found.number, lambda draft: _open(screen, found, title, fields, use, intro, draft))  # fmt: skip


def _open(
    screen: HrScreen, found: PersonBenefits, title: str, fields: Sequence[Field], use: Use, intro: Sequence[str], draft: Draft
) -> None:  # fmt: skip
    ctx, newest, made = screen.ctx, [found.newest], list[Done]()

    def work(values: Mapping[str, object]) -> None:
        draft.saving(own.newest(ctx))
        try:
            made.append(use(values, newest[-1]))
        except Conflict as conflict:
            newest.append(conflict.newest or newest[-1])
            raise

    def done(values: object) -> None:
        draft.forget()
        if values is not None and made:
            screen.tell_done(made[-1])

    about = [f"Of {found.name} ({found.number}).", *intro]
    if draft.typed:
        about.append("Typed last time and not saved; esc and y discard it.")
    form = FormScreen(
        title, list(fields), lambda values: waited(screen, lambda: work(values)), intro=about, on_change=draft.keep,
        on_move=draft.move, typed=draft.typed, at=draft.at,
    )  # fmt: skip
    screen.app.push_screen(form, done)
