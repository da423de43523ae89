#include "creferencedata.h"

#include <string.h>

// `#embed` is C23, which this compiler knows in every mode and calls an extension before.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char accelerators[] = {
#embed "tables/accelerators.tsv"
};
static const unsigned char cloud_regions[] = {
#embed "tables/cloud_regions.tsv"
};
static const unsigned char clouds[] = {
#embed "tables/clouds.tsv"
};
static const unsigned char cpu_families[] = {
#embed "tables/cpu_families.tsv"
};
static const unsigned char cpus[] = {
#embed "tables/cpus.tsv"
};
static const unsigned char curves[] = {
#embed "tables/curves.tsv"
};
static const unsigned char grids[] = {
#embed "tables/grids.tsv"
};
static const unsigned char memory[] = {
#embed "tables/memory.tsv"
};
static const unsigned char pue[] = {
#embed "tables/pue.tsv"
};
static const unsigned char sources[] = {
#embed "tables/sources.tsv"
};
static const unsigned char timezones[] = {
#embed "tables/timezones.tsv"
};

struct reference_table reference_table(const char *name) {
#define TABLE(table)                \
  if (strcmp(name, #table) == 0) return (struct reference_table){table, sizeof table}
  TABLE(accelerators);
  TABLE(cloud_regions);
  TABLE(clouds);
  TABLE(cpu_families);
  TABLE(cpus);
  TABLE(curves);
  TABLE(grids);
  TABLE(memory);
  TABLE(pue);
  TABLE(sources);
  TABLE(timezones);
#undef TABLE
  return (struct reference_table){0, 0};
}
