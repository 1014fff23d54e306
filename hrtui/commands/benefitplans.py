"""Commands of plans and rates of benefits."""

from __future__ import annotations

from hrtui.commands.model import Area, Command

READ = "benefits.read"
PLANS = (
    Command(
        "go.plans", "Plans and rates", "The plans of benefits of the day: options, rates, who may have them.", ("global",), (),
        permission=READ, address="plans", shell="hrtui benefits plans",
    ),
    Command("plan.next", "Next", "The next plan.", ("plan",), ("n",), footer=2, menu=True),
    Command("plan.previous", "Previous", "The plan before.", ("plan",), ("p",), footer=2, menu=True),
)  # fmt: skip

AREA = Area(
    PLANS,
    {"plans": "Plans and rates", "plan": "Plan"},
    lists={"table.menu": ("plans", "plan")},
    reading=frozenset({READ}),
)
