"""Papers as PDF: the same paper gives the same bytes, and nothing of what people wrote is markup."""

from __future__ import annotations

from io import BytesIO

from hrtui.papers.model import Paper
from hrtui.papers.pages import pages_of
from hrtui.payroll.outputs.drawing import canvas_for, draw, foot, measure


def pdf(paper: Paper) -> bytes:
    """A paper as one PDF, with page numbers where it has several pages."""
    out = BytesIO()
    canvas = canvas_for(out, paper.title, paper.company)
    pages = pages_of(paper, measure)
    for number, page in enumerate(pages, 1):
        foot(canvas, number, len(pages), draw(canvas, page))
        canvas.showPage()
    canvas.save()
    return out.getvalue()
