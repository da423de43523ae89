#pragma once

#include <stdint.h>

// A stand-in for NVIDIA's management library: the same functions, driven by `nvml.scenario` and
// `nvml.processes` in the folder that the library was loaded from. Docs/Simulation.md describes
// both files.

// Sets the time that everything is worked out for, in nanoseconds after the scenario's start. From
// then on the clock is not looked at any more.
void joulebook_stub_set_time(int64_t nanoseconds);
