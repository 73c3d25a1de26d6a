// Subnormal numbers, which a thread may have told its processor to take for zeros (FTZ and DAZ of
// x86-64, FZ of arm64), to be faster. Kernels have their stated results where they are kept.

#ifndef PLATEAU_FLOAT_MODE_H
#define PLATEAU_FLOAT_MODE_H

#include <stdint.h>

/// The flags of the control register that take subnormals for zeros; all off in a new process.
static const uint64_t plateau_flushing_flags =
#if defined(__x86_64__)
    1 << 15 | 1 << 6;
#elif defined(__aarch64__)
    1 << 24 | 1 << 0;
#else
    0;
#endif

/// The control register of this thread.
static inline uint64_t plateau_float_mode(void) {
#if defined(__x86_64__)
  return __builtin_ia32_stmxcsr();
#elif defined(__aarch64__)
  uint64_t mode;
  __asm__ volatile("mrs %0, fpcr" : "=r"(mode));
  return mode;
#else
  return 0;
#endif
}

/// Sets it.
static inline void plateau_set_float_mode(uint64_t mode) {
#if defined(__x86_64__)
  __builtin_ia32_ldmxcsr((unsigned)mode);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" ::"r"(mode) : "memory");
#else
  (void)mode;
#endif
}

/// Lets this thread keep subnormals. Returns the flags that it had on, for plateau_float_mode_end.
static inline uint64_t plateau_float_mode_begin(void) {
  const uint64_t mode = plateau_float_mode(), flags = mode & plateau_flushing_flags;
  if (flags) plateau_set_float_mode(mode & ~flags);
  return flags;
}

/// Sets flags again, and leaves all others, such as those of exceptions, as they are by now.
static inline void plateau_float_mode_end(uint64_t flags) {
  if (flags) plateau_set_float_mode(plateau_float_mode() | flags);
}

#endif
