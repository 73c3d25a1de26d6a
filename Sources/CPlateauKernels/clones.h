// How every kernel is compiled: once for each kind of processor, the right one chosen at run time.

#ifndef PLATEAU_CLONES_H
#define PLATEAU_CLONES_H

#if defined(__x86_64__) && defined(__linux__)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif
#define INLINE inline __attribute__((always_inline))

#endif
