#pragma once
// perf_event_open is a system call without a function in glibc.
#include <stdint.h>

/// Opens a system-wide counter of `config` on `cpu` for a dynamic event source. Gives a descriptor
/// that is closed on exec, or -1 with errno.
int clinux_perf_open(uint32_t type, uint64_t config, int cpu);
