// Counts calls of the allocator in a program that this is linked into, for each thread by itself:
// tests that run beside it on other threads do not disturb the count.

#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdint.h>

/// Whether allocations are counted on this platform.
int allocation_counter_works(void);

/// The number of allocations of the calling thread since it started.
int64_t allocation_count(void);

#endif
