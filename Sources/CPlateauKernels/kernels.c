#include "plateau_kernels.h"
