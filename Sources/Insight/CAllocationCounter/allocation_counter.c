#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE
#endif

#include "CAllocationCounter.h"

#include <stdlib.h>

#if defined(__linux__) && (defined(__x86_64__) || defined(__aarch64__))

#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <link.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

// Every loaded object calls malloc through an entry of its own global offset table. Counting exchanges these entries and
// puts them back afterwards, so that a program that does not count runs as if this file were not there.

#if defined(__x86_64__)
enum { in_call_table = R_X86_64_JUMP_SLOT, in_data_table = R_X86_64_GLOB_DAT, in_data = R_X86_64_64 };
#else
enum { in_call_table = R_AARCH64_JUMP_SLOT, in_data_table = R_AARCH64_GLOB_DAT, in_data = R_AARCH64_ABS64 };
#endif

static _Thread_local bool is_counting;
static _Thread_local eds_allocation_counts counts;

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static int (*real_posix_memalign)(void **, size_t, size_t);
static void *(*real_aligned_alloc)(size_t, size_t);
static void *(*real_memalign)(size_t, size_t);

static void count(bool succeeded, size_t bytes) {
    if (!is_counting || !succeeded) return;
    counts.allocations += 1;
    counts.bytes += bytes;
}

static void *counting_malloc(size_t size) {
    void *memory = real_malloc(size);
    count(memory != NULL, size);
    return memory;
}

static void *counting_calloc(size_t number, size_t size) {
    void *memory = real_calloc(number, size);
    count(memory != NULL, number * size);
    return memory;
}

static void *counting_realloc(void *old, size_t size) {
    void *memory = real_realloc(old, size);
    count(memory != NULL, size);
    return memory;
}

static int counting_posix_memalign(void **memory, size_t alignment, size_t size) {
    int result = real_posix_memalign(memory, alignment, size);
    count(result == 0, size);
    return result;
}

static void *counting_aligned_alloc(size_t alignment, size_t size) {
    void *memory = real_aligned_alloc(alignment, size);
    count(memory != NULL, size);
    return memory;
}

static void *counting_memalign(size_t alignment, size_t size) {
    void *memory = real_memalign(alignment, size);
    count(memory != NULL, size);
    return memory;
}

static const struct {
    const char *name;
    void **real;
    void *counting;
} functions[] = {
    {"malloc", (void **)&real_malloc, (void *)counting_malloc},
    {"calloc", (void **)&real_calloc, (void *)counting_calloc},
    {"realloc", (void **)&real_realloc, (void *)counting_realloc},
    {"posix_memalign", (void **)&real_posix_memalign, (void *)counting_posix_memalign},
    {"aligned_alloc", (void **)&real_aligned_alloc, (void *)counting_aligned_alloc},
    {"memalign", (void **)&real_memalign, (void *)counting_memalign},
};
enum { function_count = sizeof(functions) / sizeof(functions[0]), most_entries = 4096 };

typedef struct {
    void **place;
    void *previous;
    // The loader makes these pages read-only when it is done with them.
    bool is_read_only;
} changed_entry;

static changed_entry entries[most_entries];
static size_t entry_count;

static bool exchange(void **place, void *value, bool is_read_only) {
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    void *start = (void *)((uintptr_t)place & ~(page - 1));
    if (is_read_only && mprotect(start, page, PROT_READ | PROT_WRITE) != 0) return false;
    __atomic_store_n(place, value, __ATOMIC_RELEASE);
    if (is_read_only) mprotect(start, page, PROT_READ);
    return true;
}

typedef struct {
    ElfW(Addr) base;
    const ElfW(Sym) *symbols;
    const char *names;
    ElfW(Addr) read_only_start;
    ElfW(Addr) read_only_end;
} loaded_object;

static void change_entries(const loaded_object *object, const ElfW(Rela) *relocations, size_t bytes) {
    for (size_t index = 0; index < bytes / sizeof(ElfW(Rela)); index++) {
        const ElfW(Rela) *relocation = &relocations[index];
        unsigned long type = ELF64_R_TYPE(relocation->r_info);
        if (type != in_call_table && type != in_data_table && type != in_data) continue;
        const char *name = object->names + object->symbols[ELF64_R_SYM(relocation->r_info)].st_name;
        for (size_t function = 0; function < function_count; function++) {
            if (*functions[function].real == NULL || strcmp(name, functions[function].name) != 0) continue;
            void **place = (void **)(object->base + relocation->r_offset);
            // What was bound to something else is left alone, and a bound on the table is no reason to lose a place.
            if (entry_count == most_entries) return;
            ElfW(Addr) address = (ElfW(Addr))place;
            bool is_read_only = address >= object->read_only_start && address < object->read_only_end;
            changed_entry entry = {place, *place, is_read_only};
            if (exchange(place, functions[function].counting, is_read_only)) entries[entry_count++] = entry;
        }
    }
}

