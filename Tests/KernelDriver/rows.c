// Rows of linear bounds, boxes that hold, projections and conversions: one precision each.

#include "driver.h"

static void bounds(operands *o) {
  const plateau_bounds *kernels = table->bounds;
  const int64_t n = o->count;
  double *a = values_f64(o, n), *b = values_f64(o, n), *c = values_f64(o, n);
  double *e = values_f64(o, n), *error = radii_f64(o, n), *radius = radii_f64(o, n);
  const plateau_lines lines = {a, b, c, e, error};
  double *m = values_f64(o, n), *d = values_f64(o, n), sums[5] = {0};
  kernels->relax(n, lines, m, sums);
  add_f64("relax", n, m);
  add_f64("relax, sums", 2, sums);
  m = values_f64(o, n);
  kernels->relax_pair(n, lines, m, d, sums);
  add_f64("relax_pair", n, m);
  add_f64("relax_pair, differences", n, d);
  add_f64("relax_pair, sums", 5, sums);
  m = values_f64(o, n);
  d = values_f64(o, n);
  kernels->relax_split(n, lines, m, d, sums);
  add_f64("relax_split", n, m);
  add_f64("relax_split, differences", n, d);
  add_f64("relax_split, sums", 5, sums);
  kernels->concretize(n, m, a, radius, error, sums);
  add_f64("concretize", 3, sums);
  kernels->concretize_split(n, m, d, a, radius, error, sums);
  add_f64("concretize_split", 5, sums);
  kernels->concretize_ball(n, m, a, sums);
  add_f64("concretize_ball", 2, sums);
  double *corner = values_f64(o, n);
  kernels->corner(n, m, a, radius, corner);
  add_f64("corner", n, corner);
  kernels->expand_pair(n, m, d);
  add_f64("expand_pair", n, m);
  add_f64("expand_pair", n, d);
}

static void boxes(operands *o) {
  const plateau_enclosures *kernels = table->enclosures;
  const int64_t n = o->count;
  double *x = values_f64(o, n), *low = values_f64(o, n), *high = values_f64(o, n);
  double *center = values_f64(o, n), *spread = values_f64(o, n);
  double *bias = values_f64(o, n), *length = radii_f64(o, n);
  add_integer("all_within", kernels->all_within(n, x, -1, 1));
  kernels->ball(n, x, 0.1, -1, 1, low, high);
  add_f64("enclosed ball, low", n, low);
  add_f64("enclosed ball, high", n, high);
  kernels->centers(n, low, high, 0x1p-40, center, spread);
  add_f64("centers", n, center);
  add_f64("spreads", n, spread);
  const plateau_sum_errors errors = {bias, length, 0.1, 0x1p-40, 0x1p-1000};
  for (int intersects = 0; intersects < 2; intersects++) {
    add_integer("finite sums", kernels->sums(n, center, spread, &errors, intersects, low, high));
    add_f64("enclosed sums, low", n, low);
    add_f64("enclosed sums, high", n, high);
  }
  low = values_f64(o, n);
  high = values_f64(o, n);
  kernels->sigmoid(n, low, high);
  add_f64("enclosed sigmoid, low", n, low);
  add_f64("enclosed sigmoid, high", n, high);
}

static void differences(operands *o) {
  enum { rows = 3, inputs = 40 };
  const int64_t outputs = o->count, padded = (outputs + PLATEAU_PANEL - 1) / PLATEAU_PANEL;
  const int64_t sides = padded * PLATEAU_PANEL * 8;
  double *weights = values_f64(o, outputs * inputs), *x = sparse_f64(o, rows * inputs, 30);
  double *r = radii_f64(o, rows * inputs), bases[2 * rows];
  double *panels = room(plateau_panels_size(inputs, outputs) * 8);
  double *sums = room(sides), *magnitudes = room(sides);
  plateau_pack_panels(inputs, outputs, weights, panels, sums, magnitudes);
  const plateau_panels packed = {inputs, outputs, panels, sums, magnitudes};
  plateau_difference *list = room(rows * inputs * (int64_t)sizeof *list);
  int64_t starts[rows + 1] = {0};
  for (int row = 0; row < rows; row++) {
    const double *own = x + row * inputs, *spread = r + row * inputs;
    starts[row + 1] =
        starts[row] + plateau_list_differences(inputs, own, spread, list + starts[row]);
    bases[2 * row] = own[0];
    bases[2 * row + 1] = spread[0];
  }
  add_integers("starts of differences", rows + 1, starts);
  double *centers = room(rows * outputs * 8), *spreads = room(rows * outputs * 8);
  table->enclosures->add_differences(rows, &packed, bases, starts, list, centers, spreads);
  add_f64("add_differences, centers", rows * outputs, centers);
  add_f64("add_differences, spreads", rows * outputs, spreads);
}

