"""Draw the pictures of the README from real answers: ``python tools/make_pictures.py``."""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console
from rich.text import Text

import steelyard as sy
from steelyard.report.table import show

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "images"
COMMAND = "steelyard weigh USA WLD --of atp --years 2002:2007"
# As rich draws it, without the web font of its own template: pictures load nothing.
TEMPLATE = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" \
xmlns="http://www.w3.org/2000/svg" role="img" aria-label="Terminal output of {unique_id}">
<style>
.{unique_id}-matrix {{ font-family: monospace; font-size: {char_height}px; \
line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">\
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" \
clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def main() -> None:
    """Write docs/images/weigh.svg."""
    console = Console(record=True, width=126, file=io.StringIO(), highlight=False)
    console.print(Text(f"$ {COMMAND}\n", style="bold"))
    show(sy.weigh("USA", "WLD", of="atp", years=(2002, 2007)), console)
    title = "The balance of US trade in advanced technology products, 2002 to 2007"
    picture = console.export_svg(title=title, code_format=TEMPLATE, unique_id="weigh")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "weigh.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
