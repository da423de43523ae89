// Helpers: programs of ours that run beside the command and are no part of its tree.
#pragma once

#include <stdint.h>
#include <sys/types.h>

/// Starts this program again with `argv`, in a session of its own, with `in` and `out` as its standard
/// input and output (-1 for none), nothing as its standard error and no other file open. Gives its
/// number, or -1 with errno.
pid_t clinux_helper_start(char *const argv[], int in, int out);

/// Whether `pid` is the witness or a helper that was started and has not been seen to end.
int clinux_is_helper(pid_t pid);

/// Counts `pid` among the helpers.
void clinux_helper_remember(pid_t pid);

/// Says that `pid` was waited for.
void clinux_helper_ended(pid_t pid);

/// Waits for a helper to end, at most so long; 0 when it did.
int clinux_helper_join(pid_t pid, int milliseconds);

/// Two connected stream sockets that are closed on exec; 0, or -1 with errno.
int clinux_socket_pair(int ends[2]);

/// Closes every descriptor from `first` on.
void clinux_close_from(int first);

/// Leaves this process to whoever started it, which sees it end well, and goes on as a process of its own in
/// a session of its own. Call before a second thread exists.
/// Gives the number that it had, or -1 with errno.
pid_t clinux_detach(void);

/// The name that `ps` and `pkill` know this process by.
void clinux_set_name(const char *name);
