#pragma once

// A file of the dashboard, as it stands in the binary.
struct dashboard_asset {
  const char *name;
  const unsigned char *bytes;
  unsigned long count;
};

// How many there are, and each; one past the end has no name.
unsigned long dashboard_asset_count(void);
struct dashboard_asset dashboard_asset_at(unsigned long index);
