#ifndef PLATEAU_CLIBCRYPTO_SHIM_H
#define PLATEAU_CLIBCRYPTO_SHIM_H

#include <openssl/evp.h>

#endif
