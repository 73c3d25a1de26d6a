#define _GNU_SOURCE
#include "fuzz_guard.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "fuzz_memory.h"

static const char *folder, *reader;
static const uint8_t *input;
static int64_t input_count, input_number;
static uint64_t input_seed;
static int time_limit;

// Not the first words of a longer message: nothing here may allocate.
static void say(const char *text) {
  ssize_t ignored = write(STDERR_FILENO, text, strlen(text));
  (void)ignored;
}

void fuzz_guard_fail(const char *reason) {
  static volatile sig_atomic_t is_failing;
  if (is_failing) _exit(1);
  is_failing = 1;
  memory_watch(0);
  char path[1024], text[1400];
  snprintf(
      path, sizeof path, "%s/%s-%llu-%lld.input", folder, reader, (unsigned long long)input_seed,
      (long long)input_number);
  int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  int64_t written = 0;
  while (file >= 0 && input != NULL && written < input_count) {
    ssize_t step = write(file, input + written, (size_t)(input_count - written));
    if (step <= 0) break;
    written += step;
  }
  if (file >= 0) close(file);
  snprintf(
      text, sizeof text,
      "\n%s: %s\n  input %lld of seed %llu, %lld bytes, saved as %s\n"
      "  again: plateau-fuzz %s --seed %llu --only %lld\n",
      reader, reason, (long long)input_number, (unsigned long long)input_seed,
      (long long)input_count, path, reader, (unsigned long long)input_seed,
      (long long)input_number);
  say(text);
  _exit(1);
}

static void caught(int signal) {
  switch (signal) {
  case SIGPROF: fuzz_guard_fail("hang: the limit of processor time is over"); break;
  case SIGALRM: fuzz_guard_fail("hang: 20 times the limit of time is over"); break;
  case SIGSEGV: fuzz_guard_fail("crash: SIGSEGV, bad memory or a full stack"); break;
  case SIGBUS: fuzz_guard_fail("crash: SIGBUS"); break;
  case SIGILL: fuzz_guard_fail("crash: SIGILL, a trap of Swift"); break;
  case SIGTRAP: fuzz_guard_fail("crash: SIGTRAP, a trap of Swift"); break;
  case SIGFPE: fuzz_guard_fail("crash: SIGFPE"); break;
  default: fuzz_guard_fail("crash: SIGABRT"); break;
  }
}

void fuzz_guard_start(const char *in, const char *name, int64_t limit_bytes, int seconds) {
  folder = strdup(in);
  reader = strdup(name);
  time_limit = seconds;
  memory_limit(limit_bytes);
  // A full stack leaves no room for the handler.
  stack_t stack = {.ss_sp = malloc(1 << 16), .ss_size = 1 << 16};
  sigaltstack(&stack, NULL);
  struct sigaction action = {.sa_handler = caught, .sa_flags = SA_ONSTACK};
  const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGPROF, SIGALRM};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) sigaction(signals[i], &action, NULL);
}

// Processor time, so that a busy machine makes no hang; and the clock, for what waits.
static void set_timers(int seconds) {
  struct itimerval processor = {.it_value = {.tv_sec = seconds}};
  struct itimerval clock = {.it_value = {.tv_sec = 20 * seconds}};
  setitimer(ITIMER_PROF, &processor, NULL);
  setitimer(ITIMER_REAL, &clock, NULL);
}

void fuzz_guard_begin(const uint8_t *bytes, int64_t count, uint64_t seed, int64_t number) {
  input = bytes;
  input_count = count;
  input_seed = seed;
  input_number = number;
  set_timers(time_limit);
  memory_watch(1);
}

void fuzz_guard_end(void) {
  memory_watch(0);
  set_timers(0);
}
