#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// --- Signals ---

// Everything that can be passed on. Left out: what cannot be caught, what a process does to itself
// (SEGV, BUS, FPE, ILL, ABRT, TRAP, SYS), and PIPE.
static const int passed_on[] = {
    SIGHUP,  SIGINT,  SIGQUIT,   SIGUSR1, SIGUSR2,  SIGALRM, SIGTERM, SIGSTKFLT,
    SIGURG,  SIGXCPU, SIGXFSZ,   SIGVTALRM, SIGPROF, SIGWINCH, SIGIO,  SIGPWR,
    SIGCHLD, SIGTSTP, SIGTTIN,   SIGTTOU, SIGCONT,
};

// The C library's own signals, 32 and 33, are refused by sigaction. Their disposition is inherited all
// the same, and the first thread that is made changes it.
struct kernel_action {
  void (*handler)(int);
  unsigned long rest[3];
};

static unsigned library_signals_ignored(void) {
  unsigned ignored = 0;
  for (int number = 32; number <= 33; number++) {
    struct kernel_action action = {0};
    if (syscall(SYS_rt_sigaction, number, NULL, &action, 8) == 0 && action.handler == SIG_IGN)
      ignored |= 1u << (number - 32);
  }
  return ignored;
}

static void ignore_library_signals(unsigned ignored) {
  for (int number = 32; number <= 33; number++) {
    struct kernel_action action = {.handler = SIG_IGN};
    if (ignored & 1u << (number - 32)) syscall(SYS_rt_sigaction, number, &action, NULL, 8);
  }
}

// What this process was started with, for the child. Here and not in a Swift value: modules that do
// not import this one would have to know how large it is.
static struct {
  int taken;
  sigset_t mask;
  struct sigaction child;
  struct sigaction pipe;
  unsigned library_ignored;  // bit n: signal 32 + n
} original;

int clinux_signals_take(void) {
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++) sigaddset(&set, passed_on[i]);
  // The first real-time signals are the C library's own; SIGRTMIN already leaves them out.
  for (int number = SIGRTMIN; number <= SIGRTMAX; number++) sigaddset(&set, number);
  if (sigprocmask(SIG_BLOCK, &set, &original.mask) != 0) return -1;
  original.taken = 1;

  original.library_ignored = library_signals_ignored();
  // Under an inherited SIG_IGN the kernel would throw children away before we could wait for them.
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigaction(SIGCHLD, &action, &original.child);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, &original.pipe);
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int clinux_signals_next(int fd, clinux_signal *signal) {
  struct signalfd_siginfo info;
  ssize_t count;
  do count = read(fd, &info, sizeof info);
  while (count < 0 && errno == EINTR);
  if (count != (ssize_t)sizeof info) return 0;
  signal->number = (int32_t)info.ssi_signo;
  signal->code = info.ssi_code;
  signal->sender = (int32_t)info.ssi_pid;
  signal->value = (int64_t)info.ssi_ptr;
  return 1;
}

static void give_default(int number, sigset_t *one) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  sigaction(number, &action, NULL);
  sigemptyset(one);
  sigaddset(one, number);
}

void clinux_stop_by(int number) {
  struct sigaction before;
  sigaction(number, NULL, &before);
  sigset_t one;
  give_default(number, &one);
  sigset_t mask;
  kill(getpid(), number);
  sigprocmask(SIG_UNBLOCK, &one, &mask);  // stops here
  sigprocmask(SIG_SETMASK, &mask, NULL);
  sigaction(number, &before, NULL);
}

void clinux_die_by(int number) {
  // A second core would bury the program's own.
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  sigset_t one;
  give_default(number, &one);
  sigprocmask(SIG_UNBLOCK, &one, NULL);
  kill(getpid(), number);
}

// --- Witness ---

static pid_t witness;

void clinux_witness_start(void) {
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);
  pid_t us = getpid();
  pid_t pid = fork();
  if (pid != 0) {
    sigprocmask(SIG_SETMASK, &before, NULL);
    witness = pid > 0 ? pid : 0;
    return;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid() != us) _exit(0);
  prctl(PR_SET_NAME, "joulebook-sig", 0, 0, 0);
  // It must hold no end of anybody's pipe.
  if (close_range(0, ~0U, 0) != 0)
    for (int fd = 0; fd < 1024; fd++) close(fd);
  sigset_t order;
  sigemptyset(&order);
  sigaddset(&order, SIGRTMAX);
  for (;;) {
    siginfo_t info;
    if (sigwaitinfo(&order, &info) < 0 || info.si_pid != us) continue;
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, info.si_value.sival_int);
    struct timespec now = {0, 0};
    while (sigtimedwait(&one, NULL, &now) > 0) {}
  }
}

pid_t clinux_witness(void) { return witness; }

void clinux_witness_forget(int number) {
  union sigval value = {.sival_int = number};
  if (witness > 0) sigqueue(witness, SIGRTMAX, value);
}

void clinux_witness_stop(void) {
  if (witness <= 0) return;
  kill(witness, SIGKILL);
  while (waitpid(witness, NULL, 0) < 0 && errno == EINTR) {}
  witness = 0;
}

void clinux_witness_lost(void) { witness = 0; }

// --- Start ---

// What the child says before it becomes the program.
typedef struct {
  int32_t is_exec;
  int32_t error;
} message;

static pid_t clone_into(int cgroup) {
#ifdef CLONE_INTO_CGROUP
  struct clone_args arguments = {
      .flags = CLONE_INTO_CGROUP,
      .exit_signal = SIGCHLD,
      .cgroup = (uint64_t)cgroup,
  };
  return (pid_t)syscall(SYS_clone3, &arguments, sizeof arguments);
#else
  errno = ENOSYS;
  return -1;
#endif
}

