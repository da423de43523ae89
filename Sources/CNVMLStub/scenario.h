#pragma once

#include <stdbool.h>
#include <stdint.h>

// Several stubs may be loaded into one program: each keeps to its own functions.
#pragma GCC visibility push(hidden)

enum { MAX_GPUS = 16, MAX_TERMS = 32, MAX_FAULTS = 8, MAX_INSTANCES = 8, MAX_PROCESSES = 256 };

enum term_kind { TERM_CONSTANT, TERM_RAMP, TERM_SQUARE, TERM_STEP };

struct term {
  enum term_kind kind;
  double value[5];
};

enum fault_kind { FAULT_DENIED, FAULT_UNREADABLE, FAULT_RESET, FAULT_VANISH, FAULT_HANG };

struct fault {
  enum fault_kind kind;
  double at, seconds;
};

enum {
  NO_ENERGY = 1,
  NO_INSTANT = 2,
  NO_AVERAGE = 4,
  NO_POWER = 8,
  NO_PROCESSES = 16,
  NO_UTILISATION = 32,
  // Power fields of the GPU alone, without the rest of its module.
  NO_GPU_SCOPE = 64,
  // Power limits cannot be changed at all, or not by this user.
  NO_POWER_CAP = 128,
  NO_CAP_RIGHT = 256,
};

struct instance {
  char uuid[96];
  unsigned int id, slices;
  // The GPU it is a part of.
  int gpu;
};

struct gpu {
  bool exists;
  char uuid[96];
  char name[96];
  double update_period, update_phase;
  unsigned long long initial;
  double limit_watts, lowest_limit_watts, highest_limit_watts;
  // Watts of the rest of the module; negative on a GPU that stands alone.
  double module_watts;
  unsigned int unsupported;
  struct term terms[MAX_TERMS];
  int term_count;
  struct fault faults[MAX_FAULTS];
  int fault_count;
  struct instance instances[MAX_INSTANCES];
  int instance_count;
};

struct scenario {
  // CLOCK_MONOTONIC of time zero; unused when the time is set by hand.
  int64_t start;
  bool manual;
  int gpu_count;
  struct gpu gpus[MAX_GPUS];
};

struct process {
  int gpu;
  unsigned int pid;
  double use;
  unsigned int instance;
};

// Reads `path`; false when it cannot be read.
bool scenario_read(struct scenario *scenario, const char *path);

// Reads up to MAX_PROCESSES lines of `path`; returns how many there are.
int processes_read(struct process *processes, const char *path);

// The power limit, as set by whoever set it last: a file beside the scenario, as a driver keeps it for all
// processes.
unsigned int limit_milliwatts(const struct gpu *gpu, int index, const char *folder);
bool keep_limit(int index, unsigned int milliwatts, const char *folder);

double curve_watts(const struct gpu *gpu, double time);
double curve_joules(const struct gpu *gpu, double time);
// The last update of the GPU's readings at or before `time`.
double last_update(const struct gpu *gpu, double time);
// What the energy counter shows at `time`, in millijoules.
unsigned long long counter_millijoules(const struct gpu *gpu, double time);

#pragma GCC visibility pop