static int change_object(struct dl_phdr_info *info, size_t size, void *unused) {
    (void)size;
    (void)unused;
    loaded_object object = {.base = info->dlpi_addr};
    const ElfW(Dyn) *dynamic = NULL;
    for (size_t index = 0; index < info->dlpi_phnum; index++) {
        const ElfW(Phdr) *header = &info->dlpi_phdr[index];
        if (header->p_type == PT_DYNAMIC) dynamic = (const ElfW(Dyn) *)(object.base + header->p_vaddr);
        if (header->p_type == PT_GNU_RELRO) {
            // The loader protects whole pages only.
            ElfW(Addr) page = (ElfW(Addr))sysconf(_SC_PAGESIZE);
            object.read_only_start = (object.base + header->p_vaddr) & ~(page - 1);
            object.read_only_end = (object.base + header->p_vaddr + header->p_memsz) & ~(page - 1);
        }
    }
    if (dynamic == NULL || strstr(info->dlpi_name, "linux-vdso") != NULL) return 0;
    const ElfW(Rela) *calls = NULL, *data = NULL;
    size_t call_bytes = 0, data_bytes = 0;
    bool has_addends = true;
    for (; dynamic->d_tag != DT_NULL; dynamic++) {
        ElfW(Addr) value = dynamic->d_un.d_ptr;
        // glibc's loader turns these into addresses, musl's leaves them relative.
        ElfW(Addr) address = value < object.base ? object.base + value : value;
        switch (dynamic->d_tag) {
        case DT_SYMTAB: object.symbols = (const ElfW(Sym) *)address; break;
        case DT_STRTAB: object.names = (const char *)address; break;
        case DT_JMPREL: calls = (const ElfW(Rela) *)address; break;
        case DT_PLTRELSZ: call_bytes = dynamic->d_un.d_val; break;
        case DT_PLTREL: has_addends = dynamic->d_un.d_val == DT_RELA; break;
        case DT_RELA: data = (const ElfW(Rela) *)address; break;
        case DT_RELASZ: data_bytes = dynamic->d_un.d_val; break;
        default: break;
        }
    }
    if (object.symbols == NULL || object.names == NULL) return 0;
    if (calls != NULL && has_addends) change_entries(&object, calls, call_bytes);
    if (data != NULL) change_entries(&object, data, data_bytes);
    return 0;
}

size_t eds_allocation_counting_begin(void) {
    for (size_t function = 0; function < function_count; function++) {
        if (*functions[function].real == NULL) {
            *functions[function].real = dlsym(RTLD_DEFAULT, functions[function].name);
        }
    }
    entry_count = 0;
    dl_iterate_phdr(change_object, NULL);
    counts = (eds_allocation_counts){0, 0};
    is_counting = true;
    return entry_count;
}

eds_allocation_counts eds_allocation_counting_end(void) {
    is_counting = false;
    while (entry_count > 0) {
        changed_entry *entry = &entries[--entry_count];
        exchange(entry->place, entry->previous, entry->is_read_only);
    }
    return counts;
}

#else

size_t eds_allocation_counting_begin(void) { return 0; }

eds_allocation_counts eds_allocation_counting_end(void) { return (eds_allocation_counts){0, 0}; }

#endif

#if defined(__GLIBC__) && (__GLIBC__ > 2 || (__GLIBC__ == 2 && __GLIBC_MINOR__ >= 33))

#include <malloc.h>

size_t eds_heap_bytes_in_use(void) {
    struct mallinfo2 info = mallinfo2();
    // Large pieces are mapped one by one and are not among the others.
    return info.uordblks + info.hblkhd;
}

void eds_heap_trim(void) { malloc_trim(0); }

#else

size_t eds_heap_bytes_in_use(void) { return 0; }

void eds_heap_trim(void) {}

#endif
