internal import EndpointTranslation
internal import NIOCore
internal import Synchronization

/// A cache of assignments encoded as elements of responses, shared by all streams and states; safe to use from any
/// thread (XP-B5).
///
/// It is bounded by bytes. Two generations approximate the order of last use, as in the cache of assignments.
final class EncodedResourceCache: Sendable {
    fileprivate struct Key: Hashable {
        let assignment: ObjectIdentifier
        let form: ChunkForm
    }

    /// An encoded element; it retains the assignment, so that its identity stays unique.
    fileprivate struct Chunk {
        let assignment: EncodedAssignment
        let buffer: ByteBuffer

        /// The approximate memory of the element and the assignment that it retains, in bytes.
        var byteCount: Int { assignment.bytes.count + buffer.readableBytes + 256 }
    }

    fileprivate struct Generations {
        var young: [Key: Chunk] = [:]
        var old: [Key: Chunk] = [:]
        var youngBytes = 0
        var oldBytes = 0
    }

    private let generations = Mutex(Generations())
    private let maximumBytes: Int

    /// Makes an empty cache with an approximate maximum of memory in bytes.
    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// The approximate memory of all elements, in bytes.
    var byteCount: Int { generations.withLock { $0.youngBytes + $0.oldBytes } }

    /// Returns an assignment as an element of a response.
    func chunk(_ assignment: EncodedAssignment, _ form: ChunkForm) -> ByteBuffer {
        let key = Key(assignment: ObjectIdentifier(assignment), form: form)
        if let known = generations.withLock({ $0.find(key, maximumBytes) }) { return known.buffer }
        let made = ByteBuffer(bytes: form.chunk(of: assignment))
        // Assignments of missing names are not cached: there is no limit to such names.
        guard assignment.exists else { return made }
        return generations.withLock { generations in
            generations.insert(Chunk(assignment: assignment, buffer: made), key, maximumBytes).buffer
        }
    }
}

extension EncodedResourceCache.Generations {
    fileprivate mutating func find(_ key: EncodedResourceCache.Key, _ maximumBytes: Int) -> EncodedResourceCache.Chunk?
    {
        if let chunk = young[key] { return chunk }
        guard let chunk = old.removeValue(forKey: key) else { return nil }
        oldBytes -= chunk.byteCount
        return insert(chunk, key, maximumBytes)
    }

    /// Inserts an element, or keeps the one that is there; one of more than half of the maximum is not kept.
    fileprivate mutating func insert(
        _ chunk: EncodedResourceCache.Chunk,
        _ key: EncodedResourceCache.Key,
        _ maximumBytes: Int
    ) -> EncodedResourceCache.Chunk {
        if let other = young[key] { return other }
        guard chunk.byteCount <= maximumBytes / 2 else { return chunk }
        if youngBytes + chunk.byteCount > maximumBytes / 2 {
            (old, oldBytes) = (young, youngBytes)
            (young, youngBytes) = ([:], 0)
        }
        young[key] = chunk
        youngBytes += chunk.byteCount
        return chunk
    }
}
