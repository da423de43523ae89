#pragma once
// Calls that glibc declares only for GNU sources, which Swift's Glibc module is not.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

/// A pipe that neither blocks nor survives exec; 0, or -1 with errno.
int clinux_pipe(int ends[2]);
/// `ppoll` without a signal mask.
int clinux_poll(struct pollfd *descriptors, unsigned long count, const struct timespec *timeout);

#include <sys/ioctl.h>
/// Size of the terminal behind a descriptor; 0, or -1 with errno.
int clinux_window(int descriptor, struct winsize *size);

/// Logical processors that this process may run on; 0 when unknown.
int clinux_affine_processors(void);

/// Opens a file for reading without noting the time of each read, where we may; else as usual.
int clinux_open_quietly(const char *path);

/// The next connection, which neither blocks nor survives exec; -1 with errno where none waits.
int clinux_accept(int socket);

/// Takes a name that one process of this machine can have at a time, and that is free again when the
/// descriptor is closed or the process ends. -1 with errno; EADDRINUSE where another has it.
int clinux_claim(const char *name);
