#ifndef FUZZ_MEMORY_H
#define FUZZ_MEMORY_H

#include <stdint.h>

/// Sets how much more may be allocated at a time during a watch.
void memory_limit(int64_t bytes);

/// Starts or ends a watch.
void memory_watch(int on);

#endif
