"""What code has drawn with pyplot, as a picture; this module imports nothing, so that others need no matplotlib."""

from __future__ import annotations

import io
import sys

MOST = 150_000  # characters of a picture
PIECE = 1500  # characters of a text that a message may hold


def drawn() -> list[str]:
    """The figure that was drawn last, as pieces of SVG; none where there is no figure, or it cannot be shown."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    try:
        if pyplot is None or not pyplot.get_fignums():
            return []
        figure, picture = pyplot.gcf(), io.BytesIO()
        figure.set_layout_engine("constrained")
        figure.savefig(picture, format="svg", metadata={"Date": None})
        text = picture.getvalue().decode().encode("ascii", "xmlcharrefreplace").decode()
    except Exception:  # noqa: BLE001  whatever was done to the figure, what was printed is shown
        return []
    return [text[at : at + PIECE] for at in range(0, len(text), PIECE)] if len(text) <= MOST else []
