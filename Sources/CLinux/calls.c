#include "calls.h"

#include <errno.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

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

int clinux_claim(const char *name) {
  // A name in Linux's abstract namespace begins with a zero and is no file: unix(7).
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(name);
  if (length > sizeof address.sun_path - 1) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(address.sun_path + 1, name, length);
  int claim = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (claim < 0) return -1;
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
  if (bind(claim, (struct sockaddr *)&address, size) == 0) return claim;
  int error = errno;
  close(claim);
  errno = error;
  return -1;
}
