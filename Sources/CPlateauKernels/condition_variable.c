// std::condition_variable::wait of C++, of which libstdc++ has a new version since GCC 12 (GLIBCXX_3.4.30).
// Nothing here calls it, but the Swift runtime does: with this one the program runs beside the libstdc++ of
// GCC 11, too, which manylinux_2_34 asks for.
//
// A condition_variable begins with its pthread_cond_t, a unique_lock with a pointer to its mutex, and a mutex is
// a pthread_mutex_t: the binary interface of libstdc++ since version 4.

#if defined(__linux__)

#include <pthread.h>

void plateau_condition_wait(pthread_cond_t *condition, pthread_mutex_t **lock) __asm__(
    "_ZNSt18condition_variable4waitERSt11unique_lockISt5mutexE");

void plateau_condition_wait(pthread_cond_t *condition, pthread_mutex_t **lock) {
  pthread_cond_wait(condition, *lock);
}

#endif
