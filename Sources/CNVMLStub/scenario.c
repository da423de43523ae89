#include "scenario.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is(const char *a, const char *b) { return strcmp(a, b) == 0; }

static void read_term(struct gpu *gpu, const char *kind, const char *rest) {
  if (gpu->term_count == MAX_TERMS) return;
  struct term *term = &gpu->terms[gpu->term_count];
  if (is(kind, "constant")) term->kind = TERM_CONSTANT;
  else if (is(kind, "ramp")) term->kind = TERM_RAMP;
  else if (is(kind, "square")) term->kind = TERM_SQUARE;
  else if (is(kind, "step")) term->kind = TERM_STEP;
  else return;
  double *v = term->value;
  sscanf(rest, "%lf %lf %lf %lf %lf", v, v + 1, v + 2, v + 3, v + 4);
  gpu->term_count += 1;
}

static void read_fault(struct gpu *gpu, const char *kind, const char *rest) {
  if (gpu->fault_count == MAX_FAULTS) return;
  struct fault *fault = &gpu->faults[gpu->fault_count];
  if (is(kind, "denied")) fault->kind = FAULT_DENIED;
  else if (is(kind, "unreadable")) fault->kind = FAULT_UNREADABLE;
  else if (is(kind, "reset")) fault->kind = FAULT_RESET;
  else if (is(kind, "vanish")) fault->kind = FAULT_VANISH;
  else if (is(kind, "hang")) fault->kind = FAULT_HANG;
  else return;
  fault->seconds = HUGE_VAL;
  sscanf(rest, "%lf %lf", &fault->at, &fault->seconds);
  gpu->fault_count += 1;
}

static void read_unsupported(struct gpu *gpu, const char *what) {
  static const struct {
    const char *name;
    unsigned int flag;
  } flags[] = {
    {"energy", NO_ENERGY}, {"instant", NO_INSTANT},     {"average", NO_AVERAGE},
    {"power", NO_POWER},   {"processes", NO_PROCESSES}, {"utilisation", NO_UTILISATION},
    {"gpu-scope", NO_GPU_SCOPE}, {"power-cap", NO_POWER_CAP}, {"cap-right", NO_CAP_RIGHT},
  };
  for (unsigned int i = 0; i < sizeof flags / sizeof *flags; i++)
    if (is(what, flags[i].name)) gpu->unsupported |= flags[i].flag;
}

bool scenario_read(struct scenario *scenario, const char *path) {
  FILE *file = fopen(path, "re");
  if (!file) return false;
  memset(scenario, 0, sizeof *scenario);
  char line[512];
  while (fgets(line, sizeof line, file)) {
    char key[32] = "", word[96] = "";
    int index = -1, used = 0;
    if (sscanf(line, "start %95s", word) == 1) {
      scenario->manual = is(word, "manual");
      scenario->start = strtoll(word, NULL, 10);
      continue;
    }
    if (sscanf(line, "%31s %d %n", key, &index, &used) < 2 || index < 0 || index >= MAX_GPUS)
      continue;
    struct gpu *gpu = &scenario->gpus[index];
    char *rest = line + used;
    rest[strcspn(rest, "\n")] = 0;
    int after = 0;
    sscanf(rest, "%95s %n", word, &after);
    const char *tail = rest + after;
    if (is(key, "gpu")) {
      gpu->exists = true;
      gpu->update_period = 0.02;
      gpu->limit_watts = 700;
      gpu->lowest_limit_watts = 100;
      gpu->highest_limit_watts = 700;
      gpu->module_watts = -1;
      snprintf(gpu->uuid, sizeof gpu->uuid, "%s", word);
      snprintf(gpu->name, sizeof gpu->name, "%s", tail);
      if (index >= scenario->gpu_count) scenario->gpu_count = index + 1;
    } else if (is(key, "update")) {
      sscanf(rest, "%lf %lf", &gpu->update_period, &gpu->update_phase);
    } else if (is(key, "initial")) {
      gpu->initial = strtoull(rest, NULL, 10);
    } else if (is(key, "limit")) {
      gpu->limit_watts = atof(rest);
    } else if (is(key, "limits")) {
      sscanf(rest, "%lf %lf", &gpu->lowest_limit_watts, &gpu->highest_limit_watts);
    } else if (is(key, "module")) {
      gpu->module_watts = atof(rest);
    } else if (is(key, "curve")) {
      read_term(gpu, word, tail);
    } else if (is(key, "fault")) {
      read_fault(gpu, word, tail);
    } else if (is(key, "unsupported")) {
      read_unsupported(gpu, word);
    } else if (is(key, "instance") && gpu->instance_count < MAX_INSTANCES) {
      struct instance *instance = &gpu->instances[gpu->instance_count++];
      snprintf(instance->uuid, sizeof instance->uuid, "%s", word);
      sscanf(tail, "%u %u", &instance->id, &instance->slices);
      instance->gpu = index;
    }
  }
  fclose(file);
  return true;
}

