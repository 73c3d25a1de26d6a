#ifndef PLATEAU_CZLIB_SHIM_H
#define PLATEAU_CZLIB_SHIM_H

#include <zlib.h>

// The initialisers are macros that Swift cannot call.
static inline int plateau_inflateInit2(z_streamp stream, int windowBits) {
  return inflateInit2(stream, windowBits);
}

#endif
