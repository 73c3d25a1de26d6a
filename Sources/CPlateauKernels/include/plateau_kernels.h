#ifndef PLATEAU_KERNELS_H
#define PLATEAU_KERNELS_H

#endif
