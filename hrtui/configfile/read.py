"""Text to configuration: decoded, composed, read as the types want it, checked between the values."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from hrtui.access.model import Grant
from hrtui.config import Config, GrantSettings, RetentionRule, Settings
from hrtui.configfile import RETENTION, ROLES, checks
from hrtui.configfile.problem import Problem, Problems
from hrtui.configfile.reader import FAILED, Reader
from hrtui.configfile.tree import Kind, Node, compose, composed
from hrtui.errors import ConfigError

Roles = dict[str, tuple[Grant, ...]]


@cache
def shipped_roles() -> Roles:
    """The roles that come with hrtui, by name."""
    problems = Problems(str(ROLES))
    root, _ = compose(ROLES.read_text("utf-8"), problems)
    roles: Any = FAILED if root is None else Reader(problems).read(root, dict[str, tuple[GrantSettings, ...]], "", {})
    if roles is FAILED or problems.found:
        raise ConfigError("\n".join(map(str, problems.sorted())))
    return _granted(roles)


@cache
def shipped_retention() -> tuple[RetentionRule, ...]:
    """The rules of retention that come with hrtui."""
    problems = Problems(str(RETENTION))
    root, _ = compose(RETENTION.read_text("utf-8"), problems)
    rules: Any = FAILED if root is None else Reader(problems).read(root, tuple[RetentionRule, ...], "", {})
    if rules is FAILED or problems.found:
        raise ConfigError("\n".join(map(str, problems.sorted())))
    found: tuple[RetentionRule, ...] = rules
    return found


def _granted(roles: dict[str, tuple[GrantSettings, ...]]) -> Roles:
    return {
        name: tuple(
            Grant(action, settings.scope, dict(settings.fields)) for settings in lines for action in settings.actions
        )
        for name, lines in roles.items()
    }


def read(text: str | bytes, file: Path, thorough: bool = False) -> tuple[Config | None, list[Problem]]:
    """The configuration, or None and every problem, by line."""
    problems = Problems(str(file))
    root, whole = composed(text, problems, "a configuration")
    if root is None and not problems.found:
        root = Node(Kind.MAP, 1)
    settings: Any = FAILED
    if root is not None:
        broken_at = 0 if whole else problems.found[-1].line
        settings = Reader(problems, whole).read(root, Settings, "")
        checks.check(root, shipped_roles(), problems)
        if thorough:
            checks.check_holidays(root, problems)
        problems.keep_before(broken_at)
    if problems.found or settings is FAILED:
        return None, problems.sorted()
    return _config(settings, file), []


def _config(settings: Settings, file: Path) -> Config:
    return Config(
        file=file,
        company=settings.company,
        store=settings.store,
        pay_groups=settings.pay_groups,
        earning_codes=settings.earning_codes,
        deduction_codes=settings.deduction_codes,
        contribution_rates=settings.contribution_rates,
        ledger=settings.ledger,
        payer=settings.payer,
        retro=settings.retro,
        roles=shipped_roles() | _granted(dict(settings.roles)),
        users=settings.users,
        holidays=settings.holidays,
        custom_fields=settings.custom_fields,
        document_kinds=settings.document_kinds,
        keys=settings.keys,
        theme=settings.theme,
        home=settings.home,
        retention=tuple({rule.name: rule for rule in (*shipped_retention(), *settings.retention)}.values()),
        benefits=settings.benefits,
        recruiting=settings.recruiting,
        interviews=settings.interviews,
        mail=settings.mail,
        served=settings.served,
        demo=settings.demo,
    )
