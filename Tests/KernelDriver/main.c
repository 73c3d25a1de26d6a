// Prints a hash of what each kernel of a level makes of operands that are the same everywhere.
//
//   kernels LEVEL     portable, neon, avx2 or avx512; status 3 if this processor does not run it

#include <stdio.h>
#include <string.h>

#include "driver.h"
#include "plateau_float_mode.h"
#include "plateau_levels.h"

const plateau_level_table *table;

// Lengths of rows around those of vectors.
static const int64_t sizes[] = {1, 2, 7, 15, 16, 17, 33, 100, 270};

static void run(void (*body)(operands *), number_kind last) {
  for (number_kind kind = plain; kind <= last; kind++) {
    for (int i = 0; i < (int)(sizeof sizes / sizeof *sizes); i++) {
      operands o = make_operands(kind, sizes[i]);
      body(&o);
      release_room();
    }
  }
}

// Half of the least normal number, where it is flushed, kept and flushed again.
static void float_mode(void) {
  volatile double least = 0x1p-1022, halves[3];
  const uint64_t mode = plateau_float_mode();
  plateau_set_float_mode(mode | plateau_flushing_flags);
  halves[0] = least * 0.5;
  const uint64_t flags = plateau_float_mode_begin();
  halves[1] = least * 0.5;
  plateau_float_mode_end(flags);
  halves[2] = least * 0.5;
  plateau_set_float_mode(mode);
  for (int i = 0; i < 3; i++) add_integer("halves kept", halves[i] != 0);
}

int main(int count, char **arguments) {
  static const char *names[] = {"portable", "neon", "avx2", "avx512"};
  for (int level = 0; level < 4; level++) {
    if (count != 2 || strcmp(arguments[1], names[level]) != 0) continue;
    table = plateau_table_at(level);
    if (!table) return 3;
    run(products_f32, all);
    run(products_f64, all);
    run(kernels_f32, all);
    run(kernels_f64, all);
    run(images_f32, all);
    run(images_f64, all);
    run(intervals_f32, all);
    run(intervals_f64, all);
    // Where zeros are left out, infinities are out of the question.
    run(convolutions_f32, small);
    run(convolutions_f64, small);
    run(depthwise_convolutions_f32, small);
    run(depthwise_convolutions_f64, small);
    run(rows, all);
    run(factorizations, plain);
    run(elementary, all);
    float_mode();
    training_f32();
    training_f64();
    print_results();
    return 0;
  }
  fprintf(stderr, "usage: kernels portable|neon|avx2|avx512\n");
  return 2;
}
