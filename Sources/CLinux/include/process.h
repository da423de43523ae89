// What Swift cannot say about processes: variadic calls, headers outside the Glibc module, and the
// steps between fork and exec, where only async-signal-safe calls are allowed.
#pragma once

#include <dirent.h>
#include <signal.h>
#include <stdint.h>
#include <sys/types.h>

/// Keeps the mask and the dispositions that this process was started with, blocks every signal that
/// can be passed on, ignores SIGPIPE and makes children waitable. Call before a second thread exists.
/// Gives a signalfd that is non-blocking and closed on exec, or -1 with errno.
int clinux_signals_take(void);

/// One signal as it arrived. `sender` is 0 when the kernel or another PID namespace sent it.
typedef struct {
  int32_t number;
  int32_t code;
  int32_t sender;
  int64_t value;
} clinux_signal;

/// 1 with the next signal in `signal`, 0 when there is none.
int clinux_signals_next(int fd, clinux_signal *signal);

/// Starts a process that only keeps signals pending. It is in our process group, so that it holds
/// what was sent to the group and not what was sent to us. It ends with us.
void clinux_witness_start(void);

/// Its number; 0 when there is none.
pid_t clinux_witness(void);

/// Makes it forget `number`, after which it can tell the next one.
void clinux_witness_forget(int number);

void clinux_witness_stop(void);

/// Says that it was found to have ended, so that its number is not used any more.
void clinux_witness_lost(void);

/// Stops this process by `number` as if it had never been blocked, and blocks it again after the
/// process was continued.
void clinux_stop_by(int number);

/// Ends this process by `number` without leaving a core; returns only where that is impossible.
void clinux_die_by(int number);

/// How starting went. `error` is 0 or an errno; `cgroup_error` says why the group was not joined.
typedef struct {
  pid_t pid;
  int32_t error;
  int32_t cgroup_error;
} clinux_started;

/// Starts `argv[0]`, looked up in PATH as a shell does, with the inherited signals given back.
/// `cgroup` is an open cgroup v2 folder or -1. Gives 0, or -1 when nothing runs.
int clinux_start(char *const argv[], char *const envp[], int cgroup, clinux_started *started);

/// Makes orphans of the tree our children, so that their use comes to us.
int clinux_become_subreaper(void);

/// Holds the three standard descriptors that are closed, so that no file of ours becomes the
/// program's standard output. The child finds them closed again.
void clinux_hold_standard_streams(void);

/// CPU time of a whole process in nanoseconds, finished threads included; -1 when there is none.
/// Costs a fifth of a microsecond, a tenth of reading `/proc/PID/stat`.
int64_t clinux_process_cpu(pid_t pid);

/// The next numeric name of `/proc`, or 0 at the end.
pid_t clinux_next_process(DIR *proc);

/// A descriptor that names a process for good and becomes readable when it ends; closed on exec. -1 with
/// errno.
int clinux_process_descriptor(pid_t pid);

/// A number that the kernel gives out now, to a process that ends at once; 0 where none can be made.
pid_t clinux_fresh_number(void);

/// WIFSTOPPED and its relatives are macros that Swift does not import.
static inline int clinux_exited(int status) { return (status & 0x7f) == 0; }
static inline int clinux_exit_code(int status) { return (status >> 8) & 0xff; }
static inline int clinux_stopped(int status) { return (status & 0xff) == 0x7f; }
static inline int clinux_stop_signal(int status) { return (status >> 8) & 0xff; }
static inline int clinux_continued(int status) { return status == 0xffff; }
static inline int clinux_end_signal(int status) { return status & 0x7f; }
static inline int clinux_dumped(int status) { return (status & 0x80) != 0; }

/// `si_pid` is a macro over a union.
static inline pid_t clinux_child_of(const siginfo_t *info) { return info->si_pid; }
