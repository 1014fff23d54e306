"""The colours of an employment's status, which always stand beside its word."""

from __future__ import annotations

from hrtui.people.summary import Status
from screens.text import Tone

STATUS_TONES = {
    Status.ACTIVE: Tone.GOOD,
    Status.LEAVE: Tone.WARN,
    Status.STARTING: Tone.STRONG,
    Status.TERMINATED: Tone.MUTED,
}