int processes_read(struct process *processes, const char *path) {
  FILE *file = fopen(path, "re");
  if (!file) return 0;
  char line[128];
  int count = 0;
  while (count < MAX_PROCESSES && fgets(line, sizeof line, file)) {
    struct process *process = &processes[count];
    // What NVML says for a process that is in no MIG instance.
    process->instance = 0xFFFFFFFF;
    if (sscanf(
            line, "%d %u %lf %u", &process->gpu, &process->pid, &process->use, &process->instance)
        >= 3)
      count += 1;
  }
  fclose(file);
  return count;
}

unsigned int limit_milliwatts(const struct gpu *gpu, int index, const char *folder) {
  char path[4200];
  snprintf(path, sizeof path, "%s/nvml.limit.%d", folder, index);
  unsigned int milliwatts = (unsigned int)(gpu->limit_watts * 1e3);
  FILE *file = fopen(path, "re");
  if (!file) return milliwatts;
  if (fscanf(file, "%u", &milliwatts) != 1) milliwatts = (unsigned int)(gpu->limit_watts * 1e3);
  fclose(file);
  return milliwatts;
}

bool keep_limit(int index, unsigned int milliwatts, const char *folder) {
  char path[4200];
  snprintf(path, sizeof path, "%s/nvml.limit.%d", folder, index);
  FILE *file = fopen(path, "we");
  if (!file) return false;
  fprintf(file, "%u\n", milliwatts);
  return fclose(file) == 0;
}

static double fraction(double value) { return value - floor(value); }

double curve_watts(const struct gpu *gpu, double time) {
  double watts = 0;
  for (int i = 0; i < gpu->term_count; i++) {
    const double *v = gpu->terms[i].value;
    switch (gpu->terms[i].kind) {
    case TERM_CONSTANT: watts += v[0]; break;
    case TERM_RAMP: watts += time < v[2] ? v[0] + (v[1] - v[0]) * time / v[2] : v[1]; break;
    case TERM_SQUARE: watts += fraction(time * v[2] + v[4]) < v[3] ? v[1] : v[0]; break;
    case TERM_STEP: watts += time >= v[0] ? v[1] : 0; break;
    }
  }
  return watts;
}

// Periods spent high up to so many turns.
static double high_turns(double turns, double duty) {
  double part = fraction(turns);
  return (turns - part) * duty + fmin(part, duty);
}

double curve_joules(const struct gpu *gpu, double time) {
  double joules = 0;
  for (int i = 0; i < gpu->term_count; i++) {
    const double *v = gpu->terms[i].value;
    switch (gpu->terms[i].kind) {
    case TERM_CONSTANT: joules += v[0] * time; break;
    case TERM_RAMP: {
      double rising = fmin(time, v[2]);
      joules += v[0] * rising + (v[1] - v[0]) / v[2] * rising * rising / 2;
      joules += v[1] * fmax(0, time - v[2]);
      break;
    }
    case TERM_SQUARE: {
      double turns = high_turns(time * v[2] + v[4], v[3]) - high_turns(v[4], v[3]);
      joules += v[0] * time + (v[1] - v[0]) * turns / v[2];
      break;
    }
    case TERM_STEP: joules += v[1] * fmax(0, time - v[0]); break;
    }
  }
  return joules;
}

double last_update(const struct gpu *gpu, double time) {
  // A nudge of a billionth of a period, so that a time that is meant to be an update is one.
  double turns = floor((time - gpu->update_phase) / gpu->update_period + 1e-9);
  return fmax(0, turns * gpu->update_period + gpu->update_phase);
}

unsigned long long counter_millijoules(const struct gpu *gpu, double time) {
  double update = last_update(gpu, time), base = 0, latest = -1;
  unsigned long long initial = gpu->initial;
  for (int i = 0; i < gpu->fault_count; i++) {
    const struct fault *fault = &gpu->faults[i];
    if (fault->kind != FAULT_RESET || fault->at > update || fault->at < latest) continue;
    latest = fault->at;
    base = curve_joules(gpu, fault->at);
    initial = 0;
  }
  double joules = fmax(0, curve_joules(gpu, update) - base);
  return initial + (unsigned long long)(joules * 1e3 + 1e-6);
}
