internal import CAllocationCounter

/// Statistics of the C library's allocator for the whole process.
enum Heap {
    /// The bytes in use, with the allocator's overhead, or `nil` where they are unknown.
    static var bytesInUse: Int? {
        let bytes = eds_heap_bytes_in_use()
        return bytes > 0 ? Int(bytes) : nil
    }

    /// Returns free memory to the system.
    static func trim() { eds_heap_trim() }

    /// Returns the growth of the bytes in use, or `nil` where it is unknown.
    static func growth(since before: Int?) -> Int? {
        guard let before, let now = bytesInUse else { return nil }
        return now - before
    }
}
