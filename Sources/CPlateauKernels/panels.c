// What is the same at every level: lists of differences, and weights in panels.

#pragma STDC FP_CONTRACT OFF

#include "plateau_enclosures.h"

int64_t plateau_list_differences(int64_t count, const double *restrict center,
                                 const double *restrict spread,
                                 plateau_difference *restrict differences) {
  int64_t found = 0;
  const double c = center[0], s = spread[0];
  for (int64_t i = 1; i < count; i++) {
    // Written in any case, kept where there is one.
    differences[found] = (plateau_difference){center[i] - c, spread[i] - s, i};
    found += (center[i] != c) | (spread[i] != s);
  }
  return found;
}

int64_t plateau_panels_size(int64_t inputs, int64_t outputs) {
  return (outputs + PLATEAU_PANEL - 1) / PLATEAU_PANEL * PLATEAU_PANEL * inputs;
}

void plateau_pack_panels(int64_t inputs, int64_t outputs, const double *weights, double *panels,
                         double *sums, double *magnitudes) {
  for (int64_t first = 0; first < outputs; first += PLATEAU_PANEL) {
    double *panel = panels + first * inputs;
    for (int64_t unit = 0; unit < PLATEAU_PANEL; unit++) {
      const double *row = weights + (first + unit) * inputs;
      double sum = 0, magnitude = 0;
      for (int64_t i = 0; i < inputs; i++) {
        const double w = first + unit < outputs ? row[i] : 0;
        panel[i * PLATEAU_PANEL + unit] = w;
        sum += w;
        magnitude += __builtin_fabs(w);
      }
      sums[first + unit] = sum;
      magnitudes[first + unit] = magnitude;
    }
  }
}
