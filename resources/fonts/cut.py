#!/usr/bin/env python3
"""Cuts the fonts of the application from their sources. Run once, by hand; the result is committed.

    pip install fonttools==4.38.0 brotli
    npm pack @expo-google-fonts/noto-sans@0.4.2 @expo-google-fonts/noto-sans-mono@0.4.2 \\
             @expo-google-fonts/noto-sans-math@0.4.2 @expo-google-fonts/noto-sans-symbols-2@0.4.1
    for f in *.tgz; do mkdir -p "${f%.tgz}" && tar xzf "$f" -C "${f%.tgz}"; done
    python3 resources/fonts/cut.py DIRECTORY_OF_THE_UNPACKED_PACKAGES

Writes *.ttf (for the PDF: glyf outlines, no layout tables, no hints, no glyph names) beside this
script and web/*.woff2 (for the screens: the same characters, with kerning and marks). Signs that
Noto Sans lacks (arrows, checks, squares, circles) are copied in from Noto Sans Math and Symbols 2.
The same sources give the same bytes.
"""

import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent

RANGES = [
    (0x0020, 0x007E), (0x00A0, 0x024F),  # Latin, Latin-1, extended A and B
    (0x02B9, 0x02BC), (0x02C6, 0x02C7), (0x02D8, 0x02DD), (0x0300, 0x0345),  # marks
    (0x0370, 0x03E1), (0x03F0, 0x03FF), (0x1F00, 0x1FFF),  # Greek, monotonic and polytonic
    (0x0400, 0x052F),  # Cyrillic and supplement
    (0x1E00, 0x1EFF),  # Latin extended additional (Vietnamese)
    (0x2010, 0x2027), (0x202F, 0x203A), (0x203C, 0x203D), (0x2044, 0x2044),  # punctuation
    (0x2070, 0x2094), (0x20A0, 0x20C0), (0x2150, 0x215E),  # super-, subscripts, currencies, fractions
    (0x2190, 0x2199), (0x21D0, 0x21D4),  # arrows
]
SIGNS = (
    "℃℉ℓ№℗™ΩÅ∂∆∏∑−√∞∫≈≠≤≥■□▪▫▲▶▼◀◆◇◊○●★☆☐☑☒⚠✓✔✕✗✘ﬁﬂ\ufffd"
)
WANTED = {c for first, last in RANGES for c in range(first, last + 1)} | {ord(c) for c in SIGNS}
WANTED = {c for c in WANTED if unicodedata.category(chr(c)) not in ("Cn", "Cc")}

SANS = "expo-google-fonts-noto-sans-0.4.2/package/{0}/NotoSans_{0}.ttf"
MONO = "expo-google-fonts-noto-sans-mono-0.4.2/package/400Regular/NotoSansMono_400Regular.ttf"
DONORS = [
    "expo-google-fonts-noto-sans-math-0.4.2/package/400Regular/NotoSansMath_400Regular.ttf",
    "expo-google-fonts-noto-sans-symbols-2-0.4.1/package/400Regular/NotoSansSymbols2_400Regular.ttf",
]

PAPER = {
    "NotoSans-Regular": SANS.format("400Regular"),
    "NotoSans-Bold": SANS.format("700Bold"),
    "NotoSans-Italic": SANS.format("400Regular_Italic"),
    "NotoSans-BoldItalic": SANS.format("700Bold_Italic"),
    "NotoSansMono-Regular": MONO,
}
SCREEN = {
    "noto-sans-400": SANS.format("400Regular"),
    "noto-sans-400-italic": SANS.format("400Regular_Italic"),
    "noto-sans-500": SANS.format("500Medium"),
    "noto-sans-600": SANS.format("600SemiBold"),
    "noto-sans-700": SANS.format("700Bold"),
    "noto-sans-mono-400": MONO,
}


def lend_signs(font, donors):
    """Copies the wanted characters that `font` lacks from the first donor that has them."""
    mono = font["post"].isFixedPitch
    cmap_tables = [t for t in font["cmap"].tables if t.isUnicode()]
    have = font.getBestCmap()
    advance_of_mono = font["hmtx"]["zero"][0]
    for code in sorted(WANTED - set(have)):
        donor = next((d for d in donors if code in d.getBestCmap()), None)
        if donor is None or donor["head"].unitsPerEm != font["head"].unitsPerEm:
            continue
        glyphs = donor.getGlyphSet()
        source = donor.getBestCmap()[code]
        recording = DecomposingRecordingPen(glyphs)
        glyphs[source].draw(recording)
        pen = TTGlyphPen(None)
        advance = donor["hmtx"][source][0]
        if mono and advance != advance_of_mono:
            continue  # a sign of another width would break the columns of a fixed-pitch face
        recording.replay(pen)
        name = f"sign{code:04X}"
        font.setGlyphOrder(font.getGlyphOrder() + [name])
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = (advance, getattr(font["glyf"][name], "xMin", 0))
        for table in cmap_tables:
            table.cmap[code] = name
    if "vmtx" in font:
        del font["vmtx"], font["vhea"]


def cut(source, target, donors, *, web):
    font = TTFont(source, recalcTimestamp=False)
    lend_signs(font, donors)
    options = subset.Options()
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14] if web else [0, 1, 2, 4, 6]
    options.name_languages = [0x409]
    options.drop_tables += ["GDEF", "STAT", "meta", "gasp", "prep", "MATH"]
    options.layout_features = ["ccmp", "kern", "locl", "mark", "mkmk"] if web else []
    options.flavor = "woff2" if web else None
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=WANTED)
    cutter.subset(font)
    if web:
        font.flavor = "woff2"
    font.save(target)
    print(f"{target.name:28} {target.stat().st_size:7} bytes  {len(font.getGlyphOrder()):5} glyphs")


def main(sources):
    donors = [TTFont(sources / path) for path in DONORS]
    for name, path in PAPER.items():
        cut(sources / path, HERE / f"{name}.ttf", donors, web=False)
    for name, path in SCREEN.items():
        cut(sources / path, HERE / "web" / f"{name}.woff2", donors, web=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
