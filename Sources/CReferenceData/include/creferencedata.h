#pragma once

// A table of the catalogue, as it stands in the binary: tab-separated text, sorted by its first column.
struct reference_table {
  const unsigned char *bytes;
  unsigned long count;
};

// The table of that name; no bytes when there is none. One of an earlier version is `2026.11/grids`.
struct reference_table reference_table(const char *name);

// How many tables there are, and their names in the order of their bytes.
unsigned long reference_table_count(void);
const char *reference_table_name(unsigned long index);
