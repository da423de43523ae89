// Written by Scripts/catalogue/registry.py: every table as it stands below `tables/`.

#include "creferencedata.h"

#include <string.h>

// `#embed` is C23, which this compiler knows in every mode and calls an extension before.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char t0[] = {
#embed "tables/history/2026.11/cloud_regions.tsv"
};
static const unsigned char t1[] = {
#embed "tables/history/2026.11/grids.tsv"
};
static const unsigned char t2[] = {
#embed "tables/history/2026.11/places.tsv"
};
static const unsigned char t3[] = {
#embed "tables/history/2026.11/pue.tsv"
};
static const unsigned char t4[] = {
#embed "tables/history/2026.11/sources.tsv"
};
static const unsigned char t5[] = {
#embed "tables/history/2026.11/tables.tsv"
};
static const unsigned char t6[] = {
#embed "tables/accelerator_instances.tsv"
};
static const unsigned char t7[] = {
#embed "tables/accelerator_load.tsv"
};
static const unsigned char t8[] = {
#embed "tables/accelerator_names.tsv"
};
static const unsigned char t9[] = {
#embed "tables/accelerators.tsv"
};
static const unsigned char t10[] = {
#embed "tables/ai_and_compute.tsv"
};
static const unsigned char t11[] = {
#embed "tables/ai_models.tsv"
};
static const unsigned char t12[] = {
#embed "tables/ai_models_2024.tsv"
};
static const unsigned char t13[] = {
#embed "tables/article.tsv"
};
static const unsigned char t14[] = {
#embed "tables/checks.tsv"
};
static const unsigned char t15[] = {
#embed "tables/odbl/climatology.tsv"
};
static const unsigned char t16[] = {
#embed "tables/climatology_us.tsv"
};
static const unsigned char t17[] = {
#embed "tables/climatology_us_weekdays.tsv"
};
static const unsigned char t18[] = {
#embed "tables/odbl/climatology_weekdays.tsv"
};
static const unsigned char t19[] = {
#embed "tables/cloud_region_names.tsv"
};
static const unsigned char t20[] = {
#embed "tables/cloud_regions.tsv"
};
static const unsigned char t21[] = {
#embed "tables/clouds.tsv"
};
static const unsigned char t22[] = {
#embed "tables/cpu_families.tsv"
};
static const unsigned char t23[] = {
#embed "tables/cpu_instances.tsv"
};
static const unsigned char t24[] = {
#embed "tables/cpu_load_watts.tsv"
};
static const unsigned char t25[] = {
#embed "tables/cpu_names.tsv"
};
static const unsigned char t26[] = {
#embed "tables/cpus.tsv"
};
static const unsigned char t27[] = {
#embed "tables/curves.tsv"
};
static const unsigned char t28[] = {
#embed "tables/defaults.tsv"
};
static const unsigned char t29[] = {
#embed "tables/embodied_devices.tsv"
};
static const unsigned char t30[] = {
#embed "tables/embodied_parts.tsv"
};
static const unsigned char t31[] = {
#embed "tables/embodied_rates.tsv"
};
static const unsigned char t32[] = {
#embed "tables/equivalences.tsv"
};
static const unsigned char t33[] = {
#embed "tables/facility_defaults.tsv"
};
static const unsigned char t34[] = {
#embed "tables/flop_published.tsv"
};
static const unsigned char t35[] = {
#embed "tables/fuels.tsv"
};
static const unsigned char t36[] = {
#embed "tables/google_regions_yearly.tsv"
};
static const unsigned char t37[] = {
#embed "tables/odbl/grid_zones.tsv"
};
static const unsigned char t38[] = {
#embed "tables/grids.tsv"
};
static const unsigned char t39[] = {
#embed "tables/grids_direct.tsv"
};
static const unsigned char t40[] = {
#embed "tables/cc-by-sa/grids_marginal.tsv"
};
static const unsigned char t41[] = {
#embed "tables/grids_subnational.tsv"
};
static const unsigned char t42[] = {
#embed "tables/gwp.tsv"
};
static const unsigned char t43[] = {
#embed "tables/mpl/hosted_models.tsv"
};
static const unsigned char t44[] = {
#embed "tables/inference.tsv"
};
static const unsigned char t45[] = {
#embed "tables/inference_disclosures.tsv"
};
static const unsigned char t46[] = {
#embed "tables/inference_methods.tsv"
};
static const unsigned char t47[] = {
#embed "tables/inference_tasks.tsv"
};
static const unsigned char t48[] = {
#embed "tables/lifetimes.tsv"
};
static const unsigned char t49[] = {
#embed "tables/loss_laws.tsv"
};
static const unsigned char t50[] = {
#embed "tables/loss_points.tsv"
};
static const unsigned char t51[] = {
#embed "tables/losses.tsv"
};
static const unsigned char t52[] = {
#embed "tables/memory.tsv"
};
static const unsigned char t53[] = {
#embed "tables/mix.tsv"
};
static const unsigned char t54[] = {
#embed "tables/network.tsv"
};
static const unsigned char t55[] = {
#embed "tables/node_factors.tsv"
};
static const unsigned char t56[] = {
#embed "tables/notes.tsv"
};
static const unsigned char t57[] = {
#embed "tables/places.tsv"
};
static const unsigned char t58[] = {
#embed "tables/power_caps.tsv"
};
static const unsigned char t59[] = {
#embed "tables/power_curves.tsv"
};
static const unsigned char t60[] = {
#embed "tables/power_curves_log.tsv"
};
static const unsigned char t61[] = {
#embed "tables/odbl/product_footprints.tsv"
};
static const unsigned char t62[] = {
#embed "tables/providers.tsv"
};
static const unsigned char t63[] = {
#embed "tables/pue.tsv"
};
static const unsigned char t64[] = {
#embed "tables/pue_survey.tsv"
};
static const unsigned char t65[] = {
#embed "tables/quality_checkpoints.tsv"
};
static const unsigned char t66[] = {
#embed "tables/quality_imagenet.tsv"
};
static const unsigned char t67[] = {
#embed "tables/ranges.tsv"
};
static const unsigned char t68[] = {
#embed "tables/returns_statements.tsv"
};
static const unsigned char t69[] = {
#embed "tables/schema.tsv"
};
static const unsigned char t70[] = {
#embed "tables/servers.tsv"
};
static const unsigned char t71[] = {
#embed "tables/sources.tsv"
};
static const unsigned char t72[] = {
#embed "tables/storage.tsv"
};
static const unsigned char t73[] = {
#embed "tables/strubell_constants.tsv"
};
static const unsigned char t74[] = {
#embed "tables/strubell_consumption.tsv"
};
static const unsigned char t75[] = {
#embed "tables/strubell_development.tsv"
};
static const unsigned char t76[] = {
#embed "tables/strubell_mix.tsv"
};
static const unsigned char t77[] = {
#embed "tables/strubell_models.tsv"
};
static const unsigned char t78[] = {
#embed "tables/strubell_prices.tsv"
};
static const unsigned char t79[] = {
#embed "tables/tables.tsv"
};
static const unsigned char t80[] = {
#embed "tables/timezones.tsv"
};
static const unsigned char t81[] = {
#embed "tables/training_logs.tsv"
};
static const unsigned char t82[] = {
#embed "tables/training_published.tsv"
};
static const unsigned char t83[] = {
#embed "tables/units.tsv"
};
static const unsigned char t84[] = {
#embed "tables/mpl/water_grid.tsv"
};
static const unsigned char t85[] = {
#embed "tables/water_offsite.tsv"
};
static const unsigned char t86[] = {
#embed "tables/watts_per_vcpu.tsv"
};
static const unsigned char t87[] = {
#embed "tables/odbl/zone_places.tsv"
};

