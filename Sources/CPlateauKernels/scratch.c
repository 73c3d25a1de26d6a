#define _GNU_SOURCE
#include "scratch.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct {
  size_t bytes;
  void *memory;
} block;

static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Thread_local block own;

static void release(void *memory) { free(memory); }

// Called when a thread ends that has a block.
static void prepare(void) { pthread_key_create(&key, release); }

void *plateau_scratch(size_t bytes) {
  if (own.bytes >= bytes) return own.memory;
  pthread_once(&once, prepare);
  free(own.memory);
  own.bytes = 0;
  if (posix_memalign(&own.memory, 64, bytes) != 0) abort();
  own.bytes = bytes;
  pthread_setspecific(key, own.memory);
  return own.memory;
}
