// Included by files that are about both types: T, FN(name) and ADD(name) of the one they are
// compiled for.

#define FN(name) FN_(name, SUFFIX)
#define FN_(name, suffix) FN__(name, suffix)
#define FN__(name, suffix) name##_##suffix
#define ADD(name, count, values) FN(add)(name, count, values)
#include "driver.h"
