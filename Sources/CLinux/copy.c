#include "copy.h"
#include "helper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// Shared with a copier. `idle` counts looks that found nothing to copy.
typedef struct {
  volatile int ask;
  volatile unsigned idle;
} notice;

static struct {
  pid_t pid;
  notice *notice;
  int terminal;  // our end of a terminal that was made, or -1
} copies[2] = {{0, NULL, -1}, {0, NULL, -1}};
static int saved[2] = {-1, -1};

static int write_all(int to, const char *bytes, ssize_t count) {
  while (count > 0) {
    ssize_t part = write(to, bytes, (size_t)count);
    if (part < 0 && errno == EINTR) continue;
    if (part < 0 && errno == EAGAIN) {
      struct pollfd ready = {to, POLLOUT, 0};
      poll(&ready, 1, -1);
      continue;
    }
    if (part < 0) return -1;
    bytes += part;
    count -= part;
  }
  return 0;
}

static void copy(int from, int to, int tap, notice *notice) {
  static char bytes[65536];
  for (;;) {
    struct pollfd ready = {from, POLLIN, 0};
    int found = poll(&ready, 1, notice->ask ? 2 : 50);
    if (found == 0) {
      notice->idle++;
      continue;
    }
    ssize_t count = read(from, bytes, sizeof bytes);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    // Nobody holds the other end any more; a terminal then says EIO.
    if (count <= 0) return;
    if (write_all(to, bytes, count) != 0) return;
    ssize_t ignored = write(tap, bytes, (size_t)count);
    (void)ignored;
  }
}

// Ends that the command writes into and that is read: a raw terminal like `like`, or a pipe.
static int make(int like, int ends[2]) {
  struct termios mode;
  if (isatty(like) && tcgetattr(like, &mode) == 0) {
    struct winsize size = {0};
    ioctl(like, TIOCGWINSZ, &size);
    // The real terminal still does what it does to line ends: twice would be once too often.
    mode.c_oflag &= (tcflag_t)~OPOST;
    if (openpty(&ends[0], &ends[1], NULL, &mode, &size) != 0) return -1;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return 1;
  }
  return pipe2(ends, O_CLOEXEC) == 0 ? 0 : -1;
}

static int begin(int index, int from, int write_end, int to, int tap) {
  notice *shared = mmap(
      NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return -1;
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  pid_t pid = fork();
  if (pid != 0) {
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (pid < 0) return -1;
    clinux_helper_remember(pid);
    copies[index].pid = pid;
    copies[index].notice = shared;
    return 0;
  }
  // Ends with the last writer and not with us: what the command leaves running still writes.
  prctl(PR_SET_NAME, "joulebook-out", 0, 0, 0);
  // Writing to a closed pipe must fail and not wait among the blocked signals.
  signal(SIGPIPE, SIG_IGN);
  close(write_end);
  int kept[3] = {fcntl(from, F_DUPFD, 100), fcntl(to, F_DUPFD, 100), fcntl(tap, F_DUPFD, 100)};
  for (int i = 0; i < 3; i++) dup2(kept[i], i);
  closefrom(3);
  copy(0, 1, 2, shared);
  _exit(0);
}

int clinux_output_begin(int *tap) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
  struct stat out, err;
  int together = fstat(1, &out) == 0 && fstat(2, &err) == 0 && out.st_dev == err.st_dev &&
                 out.st_ino == err.st_ino;
  int done = 0;
  for (int i = 0; i < 2; i++) {
    saved[i] = fcntl(i + 1, F_DUPFD_CLOEXEC, 10);
    if (saved[i] < 0) continue;
    // One file for both keeps its order through one copier.
    if (i == 1 && together && copies[0].pid > 0) {
      dup2(1, 2);
      continue;
    }
    int pair[2];
    int kind = make(saved[i], pair);
    if (kind < 0) continue;
    if (begin(i, pair[0], pair[1], saved[i], ends[1]) == 0) {
      dup2(pair[1], i + 1);
      done = 1;
      if (kind == 1) copies[i].terminal = fcntl(pair[1], F_DUPFD_CLOEXEC, 10);
    }
    close(pair[0]);
    close(pair[1]);
  }
  close(ends[1]);
  if (!done) {
    close(ends[0]);
    return -1;
  }
  *tap = ends[0];
  return 0;
}

void clinux_output_restore(void) {
  for (int i = 0; i < 2; i++)
    if (saved[i] >= 0) dup2(saved[i], i + 1);
}

void clinux_output_resize(void) {
  for (int i = 0; i < 2; i++) {
    struct winsize now, before;
    if (copies[i].terminal < 0 || saved[i] < 0) continue;
    if (ioctl(saved[i], TIOCGWINSZ, &now) != 0) continue;
    if (ioctl(copies[i].terminal, TIOCGWINSZ, &before) != 0) continue;
    if (memcmp(&now, &before, sizeof now) != 0) ioctl(copies[i].terminal, TIOCSWINSZ, &now);
  }
}

void clinux_output_drain(void) {
  for (int i = 0; i < 2; i++) {
    if (copies[i].terminal >= 0) close(copies[i].terminal);
    copies[i].terminal = -1;
    if (copies[i].pid <= 0) continue;
    notice *notice = copies[i].notice;
    notice->ask = 1;
    unsigned start = notice->idle;
    // Two looks in a row that found nothing began after the command's end; terminals hand on late.
    while (clinux_helper_join(copies[i].pid, 0) != 0 && notice->idle - start < 4) {
      struct timespec moment = {0, 500000};
      nanosleep(&moment, NULL);
    }
  }
}
