#include "cnvmlstub.h"

#include "cnvml.h"
#include "scenario.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define EXPORT __attribute__((visibility("default")))

static struct scenario scenario;
static char folder[4096];
// Set once under the lock; the scenario does not change afterwards.
static bool is_loaded;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
// Negative until somebody sets the time.
static _Atomic int64_t manual_time = -1;

// The folder is that of the path given to dlopen, not of the file that a link leads to: a machine's
// scenario lies beside its own library.
static bool load(void) {
  pthread_mutex_lock(&lock);
  if (!is_loaded) {
    Dl_info info;
    // A static function: an exported one could be the same-named one of the program around us.
    if (dladdr((void *)&load, &info) && info.dli_fname) {
      snprintf(folder, sizeof folder, "%s", info.dli_fname);
      char *slash = strrchr(folder, '/');
      if (slash) *slash = 0;
      else strcpy(folder, ".");
      char path[4200];
      snprintf(path, sizeof path, "%s/nvml.scenario", folder);
      is_loaded = scenario_read(&scenario, path);
    }
  }
  bool done = is_loaded;
  pthread_mutex_unlock(&lock);
  return done;
}

EXPORT void joulebook_stub_set_time(int64_t nanoseconds) { atomic_store(&manual_time, nanoseconds); }

// Seconds since the scenario's start.
static double now(void) {
  int64_t set = atomic_load(&manual_time);
  if (set >= 0) return set * 1e-9;
  if (scenario.manual) return 0;
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (time.tv_sec * INT64_C(1000000000) + time.tv_nsec - scenario.start) * 1e-9;
}

static const struct instance *instance_of(cnvml_device device) {
  for (int i = 0; i < scenario.gpu_count; i++)
    for (int j = 0; j < scenario.gpus[i].instance_count; j++)
      if ((const void *)device == &scenario.gpus[i].instances[j])
        return &scenario.gpus[i].instances[j];
  return NULL;
}

static struct gpu *gpu_of(cnvml_device device) {
  for (int i = 0; i < scenario.gpu_count; i++)
    if ((const void *)device == &scenario.gpus[i]) return &scenario.gpus[i];
  return NULL;
}

static int index_of(const struct gpu *gpu) { return (int)(gpu - scenario.gpus); }

// What is wrong with the GPU at `time`; sits out a hang.
static int fault_at(const struct gpu *gpu, double time) {
  for (int i = 0; i < gpu->fault_count; i++) {
    const struct fault *fault = &gpu->faults[i];
    double left = fault->at + fault->seconds - time;
    if (time < fault->at || left <= 0) continue;
    switch (fault->kind) {
    case FAULT_DENIED: return CNVML_NO_PERMISSION;
    case FAULT_UNREADABLE: return CNVML_UNKNOWN;
    case FAULT_VANISH: return CNVML_GPU_IS_LOST;
    case FAULT_RESET: break;
    case FAULT_HANG: {
      struct timespec rest = {(time_t)left, (long)((left - (time_t)left) * 1e9)};
      while (nanosleep(&rest, &rest) && errno == EINTR) {}
      break;
    }
    }
  }
  return CNVML_SUCCESS;
}

// Starts a call that reads something: the GPU, the time, and what is wrong.
#define READING(device, flag)                              \
  struct gpu *gpu = gpu_of(device);                        \
  if (!gpu) return CNVML_INVALID_ARGUMENT;                 \
  if (gpu->unsupported & (flag)) return CNVML_NOT_SUPPORTED; \
  double time = now();                                     \
  int fault = fault_at(gpu, time);                         \
  if (fault) return fault

static int copy_text(char *text, unsigned int length, const char *source) {
  if (strlen(source) >= length) return CNVML_INSUFFICIENT_SIZE;
  strcpy(text, source);
  return CNVML_SUCCESS;
}

EXPORT int nvmlInit_v2(void) { return load() ? CNVML_SUCCESS : CNVML_DRIVER_NOT_LOADED; }

EXPORT int nvmlShutdown(void) { return CNVML_SUCCESS; }

EXPORT int nvmlSystemGetDriverVersion(char *text, unsigned int length) {
  return copy_text(text, length, "0.0-joulebook-stub");
}

