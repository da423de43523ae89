#include "helper.h"
#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

// Changed by the main thread only; the sampling thread reads it.
enum { MOST = 8 };
static _Atomic pid_t helpers[MOST];

static int remember(pid_t pid) {
  for (int i = 0; i < MOST; i++) {
    pid_t none = 0;
    if (__atomic_compare_exchange_n(
            (pid_t *)&helpers[i], &none, pid, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
      return 1;
  }
  return 0;
}

void clinux_helper_remember(pid_t pid) { (void)remember(pid); }

pid_t clinux_helper_start(char *const argv[], int in, int out) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  // Above all that is kept, so that no end is overwritten before it is taken.
  int inward = in < 0 ? -1 : fcntl(in, F_DUPFD_CLOEXEC, 10);
  int outward = out < 0 ? -1 : fcntl(out, F_DUPFD_CLOEXEC, 10);
  if (inward >= 0) posix_spawn_file_actions_adddup2(&files, inward, 0);
  else posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  if (outward >= 0) posix_spawn_file_actions_adddup2(&files, outward, 1);
  else posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addclosefrom_np(&files, 3);
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t pid = -1;
  int error = posix_spawn(&pid, "/proc/self/exe", &files, &attributes, argv, environ);
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  if (inward >= 0) close(inward);
  if (outward >= 0) close(outward);
  if (error != 0) {
    errno = error;
    return -1;
  }
  if (!remember(pid)) {
    kill(pid, SIGKILL);
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
    errno = EAGAIN;
    return -1;
  }
  return pid;
}

int clinux_is_helper(pid_t pid) {
  if (pid <= 0) return 0;
  if (pid == clinux_witness()) return 1;
  for (int i = 0; i < MOST; i++)
    if (helpers[i] == pid) return 1;
  return 0;
}

void clinux_helper_ended(pid_t pid) {
  if (pid == clinux_witness()) clinux_witness_lost();
  for (int i = 0; i < MOST; i++)
    if (helpers[i] == pid) helpers[i] = 0;
}

int clinux_helper_join(pid_t pid, int milliseconds) {
  for (int waited = 0;; waited++) {
    pid_t done = waitpid(pid, NULL, WNOHANG);
    // Somebody else may have waited for it: then there is no such child.
    if (done == pid || (done < 0 && errno == ECHILD)) {
      clinux_helper_ended(pid);
      return 0;
    }
    if (waited >= milliseconds) return -1;
    struct timespec moment = {0, 1000000};
    nanosleep(&moment, NULL);
  }
}

int clinux_socket_pair(int ends[2]) {
  return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}

void clinux_close_from(int first) { closefrom(first); }

pid_t clinux_detach(void) {
  pid_t before = getpid();
  pid_t pid = fork();
  if (pid < 0) return -1;
  if (pid > 0) _exit(0);
  setsid();
  return before;
}

void clinux_set_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }
