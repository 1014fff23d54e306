"""Who may do what, written out: a new action or role has no row here until someone decides."""

from __future__ import annotations

from hrtui.access.model import ACTIONS, Field, Sight, Subject
from hrtui.access.rules import grants_of, may, sight
from hrtui.configfile import shipped_roles
from hrtui.context import Actor

COLUMNS = (
    "people.read", "people.hire", "people.change_profile", "people.change_job", "people.change_pay", "people.terminate",
    "people.change_private", "people.change_certificate", "people.import", "payroll.preview", "audit.read", "store.check",
    "store.backup", "store.restore", "store.migrate",
)  # fmt: skip
# In the order of COLUMNS:   y may, t for one's team and oneself only, - may not.
#   read hire profile job pay terminate private certificate import | preview | audit | check backup restore migrate
MAY = {
    "hr_generalist":   "yyyyyy--- - - ----",
    "recruiter":       "y-------- - - ----",
    "coordinator":     "y-------- - - ----",
    "benefits_admin":  "y-------- - - ----",
    "payroll_maker":   "y-----yy- y - ----",
    "payroll_checker": "y-------- y - ----",
    "er_investigator": "y-------- - - ----",
    "ld_admin":        "y-------- - - ----",
    "hris_admin":      "y-yy----y - - yyyy",
    "store_keeper":    "--------- - - yy--",
    "manager_view":    "t-------- - - ----",
    "auditor_read":    "y-------- y y y---",
}  # fmt: skip

# Every other action, with the roles that may; one missing here is one nobody decided about.
MORE = {
    "people.change_contacts": {"hr_generalist": "y", "benefits_admin": "y"},
    "people.documents": {"hr_generalist": "y", "benefits_admin": "y", "auditor_read": "y"},
    "people.change_documents": {"hr_generalist": "y", "benefits_admin": "y"},
    "people.correct": {"hr_generalist": "y"},
    "store.secrets": {"hris_admin": "y"},
    "retention.read": {"hr_generalist": "y", "auditor_read": "y"},
    "retention.hold": {"hr_generalist": "y", "er_investigator": "y"},
    "privacy.export": {"hr_generalist": "y"},
    "privacy.ask": {"hr_generalist": "y"},
    "privacy.erase": {"hris_admin": "y"},
    "views.share": {"hr_generalist": "y", "hris_admin": "y"},
    "org.change": {"hr_generalist": "y", "hris_admin": "y"},
    "people.tag": {"hr_generalist": "y", "hris_admin": "y"},
    "payroll.items": {
        "hr_generalist": "y",
        "benefits_admin": "y",
        "payroll_maker": "y",
        "payroll_checker": "y",
        "auditor_read": "y",
    },
    "payroll.change_items": {"hr_generalist": "y", "benefits_admin": "y", "payroll_maker": "y"},
    "payroll.orders": {"payroll_maker": "y", "payroll_checker": "y", "auditor_read": "y"},
    "payroll.change_orders": {"payroll_maker": "y"},
    "payroll.run": {"payroll_maker": "y"},
    "payroll.approve": {"payroll_checker": "y"},
    "payroll.finalise": {"payroll_maker": "y"},
    "payroll.file": {"payroll_maker": "y"},
    "benefits.read": {"hr_generalist": "y", "benefits_admin": "y", "payroll_maker": "y", "auditor_read": "y"},
    "benefits.enrol": {"hr_generalist": "y", "benefits_admin": "y"},
    "benefits.finalise": {"benefits_admin": "y"},
    "benefits.cobra": {"benefits_admin": "y"},
    "benefits.bill": {"benefits_admin": "y"},
    "recruiting.read": {
        "hr_generalist": "y",
        "recruiter": "y",
        "coordinator": "y",
        "manager_view": "t",
        "auditor_read": "y",
    },
    "recruiting.require": {"hr_generalist": "y", "recruiter": "y", "manager_view": "t"},
    "recruiting.approve": {"hr_generalist": "y"},
    "recruiting.work": {"hr_generalist": "y", "recruiter": "y", "coordinator": "y"},
    "recruiting.score": {"hr_generalist": "y", "recruiter": "y", "coordinator": "y", "manager_view": "t"},
    "recruiting.offer": {"hr_generalist": "y", "recruiter": "y"},
    "recruiting.purge": {"hris_admin": "y"},
    "recruiting.eeo": {"hris_admin": "y"},
}

# pay, ssn, bank, birth: s shown, m masked (shown on request), - hidden.
SEES = {
    "hr_generalist":   "sm-sm",
    "recruiter":       "-----",
    "coordinator":     "-----",
    "benefits_admin":  "sm-s-",
    "payroll_maker":   "smm--",
    "payroll_checker": "s-m--",
    "er_investigator": "-----",
    "ld_admin":        "-----",
    "hris_admin":      "-----",
    "store_keeper":    "-----",
    "manager_view":    "-----",
    "auditor_read":    "smmmm",
}  # fmt: skip

SIGHT = {"s": Sight.SHOWN, "m": Sight.MASKED, "-": Sight.HIDDEN}
REPORT = Subject("2001", chain=("1042", "1"))
STRANGER = Subject("3001", chain=("1",))


def actor(role: str) -> Actor:
    return Actor("someone", (role,), grants_of(shipped_roles(), (role,)), person="1042")


def letter(who: Actor, action: str) -> str:
    if may(who, action, STRANGER):
        return "y"
    return "t" if may(who, action, REPORT) else "-"


def test_the_shipped_roles_are_the_ones_of_the_table() -> None:
    assert list(MAY) == list(SEES) == list(shipped_roles())


def test_each_role_may_what_the_table_says_of_every_action() -> None:
    assert sorted(ACTIONS) == sorted([*COLUMNS, *MORE])
    for role, row in MAY.items():
        decided = dict(zip(COLUMNS, row.replace(" ", ""), strict=True)) | {
            action: letters.get(role, "-") for action, letters in MORE.items()
        }
        assert {action: letter(actor(role), action) for action in decided} == decided, role


def test_each_role_sees_of_pay_ssn_bank_birth_and_custom_fields_what_the_table_says() -> None:
    seen = {role: {field: sight(actor(role), field, REPORT) for field in Field} for role in SEES}
    assert seen == {role: dict(zip(Field, (SIGHT[sign] for sign in row), strict=True)) for role, row in SEES.items()}


def test_no_role_changes_both_pay_and_the_bank_account_it_goes_to() -> None:
    for role in MAY:
        assert not (may(actor(role), "people.change_pay") and may(actor(role), "people.change_private")), role


def test_who_keeps_the_system_does_not_read_its_trail() -> None:
    assert not may(actor("hris_admin"), "audit.read")


def test_a_manager_reaches_everyone_below_and_nobody_else() -> None:
    manager = actor("manager_view")
    assert may(manager, "people.read", REPORT)
    assert may(manager, "people.read", Subject("1042"))
    assert not may(manager, "people.read", STRANGER)
