// How the processes of one launch find each other on a machine, and how one that is no child is followed.
#pragma once

#include <sys/types.h>

/// Listens under a name of the abstract namespace of Unix sockets: the kernel gives a name to one
/// process at a time, and takes it back when that ends. Gives the socket, or -1 with errno:
/// EADDRINUSE when somebody has the name.
int clinux_rank_listen(const char *name, unsigned long length);

/// Connects to whoever listens under the name; -1 with errno when nobody does.
int clinux_rank_connect(const char *name, unsigned long length);

/// User of the process at the other end; -1 when the kernel does not say.
uid_t clinux_rank_peer(int socket);

/// A descriptor that becomes readable when the process ends; -1 with errno.
int clinux_rank_watch(pid_t pid);

/// What kind of volume a path is on: statfs(2), `f_type`; 0 when it cannot be told.
long clinux_volume_kind(const char *path);