EXPORT int nvmlDeviceGetCount_v2(unsigned int *count) {
  if (!load()) return CNVML_UNINITIALIZED;
  *count = (unsigned int)scenario.gpu_count;
  return CNVML_SUCCESS;
}

EXPORT int nvmlDeviceGetHandleByIndex_v2(unsigned int index, cnvml_device *device) {
  if (!load()) return CNVML_UNINITIALIZED;
  if (index >= (unsigned int)scenario.gpu_count || !scenario.gpus[index].exists)
    return CNVML_INVALID_ARGUMENT;
  *device = (cnvml_device)&scenario.gpus[index];
  int fault = fault_at(&scenario.gpus[index], now());
  return fault == CNVML_UNKNOWN ? CNVML_SUCCESS : fault;
}

EXPORT int nvmlDeviceGetUUID(cnvml_device device, char *text, unsigned int length) {
  const struct instance *instance = instance_of(device);
  if (instance) return copy_text(text, length, instance->uuid);
  const struct gpu *gpu = gpu_of(device);
  return gpu ? copy_text(text, length, gpu->uuid) : CNVML_INVALID_ARGUMENT;
}

EXPORT int nvmlDeviceGetName(cnvml_device device, char *text, unsigned int length) {
  const struct instance *instance = instance_of(device);
  const struct gpu *gpu = instance ? &scenario.gpus[instance->gpu] : gpu_of(device);
  return gpu ? copy_text(text, length, gpu->name) : CNVML_INVALID_ARGUMENT;
}

EXPORT int nvmlDeviceGetTotalEnergyConsumption(
    cnvml_device device, unsigned long long *millijoules) {
  READING(device, NO_ENERGY);
  *millijoules = counter_millijoules(gpu, time);
  return CNVML_SUCCESS;
}

static double instant_watts(const struct gpu *gpu, double time) {
  return curve_watts(gpu, last_update(gpu, time));
}

// The mean over the second before the last update, as boards since Ampere report it.
static double average_watts(const struct gpu *gpu, double time) {
  double end = last_update(gpu, time), start = end > 1 ? end - 1 : 0;
  if (end <= start) return curve_watts(gpu, 0);
  return (curve_joules(gpu, end) - curve_joules(gpu, start)) / (end - start);
}

EXPORT int nvmlDeviceGetPowerUsage(cnvml_device device, unsigned int *milliwatts) {
  READING(device, NO_POWER);
  double watts = gpu->unsupported & NO_AVERAGE ? instant_watts(gpu, time) : average_watts(gpu, time);
  *milliwatts = (unsigned int)(watts * 1e3 + 0.5);
  return CNVML_SUCCESS;
}

EXPORT int nvmlDeviceGetFieldValues(cnvml_device device, int count, cnvml_field *fields) {
  READING(device, 0);
  for (int i = 0; i < count; i++) {
    cnvml_field *field = &fields[i];
    bool is_instant = field->field == CNVML_POWER_INSTANT;
    bool is_module = field->scope == CNVML_SCOPE_MODULE;
    field->status = CNVML_NOT_SUPPORTED;
    if (!is_instant && field->field != CNVML_POWER_AVERAGE) continue;
    if (gpu->unsupported & (is_instant ? NO_INSTANT : NO_AVERAGE)) continue;
    if (field->scope == CNVML_SCOPE_GPU && gpu->unsupported & NO_GPU_SCOPE) continue;
    if (field->scope == CNVML_SCOPE_MEMORY || (is_module && gpu->module_watts < 0)) continue;
    double watts = is_instant ? instant_watts(gpu, time) : average_watts(gpu, time);
    if (is_module) watts += gpu->module_watts;
    field->timestamp_us = (long long)(last_update(gpu, time) * 1e6);
    field->type = CNVML_VALUE_UINT;
    field->value.ull = 0;
    field->value.ui = (unsigned int)(watts * 1e3 + 0.5);
    field->status = CNVML_SUCCESS;
  }
  return CNVML_SUCCESS;
}

EXPORT int nvmlDeviceGetEnforcedPowerLimit(cnvml_device device, unsigned int *milliwatts) {
  const struct gpu *gpu = gpu_of(device);
  if (!gpu) return CNVML_INVALID_ARGUMENT;
  *milliwatts = limit_milliwatts(gpu, index_of(gpu), folder);
  return CNVML_SUCCESS;
}

