#!/usr/bin/env python3
"""Writes ATTRIBUTION.md from the table of sources: python3 attribution.py > ../../ATTRIBUTION.md

Per licence: what it asks for, its text or address, and the sentence of each source under it.
"""

from tables import FOLDERS, stored

MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""

BSD = """Redistribution and use in source and binary forms, with or without modification, are permitted
provided that the following conditions are met: (1) redistributions of source code must retain the
above copyright notice, this list of conditions and the following disclaimer; (2) redistributions in
binary form must reproduce the above copyright notice, this list of conditions and the following
disclaimer in the documentation and/or other materials provided with the distribution; (3) neither the
name of the copyright holder nor the names of its contributors may be used to endorse or promote
products derived from this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED
WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A
PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR
ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT
LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS
INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR
TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF
ADVISED OF THE POSSIBILITY OF SUCH DAMAGE."""

DUTIES = {
    "CC-BY-4.0": "Attribution, a link to the licence, and word of changes: values were selected, converted to our units, "
                 "given ranges and, where a note says so, corrected. <https://creativecommons.org/licenses/by/4.0/>",
    "ODbL-1.0": "Share-alike. These tables are files of their own, offered under the same licence; figures printed from them name "
                "the source. <https://opendatacommons.org/licenses/odbl/1-0/>",
    "CC-BY-SA-4.0": "Share-alike. These tables are files of their own, offered under the same licence; values were selected and converted. "
                    "<https://creativecommons.org/licenses/by-sa/4.0/>",
    "MPL-2.0": "These tables are files of their own, offered under the same licence; their source is the file itself. "
               "<https://www.mozilla.org/MPL/2.0/>",
    "Apache-2.0": "The licence is in `LICENSE`; values were selected and converted.",
    "MIT": "The copyright notices below, and:\n\n" + "\n".join("> " + line if line else ">" for line in MIT.split("\n")),
    "BSD-3-Clause": "The copyright notices below, and:\n\n" + "\n".join("> " + line if line else ">" for line in BSD.split("\n")),
    "LicenseRef-EEA-reuse": "Re-use is free with acknowledgement of the source.",
}
FREE = ("public domain", "facts", "own work")


def tables_by_source():
    """Which tables, and notes on which, draw on a source."""
    used = {}
    for name, *_ in stored("tables"):
        for path in [name, *(f"{folder}/{name}" for folder in FOLDERS.values())]:
            rows = stored(path)
            if not rows:
                continue
            column = header(path).index("source")
            for row in rows:
                for source in row[column].split(" "):
                    used.setdefault(source, set()).add(name)
    return used


def header(name):
    from tables import TABLES
    return (TABLES / f"{name}.tsv").read_text(encoding="utf-8").split("\n")[0].split("\t")


if __name__ == "__main__":
    used = tables_by_source()
    sources = stored("sources")
    print("# Attribution\n")
    print("What the catalogue inside Joulebook is compiled from. Written by `Scripts/catalogue/attribution.py` from the table of "
          "sources; `joulebook catalog sources` prints the same.\n")
    licences = sorted({row[4] for row in sources}, key=lambda name: (name in FREE, name))
    for licence in licences:
        print(f"## {licence if licence not in FREE else licence.capitalize()}\n")
        if licence in DUTIES:
            print(DUTIES[licence] + "\n")
        elif licence == "facts":
            print("Single figures, taken with citation.\n")
        for id, author, title, year, _, retrieved, address, attribution in sources:
            if licence != [row[4] for row in sources if row[0] == id][0]:
                continue
            tables = ", ".join(sorted(used.get(id, []))) or "notes"
            sentence = f" {attribution}" if attribution else ""
            link = f"<{address}>" if address.startswith("http") else address
            print(f"- **{author}** {year}, *{title}*, {link}, read {retrieved}.{sentence} ({tables})")
        print()
