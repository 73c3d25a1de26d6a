// Factorizations: random matrices, graded ones, and ones with equal and zero rows.

#include <string.h>

#include "driver.h"

static void factor(int64_t rows, int64_t columns, int64_t stride, const double *matrix) {
  const plateau_factorizations *kernels = table->factorizations;
  const int64_t size = rows * stride, side = rows < columns ? rows : columns;
  double *a = copy_f64(size, matrix);
  kernels->lower_factor(rows, columns, stride, a, room(17 * rows * 8));
  for (int64_t row = 0; row < rows; row++) add_f64("lower_factor", side, a + row * stride);
  if (rows <= columns) {
    a = copy_f64(size, matrix);
    double *singular = room(rows * 8);
    kernels->singular_values(rows, columns, stride, a,
                             room(plateau_singular_values_work(rows, stride) * 8), singular);
    add_f64("singular_values", rows, singular);
  }
  double *products = room(rows * rows * 8);
  kernels->multiply_rows(rows, stride, matrix, products);
  for (int64_t row = 0; row < rows; row++) add_f64("multiply_rows", row + 1, products + row * rows);
  double *sum = copy_f64(stride, matrix);
  const double dot = kernels->dot(stride, matrix, matrix + (rows - 1) * stride);
  add_f64("dot", 1, &dot);
  kernels->add(stride, 0.3, matrix + (rows - 1) * stride, sum);
  add_f64("add", stride, sum);
}

/// Rows of which the largest magnitude is in [1, 2), as `orthogonalize` wants them, or zero.
static void turn(int64_t count, int64_t columns, int64_t stride, const double *matrix) {
  double *a = copy_f64(count * stride, matrix), *squares = room(count * 8);
  double *origins = room(count * 8);
  int64_t exponents[33];
  for (int64_t row = 0; row < count; row++) {
    double *own = a + row * stride, largest = 0;
    for (int64_t i = 0; i < columns; i++) {
      const double magnitude = own[i] < 0 ? -own[i] : own[i];
      largest = magnitude > largest ? magnitude : largest;
    }
    exponents[row] = 0;
    double scale = 1;
    for (; largest != 0 && largest * scale < 1; exponents[row]--) scale *= 2;
    for (; largest * scale >= 2; exponents[row]++) scale /= 2;
    origins[row] = 0;
    for (int64_t i = 0; i < columns; i++) {
      own[i] *= scale;
      origins[row] += own[i] * own[i];
    }
  }
  intptr_t powers[33];
  for (int64_t row = 0; row < count; row++) powers[row] = (intptr_t)exponents[row];
  const plateau_rows block = {count, columns, stride, a, powers, squares, origins};
  add_integer("orthogonalize ends", table->factorizations->orthogonalize(&block, 60));
  for (int64_t row = 0; row < count; row++) exponents[row] = powers[row];
  add_f64("orthogonalize", count * stride, a);
  add_f64("orthogonalize, squares", count, squares);
  add_integers("orthogonalize, exponents", count, exponents);
}

void factorizations(operands *o) {
  const int64_t sides[] = {1, 3, 10, 33, 70};
  for (int i = 0; i < 5; i++) {
    const int64_t rows = sides[i], columns = o->count, stride = plateau_row_stride(columns);
    for (int way = 0; way < 3; way++) {
      double *dense = values_f64(o, rows * columns), *a = room(rows * stride * 8);
      memset(a, 0, (size_t)(rows * stride) * 8);
      double scale = 0.125;
      for (int64_t row = 0; row < rows; row++) {
        double *own = a + row * stride;
        for (int64_t j = 0; j < columns; j++) own[j] = dense[row * columns + j] * scale;
        if (way == 1) scale = row % 60 == 59 ? 0.125 : scale * 0x1p-20;
        if (way == 2 && row % 4 == 3) memcpy(own, own - stride, (size_t)stride * 8);
        if (way == 2 && row % 5 == 4) memset(own, 0, (size_t)stride * 8);
      }
      factor(rows, columns, stride, a);
      turn(rows < 33 ? rows : 33, columns, stride, a);
      release_room();
    }
  }
}
