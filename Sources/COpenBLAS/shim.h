#ifndef PLATEAU_COPENBLAS_SHIM_H
#define PLATEAU_COPENBLAS_SHIM_H

#include <cblas.h>

#endif