static int32_t join(int cgroup) {
  int fd = openat(cgroup, "cgroup.procs", O_WRONLY | O_CLOEXEC);
  if (fd < 0) return errno;
  int32_t error = write(fd, "0", 1) == 1 ? 0 : errno;
  close(fd);
  return error;
}

static void tell(int fd, int32_t is_exec, int32_t error) {
  message text = {is_exec, error};
  ssize_t ignored = write(fd, &text, sizeof text);
  (void)ignored;
}

// Binary files are not scripts: the test that shells make before they interpret a file themselves.
static int is_binary(const char *path) {
  char head[80];
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 1;
  ssize_t count = read(fd, head, sizeof head);
  close(fd);
  if (count >= 4 && memcmp(head, "\177ELF", 4) == 0) return 1;
  for (ssize_t i = 0; i < count && head[i] != '\n'; i++)
    if (head[i] == 0) return 1;
  return 0;
}

// Becomes the program at `path`, or a shell that reads it where it is a script without `#!`.
static void become(const char *path, char *const argv[], char *const envp[]) {
  execve(path, argv, envp);
  if (errno != ENOEXEC) return;
  if (is_binary(path)) {
    errno = ENOEXEC;
    return;
  }
  size_t count = 1;
  while (argv[count] != NULL) count++;
  const char *script[count + 2];
  script[0] = "/bin/sh";
  script[1] = path;
  for (size_t i = 1; i <= count; i++) script[i + 1] = argv[i];
  execve("/bin/sh", (char *const *)script, envp);
}

// execvpe(3), but for binary files of another machine, which it would hand to a shell. Leaves errno.
static void search(char *const argv[], char *const envp[]) {
  const char *name = argv[0];
  if (name == NULL || *name == 0) {
    errno = ENOENT;
    return;
  }
  if (strchr(name, '/') != NULL) {
    become(name, argv, envp);
    return;
  }
  const char *folder = getenv("PATH");
  if (folder == NULL) folder = "/bin:/usr/bin";
  int denied = 0;
  char path[4096];
  for (;; folder++) {
    size_t length = strcspn(folder, ":");
    if (length + strlen(name) + 2 < sizeof path) {
      memcpy(path, folder, length);
      // An empty entry is the working folder.
      if (length > 0) path[length++] = '/';
      strcpy(path + length, name);
      become(path, argv, envp);
      if (errno == EACCES)
        denied = 1;
      else if (errno != ENOENT && errno != ENOTDIR && errno != ESTALE && errno != ENODEV)
        return;
    }
    folder += strcspn(folder, ":");
    if (*folder == 0) break;
  }
  errno = denied ? EACCES : ENOENT;
}

int clinux_start(char *const argv[], char *const envp[], int cgroup, clinux_started *started) {
  *started = (clinux_started){0};
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    started->error = errno;
    return -1;
  }
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, &before);

  // Being born in the group costs nothing; moving in takes a lock that waits for every CPU.
  pid_t pid = cgroup >= 0 ? clone_into(cgroup) : -1;
  int must_join = cgroup >= 0 && pid < 0;
  if (pid < 0) pid = fork();
  if (pid == 0) {
    if (must_join) {
      int32_t error = join(cgroup);
      if (error != 0) tell(ends[1], 0, error);
    }
    if (original.taken) {
      sigaction(SIGCHLD, &original.child, NULL);
      sigaction(SIGPIPE, &original.pipe, NULL);
      ignore_library_signals(original.library_ignored);
    }
    // Handlers that a runtime installed become default by exec; until then none may run here.
    sigprocmask(SIG_SETMASK, original.taken ? &original.mask : &before, NULL);
    search(argv, envp);
    tell(ends[1], 1, errno);
    _exit(127);
  }
  int error = errno;
  sigprocmask(SIG_SETMASK, &before, NULL);
  close(ends[1]);
  if (pid < 0) {
    close(ends[0]);
    started->error = error;
    return -1;
  }
  started->pid = pid;
  message text;
  for (;;) {
    ssize_t count = read(ends[0], &text, sizeof text);
    if (count < 0 && errno == EINTR) continue;
    if (count != (ssize_t)sizeof text) break;
    if (text.is_exec)
      started->error = text.error;
    else
      started->cgroup_error = text.error;
  }
  close(ends[0]);
  if (started->error == 0) return 0;
  while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
  return -1;
}

int clinux_become_subreaper(void) { return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

void clinux_hold_standard_streams(void) {
  for (int fd = 0; fd < 3; fd++) {
    if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest free number is this one, since those below are open by now.
    int ignored = open("/dev/null", O_RDWR | O_CLOEXEC);
    (void)ignored;
  }
}

// --- Use ---

int64_t clinux_process_cpu(pid_t pid) {
  // The clock of another process, as clock_getcpuclockid(3) makes it, without its extra call.
  clockid_t clock = (clockid_t)((~(unsigned)pid << 3) | 2);
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) return -1;
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

pid_t clinux_next_process(DIR *proc) {
  struct dirent *entry;
  while ((entry = readdir(proc)) != NULL) {
    const char *name = entry->d_name;
    if (*name < '1' || *name > '9') continue;
    pid_t pid = 0;
    while (*name >= '0' && *name <= '9') pid = pid * 10 + (*name++ - '0');
    if (*name == 0) return pid;
  }
  return 0;
}

int clinux_process_descriptor(pid_t pid) { return (int)syscall(SYS_pidfd_open, pid, 0); }

pid_t clinux_fresh_number(void) {
  pid_t pid = fork();
  if (pid == 0) _exit(0);
  if (pid < 0) return 0;
  while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
  return pid;
}
