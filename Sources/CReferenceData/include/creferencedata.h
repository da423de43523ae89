#pragma once

// A table of the catalogue, as it stands in the binary: tab-separated text, sorted by its first column.
struct reference_table {
  const unsigned char *bytes;
  unsigned long count;
};

// The table of that name; no bytes when there is none.
struct reference_table reference_table(const char *name);
