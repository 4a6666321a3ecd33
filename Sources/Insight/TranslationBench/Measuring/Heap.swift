internal import CAllocationCounter

/// What the C library's allocator knows of the whole process.
enum Heap {
    /// The bytes in use, with the allocator's own overhead; nil where it does not tell.
    static var bytesInUse: Int? {
        let bytes = eds_heap_bytes_in_use()
        return bytes > 0 ? Int(bytes) : nil
    }

    /// Gives free memory back to the system.
    static func trim() { eds_heap_trim() }

    /// How many more bytes are in use than before; nil where that is not known.
    static func growth(since before: Int?) -> Int? {
        guard let before, let now = bytesInUse else { return nil }
        return now - before
    }
}
