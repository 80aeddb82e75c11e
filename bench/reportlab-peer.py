"""ReportLab platypus, the predecessor's way: the same tables with an embedded font.

Reads one line of JSON, {"fonts": DIR, "rooms": {NAME: TABLES}}, then names of rooms, one a line;
answers each with a line of JSON: {"ms": milliseconds, "bytes": size, "pages": count}.
"""

import io
import json
import sys
import time
from html import escape

from reportlab import Version
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

setup = json.loads(sys.stdin.readline())
pdfmetrics.registerFont(TTFont("Sans", setup["fonts"] + "/NotoSans-Regular.ttf"))
pdfmetrics.registerFont(TTFont("Bold", setup["fonts"] + "/NotoSans-Bold.ttf"))
CELL = ParagraphStyle("cell", fontName="Sans", fontSize=8, leading=10.5)
HEAD = ParagraphStyle("head", fontName="Bold", fontSize=7.5, leading=9.5)
TITLE = ParagraphStyle("title", fontName="Bold", fontSize=13, leading=17, spaceBefore=14)
LOOK = TableStyle(
    [
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e8eef2")),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, colors.HexColor("#ccd5dc")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
)


def cell(text, style=CELL):
    return Paragraph(escape(text).replace("\n", "<br/>"), style)


def foot(canvas, document):
    canvas.setFont("Sans", 7)
    canvas.drawRightString(A4[0] - 18 * mm, 18 * mm, f"page {document.page}")


def draw(tables):
    out = io.BytesIO()
    margins = dict(leftMargin=18 * mm, rightMargin=18 * mm, topMargin=18 * mm, bottomMargin=26 * mm)
    document = SimpleDocTemplate(out, pagesize=A4, **margins)
    story = []
    for table in tables:
        story.append(Paragraph(escape(table["title"]), TITLE))
        rows = [[cell(column["title"], HEAD) for column in table["columns"]]]
        rows += [[cell(text) for text in row] for row in table["rows"]]
        widths = [column["width"] for column in table["columns"]]
        story.append(LongTable(rows, colWidths=widths, repeatRows=1, style=LOOK))
    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return out.getvalue(), document.page


print(json.dumps({"version": Version}), flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    data, pages = draw(setup["rooms"][line.strip()])
    spent = (time.perf_counter() - start) * 1000
    print(json.dumps({"ms": spent, "bytes": len(data), "pages": pages}), flush=True)
