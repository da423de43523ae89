#include "cnvml.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static void find(void *library, void *field, const char *symbol) {
  // A function pointer's bytes are set through memcpy: ISO C has no cast from `void *`.
  void *address = dlsym(library, symbol);
  memcpy(field, &address, sizeof address);
}

int cnvml_load(cnvml_api *api, const char *path, char *why, unsigned int why_length) {
  memset(api, 0, sizeof *api);
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    const char *error = dlerror();
    snprintf(why, why_length, "%s", error ? error : path);
    return CNVML_NO_LIBRARY;
  }
  api->library = library;
#define FIND(field, symbol) find(library, &api->field, symbol)
  FIND(start, "nvmlInit_v2");
  FIND(shutdown, "nvmlShutdown");
  FIND(driver_version, "nvmlSystemGetDriverVersion");
  FIND(count, "nvmlDeviceGetCount_v2");
  FIND(handle_by_index, "nvmlDeviceGetHandleByIndex_v2");
  FIND(uuid, "nvmlDeviceGetUUID");
  FIND(name, "nvmlDeviceGetName");
  FIND(total_energy, "nvmlDeviceGetTotalEnergyConsumption");
  FIND(power_usage, "nvmlDeviceGetPowerUsage");
  FIND(field_values, "nvmlDeviceGetFieldValues");
  FIND(enforced_power_limit, "nvmlDeviceGetEnforcedPowerLimit");
  FIND(power_limit, "nvmlDeviceGetPowerManagementLimit");
  FIND(power_limit_range, "nvmlDeviceGetPowerManagementLimitConstraints");
  FIND(set_power_limit, "nvmlDeviceSetPowerManagementLimit");
  FIND(compute_processes, "nvmlDeviceGetComputeRunningProcesses_v3");
  if (!api->compute_processes)
    FIND(compute_processes, "nvmlDeviceGetComputeRunningProcesses_v2");
  FIND(graphics_processes, "nvmlDeviceGetGraphicsRunningProcesses_v3");
  if (!api->graphics_processes)
    FIND(graphics_processes, "nvmlDeviceGetGraphicsRunningProcesses_v2");
  FIND(compute_processes_v1, "nvmlDeviceGetComputeRunningProcesses");
  FIND(graphics_processes_v1, "nvmlDeviceGetGraphicsRunningProcesses");
  FIND(process_use, "nvmlDeviceGetProcessUtilization");
  FIND(mig_mode, "nvmlDeviceGetMigMode");
  FIND(mig_count, "nvmlDeviceGetMaxMigDeviceCount");
  FIND(mig_by_index, "nvmlDeviceGetMigDeviceHandleByIndex");
  FIND(gpu_instance, "nvmlDeviceGetGpuInstanceId");
  FIND(attributes, "nvmlDeviceGetAttributes_v2");
  FIND(parent, "nvmlDeviceGetDeviceHandleFromMigDeviceHandle");
#undef FIND
  const char *missing = !api->start             ? "nvmlInit_v2"
                        : !api->count           ? "nvmlDeviceGetCount_v2"
                        : !api->handle_by_index ? "nvmlDeviceGetHandleByIndex_v2"
                                                : 0;
  if (!missing) return CNVML_LOADED;
  snprintf(why, why_length, "%s has no %s", path, missing);
  cnvml_unload(api);
  return CNVML_NO_SYMBOL;
}

void cnvml_unload(cnvml_api *api) {
  if (api->library) dlclose(api->library);
  memset(api, 0, sizeof *api);
}
