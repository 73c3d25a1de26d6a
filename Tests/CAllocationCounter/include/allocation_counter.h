// Counts calls of the allocator, by all threads, in a program that this is linked into.

#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdint.h>

/// Whether allocations are counted on this platform.
int allocation_counter_works(void);

/// The number of allocations since the program started.
int64_t allocation_count(void);

#endif
