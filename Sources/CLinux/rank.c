#include "rank.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/vfs.h>
#include <unistd.h>

static int address(
    const char *name, unsigned long length, struct sockaddr_un *address, socklen_t *size) {
  *address = (struct sockaddr_un){.sun_family = AF_UNIX};
  // The first byte is zero: unix(7), abstract.
  if (length + 1 > sizeof address->sun_path) {
    errno = ENAMETOOLONG;
    return -1;
  }
  memcpy(address->sun_path + 1, name, length);
  *size = (socklen_t)(__builtin_offsetof(struct sockaddr_un, sun_path) + 1 + length);
  return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

int clinux_rank_listen(const char *name, unsigned long length) {
  struct sockaddr_un own;
  socklen_t size;
  int fd = address(name, length, &own, &size);
  if (fd < 0) return -1;
  if (bind(fd, (struct sockaddr *)&own, size) == 0 && listen(fd, 1024) == 0) return fd;
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}

int clinux_rank_connect(const char *name, unsigned long length) {
  struct sockaddr_un other;
  socklen_t size;
  int fd = address(name, length, &other, &size);
  if (fd < 0) return -1;
  if (connect(fd, (struct sockaddr *)&other, size) == 0) return fd;
  int error = errno;
  close(fd);
  errno = error;
  return -1;
}

uid_t clinux_rank_peer(int socket) {
  struct ucred credentials;
  socklen_t size = sizeof credentials;
  if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return (uid_t)-1;
  return credentials.uid;
}

int clinux_rank_watch(pid_t pid) {
#ifdef SYS_pidfd_open
  // Closed on exec by itself: pidfd_open(2).
  return (int)syscall(SYS_pidfd_open, pid, 0);
#else
  errno = ENOSYS;
  return -1;
#endif
}

long clinux_volume_kind(const char *path) {
  struct statfs facts;
  return statfs(path, &facts) == 0 ? (long)facts.f_type : 0;
}
