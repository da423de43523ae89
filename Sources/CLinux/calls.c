#include "calls.h"

#include <sched.h>
#include <sys/socket.h>

int clinux_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC | O_NONBLOCK); }

int clinux_poll(struct pollfd *descriptors, unsigned long count, const struct timespec *timeout) {
  return ppoll(descriptors, count, timeout, 0);
}

int clinux_window(int descriptor, struct winsize *size) {
  return ioctl(descriptor, TIOCGWINSZ, size);
}

int clinux_affine_processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 0;
}

int clinux_open_quietly(const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOATIME);
  return file >= 0 ? file : open(path, O_RDONLY | O_CLOEXEC);
}

int clinux_accept(int socket) {
  return accept4(socket, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
}
