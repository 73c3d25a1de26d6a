#ifndef PLATEAU_COPENBLAS_SHIM_H
#define PLATEAU_COPENBLAS_SHIM_H

#include <cblas.h>
#include <stddef.h>

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