static const struct {
  const char *name;
  struct reference_table table;
} tables[] = {
    {"2026.11/cloud_regions", {t0, sizeof t0}},
    {"2026.11/grids", {t1, sizeof t1}},
    {"2026.11/places", {t2, sizeof t2}},
    {"2026.11/pue", {t3, sizeof t3}},
    {"2026.11/sources", {t4, sizeof t4}},
    {"2026.11/tables", {t5, sizeof t5}},
    {"accelerator_instances", {t6, sizeof t6}},
    {"accelerator_load", {t7, sizeof t7}},
    {"accelerator_names", {t8, sizeof t8}},
    {"accelerators", {t9, sizeof t9}},
    {"ai_and_compute", {t10, sizeof t10}},
    {"ai_models", {t11, sizeof t11}},
    {"ai_models_2024", {t12, sizeof t12}},
    {"article", {t13, sizeof t13}},
    {"checks", {t14, sizeof t14}},
    {"climatology", {t15, sizeof t15}},
    {"climatology_us", {t16, sizeof t16}},
    {"climatology_us_weekdays", {t17, sizeof t17}},
    {"climatology_weekdays", {t18, sizeof t18}},
    {"cloud_region_names", {t19, sizeof t19}},
    {"cloud_regions", {t20, sizeof t20}},
    {"clouds", {t21, sizeof t21}},
    {"cpu_families", {t22, sizeof t22}},
    {"cpu_instances", {t23, sizeof t23}},
    {"cpu_load_watts", {t24, sizeof t24}},
    {"cpu_names", {t25, sizeof t25}},
    {"cpus", {t26, sizeof t26}},
    {"curves", {t27, sizeof t27}},
    {"defaults", {t28, sizeof t28}},
    {"embodied_devices", {t29, sizeof t29}},
    {"embodied_parts", {t30, sizeof t30}},
    {"embodied_rates", {t31, sizeof t31}},
    {"equivalences", {t32, sizeof t32}},
    {"facility_defaults", {t33, sizeof t33}},
    {"flop_published", {t34, sizeof t34}},
    {"fuels", {t35, sizeof t35}},
    {"google_regions_yearly", {t36, sizeof t36}},
    {"grid_zones", {t37, sizeof t37}},
    {"grids", {t38, sizeof t38}},
    {"grids_direct", {t39, sizeof t39}},
    {"grids_marginal", {t40, sizeof t40}},
    {"grids_subnational", {t41, sizeof t41}},
    {"gwp", {t42, sizeof t42}},
    {"hosted_models", {t43, sizeof t43}},
    {"inference", {t44, sizeof t44}},
    {"inference_disclosures", {t45, sizeof t45}},
    {"inference_methods", {t46, sizeof t46}},
    {"inference_tasks", {t47, sizeof t47}},
    {"lifetimes", {t48, sizeof t48}},
    {"loss_laws", {t49, sizeof t49}},
    {"loss_points", {t50, sizeof t50}},
    {"losses", {t51, sizeof t51}},
    {"memory", {t52, sizeof t52}},
    {"mix", {t53, sizeof t53}},
    {"network", {t54, sizeof t54}},
    {"node_factors", {t55, sizeof t55}},
    {"notes", {t56, sizeof t56}},
    {"places", {t57, sizeof t57}},
    {"power_caps", {t58, sizeof t58}},
    {"power_curves", {t59, sizeof t59}},
    {"power_curves_log", {t60, sizeof t60}},
    {"product_footprints", {t61, sizeof t61}},
    {"providers", {t62, sizeof t62}},
    {"pue", {t63, sizeof t63}},
    {"pue_survey", {t64, sizeof t64}},
    {"quality_checkpoints", {t65, sizeof t65}},
    {"quality_imagenet", {t66, sizeof t66}},
    {"ranges", {t67, sizeof t67}},
    {"returns_statements", {t68, sizeof t68}},
    {"schema", {t69, sizeof t69}},
    {"servers", {t70, sizeof t70}},
    {"sources", {t71, sizeof t71}},
    {"storage", {t72, sizeof t72}},
    {"strubell_constants", {t73, sizeof t73}},
    {"strubell_consumption", {t74, sizeof t74}},
    {"strubell_development", {t75, sizeof t75}},
    {"strubell_mix", {t76, sizeof t76}},
    {"strubell_models", {t77, sizeof t77}},
    {"strubell_prices", {t78, sizeof t78}},
    {"tables", {t79, sizeof t79}},
    {"timezones", {t80, sizeof t80}},
    {"training_logs", {t81, sizeof t81}},
    {"training_published", {t82, sizeof t82}},
    {"units", {t83, sizeof t83}},
    {"water_grid", {t84, sizeof t84}},
    {"water_offsite", {t85, sizeof t85}},
    {"watts_per_vcpu", {t86, sizeof t86}},
    {"zone_places", {t87, sizeof t87}},
};

unsigned long reference_table_count(void) { return sizeof tables / sizeof tables[0]; }

const char *reference_table_name(unsigned long index) { return tables[index].name; }

struct reference_table reference_table(const char *name) {
  for (unsigned long i = 0; i < sizeof tables / sizeof tables[0]; i++)
    if (strcmp(name, tables[i].name) == 0) return tables[i].table;
  return (struct reference_table){0, 0};
}
