#define T double
#define SUFFIX f64
#include "both.h"
#include "products.inc"
#include "kernels.inc"
#include "updates.inc"
#include "images.inc"
#include "intervals.inc"
#include "convolutions.inc"
#include "training.inc"