EXPORT int nvmlDeviceGetPowerManagementLimit(cnvml_device device, unsigned int *milliwatts) {
  const struct gpu *gpu = gpu_of(device);
  if (gpu && gpu->unsupported & NO_POWER_CAP) return CNVML_NOT_SUPPORTED;
  return nvmlDeviceGetEnforcedPowerLimit(device, milliwatts);
}

EXPORT int nvmlDeviceGetPowerManagementLimitConstraints(
    cnvml_device device, unsigned int *lowest, unsigned int *highest) {
  const struct gpu *gpu = gpu_of(device);
  if (!gpu) return CNVML_INVALID_ARGUMENT;
  if (gpu->unsupported & NO_POWER_CAP) return CNVML_NOT_SUPPORTED;
  *lowest = (unsigned int)(gpu->lowest_limit_watts * 1e3);
  *highest = (unsigned int)(gpu->highest_limit_watts * 1e3);
  return CNVML_SUCCESS;
}

EXPORT int nvmlDeviceSetPowerManagementLimit(cnvml_device device, unsigned int milliwatts) {
  const struct gpu *gpu = gpu_of(device);
  if (!gpu) return CNVML_INVALID_ARGUMENT;
  if (gpu->unsupported & NO_POWER_CAP) return CNVML_NOT_SUPPORTED;
  if (gpu->unsupported & NO_CAP_RIGHT) return CNVML_NO_PERMISSION;
  if (milliwatts < gpu->lowest_limit_watts * 1e3 || milliwatts > gpu->highest_limit_watts * 1e3)
    return CNVML_INVALID_ARGUMENT;
  return keep_limit(index_of(gpu), milliwatts, folder) ? CNVML_SUCCESS : CNVML_UNKNOWN;
}

// The list of processes, read anew when its file has changed: what asks for it is weighed, too.
static int all_processes(struct process *list) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  static struct process known[MAX_PROCESSES];
  static int known_count;
  static struct stat seen;
  char path[4200];
  snprintf(path, sizeof path, "%s/nvml.processes", folder);
  pthread_mutex_lock(&lock);
  struct stat status = {0};
  stat(path, &status);
  if (scenario.manual || status.st_ino != seen.st_ino || status.st_size != seen.st_size
      || memcmp(&status.st_mtim, &seen.st_mtim, sizeof seen.st_mtim)) {
    known_count = processes_read(known, path);
    seen = status;
  }
  int count = known_count;
  memcpy(list, known, (size_t)count * sizeof *list);
  pthread_mutex_unlock(&lock);
  return count;
}

// The processes on a GPU now; the dead are left out, unless time is not the real one either.
static int processes_on(const struct gpu *gpu, struct process *list) {
  int count = all_processes(list), kept = 0;
  for (int i = 0; i < count; i++) {
    if (list[i].gpu != index_of(gpu)) continue;
    if (!scenario.manual && kill((pid_t)list[i].pid, 0) && errno == ESRCH) continue;
    list[kept++] = list[i];
  }
  return kept;
}

static int list_processes(
    cnvml_device device, unsigned int *count, void *out, size_t size, bool is_compute) {
  READING(device, NO_PROCESSES);
  struct process list[MAX_PROCESSES];
  unsigned int found = is_compute ? (unsigned int)processes_on(gpu, list) : 0;
  unsigned int room = *count;
  *count = found;
  if (found > room) return CNVML_INSUFFICIENT_SIZE;
  for (unsigned int i = 0; i < found; i++) {
    cnvml_process process = {
      .pid = list[i].pid,
      .memory_bytes = 1 << 30,
      .gpu_instance = list[i].instance,
      .compute_instance = list[i].instance == 0xFFFFFFFF ? 0xFFFFFFFF : 0,
    };
    // Version 1 has the same first two fields.
    memcpy((char *)out + i * size, &process, size);
  }
  return CNVML_SUCCESS;
}

#define PROCESS_LIST(name, type, is_compute)                                         \
  EXPORT int name(cnvml_device device, unsigned int *count, type *list) {            \
    return list_processes(device, count, list, sizeof *list, is_compute);            \
  }

