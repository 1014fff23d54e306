"""What the configuration says of interviews: when people are asked who have said nothing else."""

from __future__ import annotations

from dataclasses import field

from hrtui.setting import doc
from hrtui.value import frozen


@frozen
class InterviewSettings:
    """The hours and limits of interviewers without their own."""

    hours: str = field(
        default="mon-fri 9:00-17:00",
        metadata=doc(
            "When interviewers are asked, each in their own zone.",
            reads="hours",
            example="mon-thu 9:00-12:00, 13:00-17:00; fri 9:00-13:00",
        ),
    )
    buffer: int = field(
        default=0, metadata=doc("The minutes that stay free around an interviewer's other appointments.", at_least=0, at_most=240)
    )  # fmt: skip
    invite: bool = field(
        default=True,
        metadata=doc(
            "Whether e-mails about an interview are written into the outbox as it is scheduled, moved and cancelled."
        ),
    )
    feedback_days: int = field(
        default=2,
        metadata=doc(
            "The days after an interview until which its panel, but for shadows, owes scorecards.",
            at_least=0,
            at_most=60,
        ),
    )
    remind_days: int = field(
        default=3,
        metadata=doc(
            "The days before an interview from which Home tells of answers that are missing.", at_least=0, at_most=60
        ),
    )
    hold_days: int = field(
        default=7,
        metadata=doc(
            "The days for which a proposed interview is held, unless it says another.", at_least=1, at_most=90
        ),
    )
    most_a_day: int = field(
        default=0, metadata=doc("The most interviews that anybody has a day; 0 for any number.", at_least=0, at_most=50)
    )
    most_a_week: int = field(
        default=0, metadata=doc("The most interviews that anybody has a week; 0 for any number.", at_least=0, at_most=200)
    )  # fmt: skip
