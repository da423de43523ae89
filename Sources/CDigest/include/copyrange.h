#ifndef JOULEBOOK_COPYRANGE_H
#define JOULEBOOK_COPYRANGE_H

#include <stddef.h>
#include <sys/types.h>

// copy_file_range(2) from where one file stands to where the other does; Swift's Glibc has no name for it.
ssize_t joulebook_copy_range(int from, int to, size_t count);

#endif