PROCESS_LIST(nvmlDeviceGetComputeRunningProcesses_v3, cnvml_process, true)
PROCESS_LIST(nvmlDeviceGetComputeRunningProcesses_v2, cnvml_process, true)
PROCESS_LIST(nvmlDeviceGetComputeRunningProcesses, cnvml_process_v1, true)
PROCESS_LIST(nvmlDeviceGetGraphicsRunningProcesses_v3, cnvml_process, false)
PROCESS_LIST(nvmlDeviceGetGraphicsRunningProcesses_v2, cnvml_process, false)
PROCESS_LIST(nvmlDeviceGetGraphicsRunningProcesses, cnvml_process_v1, false)

EXPORT int nvmlDeviceGetProcessUtilization(
    cnvml_device device, cnvml_process_use *out, unsigned int *count,
    unsigned long long last_seen_us) {
  READING(device, NO_UTILISATION);
  struct process list[MAX_PROCESSES];
  unsigned int found = (unsigned int)processes_on(gpu, list), room = *count, used = 0;
  // Samples fall every tenth of a second, counted from one second before the start.
  unsigned long long sampled = (unsigned long long)(time * 10 + 1e-6) * 100000 + 1000000;
  if (sampled <= last_seen_us) return CNVML_NOT_FOUND;
  for (unsigned int i = 0; i < found; i++) used += list[i].use > 0;
  *count = used;
  if (used == 0) return CNVML_NOT_FOUND;
  if (used > room || !out) return CNVML_INSUFFICIENT_SIZE;
  for (unsigned int i = 0, j = 0; i < found; i++) {
    if (list[i].use <= 0) continue;
    out[j++] = (cnvml_process_use){
      .pid = list[i].pid,
      .timestamp_us = sampled,
      .sm_percent = (unsigned int)(list[i].use + 0.5),
    };
  }
  return CNVML_SUCCESS;
}

EXPORT int nvmlDeviceGetMigMode(cnvml_device device, unsigned int *current, unsigned int *pending) {
  const struct gpu *gpu = gpu_of(device);
  if (!gpu) return CNVML_NOT_SUPPORTED;
  *current = *pending = gpu->instance_count > 0;
  return CNVML_SUCCESS;
}

EXPORT int nvmlDeviceGetMaxMigDeviceCount(cnvml_device device, unsigned int *count) {
  const struct gpu *gpu = gpu_of(device);
  if (!gpu) return CNVML_INVALID_ARGUMENT;
  *count = gpu->instance_count > 0 ? 7 : 0;
  return CNVML_SUCCESS;
}

EXPORT int nvmlDeviceGetMigDeviceHandleByIndex(
    cnvml_device device, unsigned int index, cnvml_device *instance) {
  struct gpu *gpu = gpu_of(device);
  if (!gpu) return CNVML_INVALID_ARGUMENT;
  if (index >= (unsigned int)gpu->instance_count) return CNVML_NOT_FOUND;
  *instance = (cnvml_device)&gpu->instances[index];
  return CNVML_SUCCESS;
}

EXPORT int nvmlDeviceGetGpuInstanceId(cnvml_device device, unsigned int *id) {
  const struct instance *instance = instance_of(device);
  if (!instance) return CNVML_INVALID_ARGUMENT;
  *id = instance->id;
  return CNVML_SUCCESS;
}

EXPORT int nvmlDeviceGetAttributes_v2(cnvml_device device, cnvml_attributes *attributes) {
  const struct instance *instance = instance_of(device);
  if (!instance) return CNVML_NOT_SUPPORTED;
  *attributes = (cnvml_attributes){
    .gpu_instance_slices = instance->slices,
    .compute_instance_slices = instance->slices,
  };
  return CNVML_SUCCESS;
}

EXPORT int nvmlDeviceGetDeviceHandleFromMigDeviceHandle(
    cnvml_device instance, cnvml_device *device) {
  const struct instance *found = instance_of(instance);
  if (!found) return CNVML_INVALID_ARGUMENT;
  *device = (cnvml_device)&scenario.gpus[found->gpu];
  return CNVML_SUCCESS;
}
