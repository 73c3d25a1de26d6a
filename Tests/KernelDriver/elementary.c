// Elementary functions, which have no levels: of small and large numbers, and of their powers.

#include "driver.h"
#include "plateau_elementary.h"

void elementary(operands *o) {
  static const double scales[] = {0x1p-30, 0x1p-7, 0x1p-3, 1, 0x1p+3, 0x1p+7};
  for (int s = 0; s < (int)(sizeof scales / sizeof *scales); s++) {
    const double *x = values_f64(o, o->count), *y = values_f64(o, o->count);
    for (int64_t i = 0; i < o->count; i++) {
      const double z = x[i] * scales[s], size = z < 0 ? -z : z;
#define ADD(name, argument)                                             \
  do {                                                                  \
    const double value = plateau_elementary_##name(argument);           \
    add_f64("elementary_" #name, 1, &value);                            \
  } while (0)
      ADD(exp, z);
      ADD(exp2, z);
      ADD(expm1, z);
      ADD(log, size);
      ADD(log1p, z);
      ADD(log2, size);
      ADD(log10, size);
      ADD(cbrt, z);
      ADD(tanh, z);
      ADD(atanh, z);
      ADD(cos, z);
      ADD(sin, z);
      ADD(erfc, z);
      ADD(lgamma, size);
#undef ADD
      const double power = plateau_elementary_pow(size, y[i] * 8);
      add_f64("elementary_pow", 1, &power);
    }
  }
}
