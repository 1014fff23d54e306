"""What the configuration says of sessions over SSH."""

from __future__ import annotations

from dataclasses import field

from hrtui.setting import doc
from hrtui.value import frozen


@frozen
class ServedSettings:
    """How long a session over SSH may be idle, how many somebody has, and what their folder of files takes."""

    idle_minutes: int = field(
        default=15, metadata=doc("The minutes without a key after which a session ends.", at_least=1, at_most=720)
    )
    most_sessions: int = field(
        default=3, metadata=doc("The sessions one user may have open at a time.", at_least=1, at_most=50)
    )
    folder_megabytes: int = field(
        default=500,
        metadata=doc("What a user's folder of imports and exports may take, in megabytes.", at_least=1, at_most=100_000),
    )  # fmt: skip
    keep_files_days: int = field(
        default=14,
        metadata=doc(
            "The days after which files in that folder are removed by night, where no rule of `retention:` is about `files`.",
            at_least=1,
            at_most=3650,
        ),
    )
