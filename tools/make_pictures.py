"""Draw the pictures of the README from real answers: ``python tools/make_pictures.py``.

The charts need the extra ``charts``.
"""

from __future__ import annotations

import io
from pathlib import Path

from rich.console import Console
from rich.text import Text

import steelyard as sy
from steelyard.report.chart import to_svg
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


def terminal() -> str:
    """Return what the terminal shows for the command, as SVG."""
    console = Console(record=True, width=134, file=io.StringIO(), highlight=False)
    console.print(Text(f"$ {COMMAND}\n", style="bold"))
    show(sy.weigh("USA", "WLD", of="atp", years=(2002, 2007)), console)
    title = "The balance of US trade in advanced technology products, 2002 to 2007"
    return console.export_svg(title=title, code_format=TEMPLATE, unique_id="weigh")


def charts() -> dict[str, bytes]:
    """Return the charts by the name of their file."""
    technology = sy.weigh("USA", "WLD", of="atp", years=(1989, 2022))
    goods = sy.weigh("USA", "CHN", years=(1985, 2022))
    moved = sy.explain("USA", "CHN", within="naics3", years=(2002, 2018))
    return {
        "explain.svg": to_svg(moved),
        "technology-with-the-world.svg": to_svg(technology),
        "goods-with-china.svg": to_svg(goods),
    }


def main() -> None:
    """Write every picture to docs/images."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in {"weigh.svg": terminal().encode("utf-8"), **charts()}.items():
        (FOLDER / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")


if __name__ == "__main__":
    main()
