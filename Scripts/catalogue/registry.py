#!/usr/bin/env python3
"""Lists the tables for the compiler: python3 registry.py > ../../Sources/CReferenceData/tables.c

Every file below `tables/` is embedded as it is. A table is known by its file's name; those of an earlier
version, below `tables/history/VERSION/`, by `VERSION/NAME`. Licence folders are no part of the name.
"""

from tables import TABLES


def name(path):
    parts = path.relative_to(TABLES).with_suffix("").parts
    return "/".join(parts[1:]) if parts[0] == "history" else parts[-1]


if __name__ == "__main__":
    found = sorted((name(path), path.relative_to(TABLES.parent)) for path in TABLES.rglob("*.tsv"))
    assert len({known for known, _ in found}) == len(found), "two tables of one name"
    print('// Written by Scripts/catalogue/registry.py: every table as it stands below `tables/`.\n')
    print('#include "creferencedata.h"\n\n#include <string.h>\n')
    print("// `#embed` is C23, which this compiler knows in every mode and calls an extension before.")
    print('#pragma clang diagnostic ignored "-Wc23-extensions"\n')
    for index, (_, path) in enumerate(found):
        print(f'static const unsigned char t{index}[] = {{\n#embed "{path}"\n}};')
    print("\nstatic const struct {\n  const char *name;\n  struct reference_table table;\n} tables[] = {")
    for index, (known, _) in enumerate(found):
        print(f'    {{"{known}", {{t{index}, sizeof t{index}}}}},')
    print("};\n\nunsigned long reference_table_count(void) { return sizeof tables / sizeof tables[0]; }\n")
    print("const char *reference_table_name(unsigned long index) { return tables[index].name; }\n")
    print("struct reference_table reference_table(const char *name) {")
    print("  for (unsigned long i = 0; i < sizeof tables / sizeof tables[0]; i++)")
    print("    if (strcmp(name, tables[i].name) == 0) return tables[i].table;")
    print("  return (struct reference_table){0, 0};\n}")
