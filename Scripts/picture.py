#!/usr/bin/env python3
"""Draws what a terminal showed as an SVG for light and dark pages.

    joulebook show last | python3 Scripts/picture.py "joulebook run -- python3 train.py" > receipt.svg
"""

import html
import re
import sys

WIDTH, LINE, LEFT, TOP = 8.43, 19, 16, 44

STYLE = """
  .back { fill: #ffffff; stroke: #d0d7de } .bar { fill: #f6f8fa } text { fill: #1f2328 }
  .dim { fill: #59636e } .prompt { fill: #1a7f37 }
  text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
         white-space: pre }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117; stroke: #3d444d } .bar { fill: #151b23 } text { fill: #f0f6fc }
    .dim { fill: #9198a1 } .prompt { fill: #3fb950 }
  }
"""


def main():
    command = sys.argv[1]
    # Colours and other controls of a terminal are left out.
    lines = [re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", line).rstrip() for line in sys.stdin]
    while lines and not lines[-1]:
        lines.pop()
    columns = max([len(command) + 2, *map(len, lines)])
    width, height = round(columns * WIDTH + 2 * LEFT), TOP + (len(lines) + 2) * LINE
    alternative = html.escape(" ".join(f"{command}: {' '.join(lines)}".split()))
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
          f'viewBox="0 0 {width} {height}" role="img" aria-label="{alternative}">')
    print(f"<style>{STYLE}</style>")
    print(f'<rect class="back" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8"/>')
    print(f'<text x="{LEFT}" y="{TOP - 14}"><tspan class="prompt">$</tspan> '
          f"{html.escape(command)}</text>")
    for index, line in enumerate(lines):
        if line:
            print(f'<text x="{LEFT}" y="{TOP + (index + 1) * LINE}" xml:space="preserve">'
                  f"{html.escape(line)}</text>")
    print("</svg>")


if __name__ == "__main__":
    main()
