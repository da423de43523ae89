#include "cdashboardassets.h"

// `#embed` is C23, which this compiler knows in every mode and calls an extension before.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char icon_svg[] = {
#embed "assets/icon.svg"
};
static const unsigned char style_css[] = {
#embed "assets/style.css"
};
static const unsigned char live_js[] = {
#embed "assets/live.js"
};
static const unsigned char run_js[] = {
#embed "assets/run.js"
};
static const unsigned char page_js[] = {
#embed "assets/page.js"
};

static const unsigned char api_schemas_json[] = {
#embed "assets/api-schemas.json"
};

static const struct dashboard_asset assets[] = {
    {"api-schemas.json", api_schemas_json, sizeof api_schemas_json},
    {"icon.svg", icon_svg, sizeof icon_svg},
    {"live.js", live_js, sizeof live_js},
    {"run.js", run_js, sizeof run_js},
    {"page.js", page_js, sizeof page_js},
    {"style.css", style_css, sizeof style_css},
};

unsigned long dashboard_asset_count(void) { return sizeof assets / sizeof *assets; }

struct dashboard_asset dashboard_asset_at(unsigned long index) {
  struct dashboard_asset none = {0};
  return index < dashboard_asset_count() ? assets[index] : none;
}
