#ifndef PLATEAU_COPENBLAS_SHIM_H
#define PLATEAU_COPENBLAS_SHIM_H

#include <cblas.h>
#include <stddef.h>
#include <stdlib.h>
#include <strings.h>

// In libraries that choose their kernels when they are loaded; absent in others.
extern char *openblas_get_corename(void) __attribute__((weak));
extern void gotoblas_dynamic_init(void) __attribute__((weak));
extern void gotoblas_dynamic_quit(void) __attribute__((weak));

/// The kernels that OpenBLAS runs, such as `Haswell`; NULL where the library does not say.
static inline const char *plateau_blas_kernels(void) {
  return openblas_get_corename ? openblas_get_corename() : NULL;
}

/// Makes OpenBLAS use its kernels for AVX2, unless the environment says which it is to use. No
/// product may be under way, and the processor must have AVX2 and FMA.
///
/// By itself it chooses by a list of processor models: an unknown one gets kernels for SSE3, several
/// times slower, and one with AVX-512 gets kernels that sum small products in an order that depends
/// on the number of rows, and allocate memory.
static inline void plateau_choose_blas_kernels(void) {
  if (!openblas_get_corename || !gotoblas_dynamic_init || !gotoblas_dynamic_quit) return;
  if (getenv("OPENBLAS_CORETYPE") || !strcasecmp(openblas_get_corename(), "Haswell")) return;
  setenv("OPENBLAS_CORETYPE", "Haswell", 1);
  gotoblas_dynamic_quit();
  gotoblas_dynamic_init();
  unsetenv("OPENBLAS_CORETYPE");
}

// The routines of LAPACK that Plateau calls, in Fortran's conventions: matrices by columns, every
// argument by address, and after all others the length of each character argument, by value.
// Libraries without LAPACKE, such as Debian's OpenBLAS, have no header for them.

void dgesdd_(const char *jobz, const blasint *m, const blasint *n, double *a, const blasint *lda,
             double *s, double *u, const blasint *ldu, double *vt, const blasint *ldvt,
             double *work, const blasint *lwork, blasint *iwork, blasint *info,
             size_t jobz_length);

void dgeqrf_(const blasint *m, const blasint *n, double *a, const blasint *lda, double *tau,
             double *work, const blasint *lwork, blasint *info);

#endif
