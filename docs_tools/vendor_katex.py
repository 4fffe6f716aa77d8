"""Takes KaTeX's script, style and fonts from its npm package, and makes the fonts small.

Run by hand when KaTeX is renewed, never by the build:

    npm pack katex@0.19.1 && tar xzf katex-0.19.1.tgz
    uv run --with fonttools --with brotli python -m docs_tools.vendor_katex package

The fonts keep the characters that lessons are likely to need. A test compares them with what the pages use.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SITE = HERE.parent / "docs" / "assets" / "katex"
FAMILIES = ("Main-Regular", "Math-Italic", "Size1-Regular", "Size2-Regular", "Size3-Regular", "Size4-Regular")
ASCII = "".join(chr(code) for code in range(32, 127))
GREEK = "αβγδεζηθικλμνξοπρστυφχψωϵϑϕϱ" + "ΓΔΘΛΞΠΣΥΦΨΩ"
SIGNS = "\u00a0\u200b…′ℓ←→↦⇒∂∅∇∈∏∑−∓∗∘∙√∝∞∠∣∥∧∨∩∪∫∼≈≠≡≤≥⊂⊆⊕⊗⊤⊥⋅⋯⋮⋱⌊⌋⌈⌉⟨⟩±×·¬ˆ˙ˉ˜⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎪⎫⎬⎭"


def main(package: Path) -> None:
    """Copy what the build and the site need out of an unpacked npm package."""
    dist = package / "dist"
    shutil.copy(dist / "katex.min.js", HERE / "vendor")
    shutil.copy(package / "LICENSE", HERE / "vendor" / "katex.LICENSE.txt")
    shutil.copy(package / "LICENSE", SITE / "LICENSE.txt")
    style = (dist / "katex.min.css").read_text(encoding="utf-8")
    (SITE / "katex.css").write_text(re.sub(r"@font-face\{.*?\}", _face, style), encoding="utf-8")
    for family in FAMILIES:
        name = f"KaTeX_{family}.woff2"
        command = [sys.executable, "-m", "fontTools.subset", str(dist / "fonts" / name)]
        options = [
            f"--text={ASCII}{GREEK}{SIGNS}",
            "--flavor=woff2",
            "--layout-features=*",
            "--no-hinting",
            f"--output-file={SITE / 'fonts' / name}",
        ]
        subprocess.run([*command, *options], check=True)  # noqa: S603  our own arguments


def _face(match: re.Match[str]) -> str:
    """A font face with its woff2 file alone, shown at once in another font; nothing for a family that is not used."""
    if not any(f"fonts/KaTeX_{family}.woff2" in match[0] for family in FAMILIES):
        return ""
    face = re.sub(r',url\([^)]*\) format\("(?:woff|truetype)"\)', "", match[0])
    return face.replace("font-display:block", "font-display:swap")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
