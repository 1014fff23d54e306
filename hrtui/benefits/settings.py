"""What the configuration says of benefits."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path

from hrtui.setting import doc
from hrtui.value import frozen


@frozen
class BenefitSettings:
    """Where benefits are declared."""

    file: Path = field(
        default=Path("benefits.yaml"),
        metadata=doc("The plan file: carriers, plans with their rates, life events (docs/benefits.md)."),
    )
    cobra: bool = field(
        default=True,
        metadata=doc("Whether COBRA binds the company: not with fewer than 20 employees (29 U.S.C. 1161(b))."),
    )
    letters: Path = field(
        default=Path("letters"),
        metadata=doc("The folder of your own templates of papers; one that bears a shipped one's name replaces it."),
    )
    contact: str = field(
        default="",
        metadata=doc(
            "Whom papers of benefits name for questions.", example='"Benefits, 1 Main Street, Dover; 555-0100"'
        ),
    )
    document_kind: str = field(
        default="benefits", metadata=doc("The kind of document under which papers are filed.", reads="name")
    )
