#pragma once

// The part of NVIDIA's management library (NVML) that Joulebook calls, as documented in the public
// API reference (docs.nvidia.com/deploy/nvml-api). Own declarations: nothing here needs NVIDIA's
// headers, and the library is looked for at run time.

typedef struct cnvml_device_s *cnvml_device;

enum {
  CNVML_SUCCESS = 0,
  CNVML_UNINITIALIZED = 1,
  CNVML_INVALID_ARGUMENT = 2,
  CNVML_NOT_SUPPORTED = 3,
  CNVML_NO_PERMISSION = 4,
  CNVML_NOT_FOUND = 6,
  CNVML_INSUFFICIENT_SIZE = 7,
  CNVML_DRIVER_NOT_LOADED = 9,
  CNVML_TIMEOUT = 10,
  CNVML_LIBRARY_NOT_FOUND = 12,
  CNVML_FUNCTION_NOT_FOUND = 13,
  CNVML_GPU_IS_LOST = 15,
  CNVML_RESET_REQUIRED = 16,
  CNVML_OPERATING_SYSTEM = 17,
  CNVML_LIB_RM_VERSION_MISMATCH = 18,
  CNVML_UNKNOWN = 999,
};

// Field identifiers of nvmlDeviceGetFieldValues, in milliwatts.
enum { CNVML_POWER_AVERAGE = 185, CNVML_POWER_INSTANT = 186 };

// Scopes of the power fields.
enum { CNVML_SCOPE_GPU = 0, CNVML_SCOPE_MODULE = 1, CNVML_SCOPE_MEMORY = 2 };

// Types of a field's value; the others never occur for power.
enum {
  CNVML_VALUE_DOUBLE = 0,
  CNVML_VALUE_UINT = 1,
  CNVML_VALUE_ULONG = 2,
  CNVML_VALUE_ULLONG = 3,
  CNVML_VALUE_SLLONG = 4,
  CNVML_VALUE_SINT = 5,
};

typedef union {
  double d;
  int si;
  unsigned int ui;
  unsigned long ul;
  unsigned long long ull;
  long long sll;
} cnvml_value;

typedef struct {
  unsigned int field;
  unsigned int scope;
  long long timestamp_us;
  long long latency_us;
  unsigned int type;
  int status;
  cnvml_value value;
} cnvml_field;

// What nvmlDeviceGet…RunningProcesses fills from version 2 on.
typedef struct {
  unsigned int pid;
  unsigned long long memory_bytes;
  unsigned int gpu_instance;
  unsigned int compute_instance;
} cnvml_process;

// The same before MIG.
typedef struct {
  unsigned int pid;
  unsigned long long memory_bytes;
} cnvml_process_v1;

typedef struct {
  unsigned int pid;
  unsigned long long timestamp_us;
  unsigned int sm_percent;
  unsigned int memory_percent;
  unsigned int encoder_percent;
  unsigned int decoder_percent;
} cnvml_process_use;

typedef struct {
  unsigned int multiprocessors;
  unsigned int copy_engines;
  unsigned int decoders;
  unsigned int encoders;
  unsigned int jpeg_engines;
  unsigned int optical_flow_engines;
  unsigned int gpu_instance_slices;
  unsigned int compute_instance_slices;
  unsigned long long memory_mib;
} cnvml_attributes;

// Null where the library has no such function. Everything but `start`, `count` and
// `handle_by_index` may be missing.
typedef struct {
  void *library;
  int (*start)(void);
  int (*shutdown)(void);
  int (*driver_version)(char *text, unsigned int length);
  int (*count)(unsigned int *count);
  int (*handle_by_index)(unsigned int index, cnvml_device *device);
  int (*uuid)(cnvml_device device, char *text, unsigned int length);
  int (*name)(cnvml_device device, char *text, unsigned int length);
  int (*total_energy)(cnvml_device device, unsigned long long *millijoules);
  int (*power_usage)(cnvml_device device, unsigned int *milliwatts);
  int (*field_values)(cnvml_device device, int count, cnvml_field *fields);
  int (*enforced_power_limit)(cnvml_device device, unsigned int *milliwatts);
  int (*power_limit)(cnvml_device device, unsigned int *milliwatts);
  int (*power_limit_range)(cnvml_device device, unsigned int *lowest, unsigned int *highest);
  int (*set_power_limit)(cnvml_device device, unsigned int milliwatts);
  int (*compute_processes)(cnvml_device device, unsigned int *count, cnvml_process *list);
  int (*graphics_processes)(cnvml_device device, unsigned int *count, cnvml_process *list);
  int (*compute_processes_v1)(cnvml_device device, unsigned int *count, cnvml_process_v1 *list);
  int (*graphics_processes_v1)(cnvml_device device, unsigned int *count, cnvml_process_v1 *list);
  int (*process_use)(
      cnvml_device device, cnvml_process_use *list, unsigned int *count,
      unsigned long long last_seen_us);
  int (*mig_mode)(cnvml_device device, unsigned int *current, unsigned int *pending);
  int (*mig_count)(cnvml_device device, unsigned int *count);
  int (*mig_by_index)(cnvml_device device, unsigned int index, cnvml_device *instance);
  int (*gpu_instance)(cnvml_device instance, unsigned int *id);
  int (*attributes)(cnvml_device instance, cnvml_attributes *attributes);
  int (*parent)(cnvml_device instance, cnvml_device *device);
} cnvml_api;

enum { CNVML_LOADED = 0, CNVML_NO_LIBRARY = 1, CNVML_NO_SYMBOL = 2 };

// Opens the library at `path` and fills the table. Returns one of the above; when it is not
// CNVML_LOADED, the reason is written to `why` and nothing stays open.
int cnvml_load(cnvml_api *api, const char *path, char *why, unsigned int why_length);

// Closes the library. Call `shutdown` first.
void cnvml_unload(cnvml_api *api);