static void projections(operands *o) {
  const plateau_projections *kernels = table->projections;
  const int64_t n = o->count;
  double *proposal = values_f64(o, n), *point = radii_f64(o, n), *weights = values_f64(o, n);
  float *origin = radii_f32(o, n), *output = values_f32(o, n);
  kernels->contain_linf(n, proposal, origin, 0.1, 0, 8, output);
  add_f32("contain_linf", n, output);
  for (int proportional = 0; proportional < 2; proportional++) {
    double terms[3], *move = values_f64(o, n);
    kernels->reach_terms(n, point, weights, -1, 0, 8, 0.2, proportional, &terms[0], &terms[1]);
    terms[2] = kernels->reach_move(n, point, weights, 1, 0, 8, 0.2, proportional, move);
    add_f64("reach_terms, and length", 3, terms);
    add_f64("reach_move", n, move);
  }
}

static void conversions(operands *o) {
  const plateau_kernels *kernels = table->f32.kernels;
  const int64_t n = o->count;
  float *singles = values_f32(o, n), *rounded = values_f32(o, n);
  double *doubles = values_f64(o, n), *origin = values_f64(o, n), *wide = values_f64(o, n);
  table->f64.kernels->from_singles(n, singles, wide);
  add_f64("widen", n, wide);
  table->f64.kernels->to_singles(n, doubles, rounded);
  add_f32("narrow", n, rounded);
  kernels->sign_step_rounding(n, doubles, singles, origin, 0.1, 0.3, 0, 1, rounded);
  add_f64("sign_step_rounding", n, doubles);
  add_f32("sign_step_rounding, rounded", n, rounded);
  uint8_t bytes[256];
  for (int i = 0; i < 256; i++) bytes[i] = (uint8_t)i;
  float units[256];
  plateau_bytes_to_unit_f32(256, bytes, units);
  add_f32("bytes_to_unit", 256, units);
}

static void searches(operands *o) {
  const plateau_searches *kernels = table->searches;
  const int64_t n = o->count;
  double *a = values_f64(o, n), *b = values_f64(o, n), *c = values_f64(o, n), sums[5];
  double *mask = values_f64(o, n), *direction = values_f64(o, n), *target = values_f64(o, n);
  sums[0] = kernels->descend(n, a, b, -1, 1, mask, direction);
  add_f64("descend, mask", n, mask);
  add_f64("descend, direction", n, direction);
  sums[1] = kernels->dot(n, a, b);
  sums[2] = kernels->dot_of_difference(n, a, c, b);
  kernels->curvature(n, a, b, mask, &sums[3], &sums[4]);
  add_f64("sums of searches", 5, sums);
  sums[0] = kernels->largest_difference(n, a, b);
  add_f64("largest_difference", 1, sums);
  kernels->subtract(n, a, c, target);
  add_f64("subtract", n, target);
  kernels->add_masked(n, -0.3, b, mask, target);
  add_f64("add_masked", n, target);
  kernels->advance(n, a, direction, 0.7, -1, 1, target);
  add_f64("advance", n, target);
  kernels->advance_between(n, target, a, b, c, 0.1, 1.05, -1, 1);
  add_f64("advance_between", n, target);
}

void rows(operands *o) {
  bounds(o);
  boxes(o);
  if (o->kind != all) differences(o);
  projections(o);
  conversions(o);
  searches(o);
}
