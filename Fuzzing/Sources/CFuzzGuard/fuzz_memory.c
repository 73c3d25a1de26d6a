#define _GNU_SOURCE
#include "fuzz_memory.h"

#include "fuzz_guard.h"

static int64_t limit = INT64_MAX, current, peak, opened;
static int is_watching;

void memory_limit(int64_t bytes) { limit = bytes; }

void memory_watch(int on) {
  is_watching = on;
  if (on) current = peak = opened = 0;
}

int64_t fuzz_guard_opened(void) { return opened; }

#if defined(__GLIBC__)

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

int64_t fuzz_guard_peak(void) { return peak; }

// A program's own allocator takes precedence over the C library's, for every library it loads.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *pointer, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *pointer);

// Before the memory is taken: what is asked for counts, whether or not it is touched.
static void check(size_t size) {
  if (is_watching && (size > (size_t)limit || current + (int64_t)size > limit)) {
    fuzz_guard_fail("memory: more is allocated than the limit");
  }
}

static void *counted(void *pointer) {
  if (is_watching && pointer) {
    current += (int64_t)malloc_usable_size(pointer);
    if (current > peak) peak = current;
  }
  return pointer;
}

static void uncounted(void *pointer) {
  if (is_watching && pointer) current -= (int64_t)malloc_usable_size(pointer);
}

void *malloc(size_t size) {
  check(size);
  return counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size) {
  size_t bytes;
  check(__builtin_mul_overflow(count, size, &bytes) ? SIZE_MAX : bytes);
  return counted(__libc_calloc(count, size));
}

void *realloc(void *pointer, size_t size) {
  check(size);
  uncounted(pointer);
  return counted(__libc_realloc(pointer, size));
}

void *memalign(size_t alignment, size_t size) {
  check(size);
  return counted(__libc_memalign(alignment, size));
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **pointer, size_t alignment, size_t size) {
  if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
  void *memory = memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *pointer = memory;
  return 0;
}

void free(void *pointer) {
  uncounted(pointer);
  __libc_free(pointer);
}

// A reader of bytes has no business with files.
static int opens(int folder, const char *path, int flags, mode_t mode) {
  if (is_watching) opened++;
  return (int)syscall(SYS_openat, folder, path, flags, mode);
}

#define MODE                                      \
  va_list rest;                                   \
  va_start(rest, flags);                          \
  mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0; \
  va_end(rest);

int open(const char *path, int flags, ...) { MODE return opens(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opens(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) {
  MODE return opens(folder, path, flags, mode);
}
int openat64(int folder, const char *path, int flags, ...) {
  MODE return opens(folder, path, flags, mode);
}

#else

int64_t fuzz_guard_peak(void) { return -1; }

#endif
