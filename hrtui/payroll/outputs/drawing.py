"""Draw marks on a PDF's pages: one font, every word can be searched and copied, and nothing is markup.

Texts are set in Noto Sans (Latin, Greek and Cyrillic letters with all their marks). A sign that it lacks is shown as � with a line
that says so. ReportLab and the font are imported when the first page is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from hrtui.payroll.outputs.payslip_pages import BOTTOM, HEIGHT, LEFT, MISSING, RIGHT, SMALL, WIDTH, Mark
from hrtui.text import clean

FONT = "hrtui-sans"
FILE = "NotoSans[wdth,wght].ttf"
INK, GREY, TINT = (0.1, 0.1, 0.12), (0.42, 0.42, 0.46), (0.93, 0.94, 0.96)
LACKING = f"Signs that this document's letters lack are shown as {MISSING}."
FOOT = BOTTOM + 18
KEPT = 20_000


def canvas_for(out: BytesIO, title: str, author: str) -> Any:
    """A canvas whose bytes depend only on what is drawn."""
    from reportlab import rl_config
    from reportlab.pdfgen.canvas import Canvas

    rl_config.useA85 = 0  # streams as they are, a fifth smaller
    letters()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1, pageCompression=1, lang="en-US")
    canvas.setTitle(clean(title))
    canvas.setAuthor(clean(author))
    canvas.setSubject(clean(title))
    canvas.setCreator("hrtui")
    return canvas


@lru_cache(maxsize=1)
def letters() -> frozenset[int]:
    """The signs the font has; it is made known to ReportLab on the way."""
    import fontpkg_noto_sans
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(str(fontpkg_noto_sans.__file__)).parent
    font = TTFont(FONT, str(folder / "files" / FILE))
    pdfmetrics.registerFont(font)
    return frozenset(font.face.charToGlyph)


@lru_cache(maxsize=KEPT)
def lettered(text: str) -> tuple[str, float]:
    """A text as it is shown, with a mark for each sign that the font lacks, and its width at size 1 in points."""
    from reportlab.pdfbase import pdfmetrics

    known = letters()
    if not all(ord(sign) in known for sign in text):
        text = "".join(sign if ord(sign) in known else MISSING for sign in text)
    return text, float(pdfmetrics.stringWidth(text, FONT, 1))


def measure(text: str, size: float) -> float:
    """The width of a text at a size, in points."""
    return lettered(text)[1] * size


def draw(canvas: Any, page: Iterable[Mark]) -> bool:
    """Bands and lines first, then the texts in their order; says whether a sign was lacking."""
    texts = []
    for mark in page:
        if mark.text:
            texts.append(mark)
        elif mark.box:
            canvas.setFillColorRGB(*TINT)
            canvas.rect(mark.x, HEIGHT - mark.y - mark.box, mark.end - mark.x, mark.box, stroke=0, fill=1)
        elif mark.end:
            canvas.setStrokeColorRGB(*(GREY if mark.grey else INK))
            canvas.setLineWidth(0.3 if mark.grey else 0.8)
            canvas.line(mark.x, HEIGHT - mark.y, mark.end, HEIGHT - mark.y)
    return _write(canvas, texts)


def _write(canvas: Any, texts: Iterable[Mark]) -> bool:
    """Texts of one page; size, colour and weight are said where they change. Bold has an outline: the font has one weight."""
    pen, lacking = canvas.beginText(), False
    canvas.setLineWidth(0.3)
    size, grey, bold = 0.0, None, False
    for mark in texts:
        shown, width = lettered(mark.text)
        lacking = lacking or shown != mark.text
        pen.setTextOrigin(mark.x - width * mark.size if mark.right else mark.x, HEIGHT - mark.y)
        if mark.size != size:
            size = mark.size
            pen.setFont(FONT, size)
        if mark.grey is not grey:
            grey = mark.grey
            pen.setFillColorRGB(*(GREY if grey else INK))
            pen.setStrokeColorRGB(*(GREY if grey else INK))
        if mark.bold is not bold:
            bold = mark.bold
            pen.setTextRenderMode(2 if bold else 0)
        pen.textOut(shown)
    canvas.drawText(pen)
    return lacking


def foot(canvas: Any, page: int, pages: int, lacking: bool) -> None:
    """The last line of a page: which of how many, and what letters lack."""
    marks = [Mark(LEFT, FOOT, LACKING, SMALL, grey=True)] if lacking else []
    if pages > 1:
        marks.append(Mark(RIGHT, FOOT, f"Page {page} of {pages}", SMALL, right=True, grey=True))
    draw(canvas, marks)
