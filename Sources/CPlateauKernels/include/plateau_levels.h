// Levels of the instruction set: every kernel exists at each level that its architecture has, with
// the same results to the last bit.

#ifndef PLATEAU_LEVELS_H
#define PLATEAU_LEVELS_H

enum plateau_level {
  plateau_portable = 0,  // what every processor of the architecture has
  plateau_neon = 1,      // arm64
  plateau_avx2 = 2,      // x86-64 with AVX2 and FMA
  plateau_avx512 = 3,    // x86-64 with the F, BW, DQ and VL parts of AVX-512, too
};

/// Whether this processor, and the system, can run a level. Decided by features, not by models.
int plateau_level_runs(int level);

/// The name of a feature of processors that matters here, and whether this one has it; null past the
/// last.
const char *_Nullable plateau_feature(int index, int *_Nonnull is_present);

/// Whether the kernels were compiled with optimization.
int plateau_is_optimized(void);

/// Takes 3 · steps cycles of the processor's clock: multiplications, each of which waits for the one
/// before it.
void plateau_wait_cycles(long steps);

#endif
