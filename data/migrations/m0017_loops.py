"""One e-mail may invite to several interviews, as to the sessions of a loop."""

from __future__ import annotations

from typing import Any


def up(db: Any) -> None:
    """Let a message tell of several interviews, of each once."""
    db.execute_sql("CREATE UNIQUE INDEX invitation_message_id_interview_id ON invitation (message_id, interview_id)")
    db.execute_sql("DROP INDEX invitation_message_id")
