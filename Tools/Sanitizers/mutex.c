// Reports the locks to ThreadSanitizer that it cannot see: those of contended `Synchronization.Mutex` values.
//
// An uncontended mutex is locked by inlined code, which ThreadSanitizer sees. A contended one calls these three functions of
// libswiftSynchronization.so, which are not instrumented, so everything that such a mutex protects would be reported as a
// race. Suppressions could only silence whole functions, including real races; instead these functions wrap Swift's own and
// report what those do.
//
// `Tools/test --sanitize thread` links this into every program. The names are part of Swift's stable interface.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>

// Functions of ThreadSanitizer's runtime; null in a program without it.
__attribute__((weak)) void __tsan_acquire(void *address);
__attribute__((weak)) void __tsan_release(void *address);

#define swift_method __attribute__((swiftcall))
#define swift_self __attribute__((swift_context))

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef swift_method void (*lock_function)(uint32_t thread, swift_self void *mutex);
typedef swift_method bool (*try_lock_function)(swift_self void *mutex);
typedef swift_method void (*unlock_function)(swift_self void *mutex);

static lock_function swift_lock;
static try_lock_function swift_try_lock;
static unlock_function swift_unlock;

__attribute__((constructor)) static void find_swift_functions(void) {
  swift_lock = (lock_function)dlsym(RTLD_NEXT, LOCK);
  swift_try_lock = (try_lock_function)dlsym(RTLD_NEXT, TRY_LOCK);
  swift_unlock = (unlock_function)dlsym(RTLD_NEXT, UNLOCK);
}

swift_method void lock_slow(uint32_t thread, swift_self void *mutex) __asm__(LOCK);
swift_method bool try_lock_slow(swift_self void *mutex) __asm__(TRY_LOCK);
swift_method void unlock_slow(swift_self void *mutex) __asm__(UNLOCK);

swift_method void lock_slow(uint32_t thread, swift_self void *mutex) {
  swift_lock(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

swift_method bool try_lock_slow(swift_self void *mutex) {
  bool locked = swift_try_lock(mutex);
  if (locked && __tsan_acquire) __tsan_acquire(mutex);
  return locked;
}

swift_method void unlock_slow(swift_self void *mutex) {
  if (__tsan_release) __tsan_release(mutex);
  swift_unlock(mutex);
}
