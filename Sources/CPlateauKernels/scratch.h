// Memory for packing, one block for each thread.

#ifndef PLATEAU_SCRATCH_H
#define PLATEAU_SCRATCH_H

#include <stddef.h>

/// At least `bytes` bytes, aligned to 64, for the calling thread until it asks again. Ends the
/// program where the system has no more memory.
void *plateau_scratch(size_t bytes);

#endif
