#ifndef EDS_TRANSLATOR_ALLOCATION_COUNTER_H
#define EDS_TRANSLATOR_ALLOCATION_COUNTER_H

#include <stddef.h>
#include <stdint.h>

/// The allocations of a thread while counting was enabled.
typedef struct {
    /// Calls of malloc, calloc, realloc, posix_memalign, aligned_alloc and memalign that gave memory.
    uint64_t allocations;
    /// The bytes that they asked for.
    uint64_t bytes;
} eds_allocation_counts;

/// Puts counting functions where the loaded objects of this process find malloc and its kin, and begins to count the calls
/// of this thread; those of other threads are passed on uncounted.
///
/// Returns how many places were changed; 0 where that is not possible, and then nothing is counted. Not to be called twice
/// without eds_allocation_counting_end between, by any thread.
size_t eds_allocation_counting_begin(void);

/// Stops counting, puts everything back as it was, and returns what this thread allocated.
eds_allocation_counts eds_allocation_counting_end(void);

/// The bytes that the C library's allocator has given out and not got back; 0 where it does not tell.
size_t eds_heap_bytes_in_use(void);

/// Gives free memory back to the system, where the C library can.
void eds_heap_trim(void);

#endif
