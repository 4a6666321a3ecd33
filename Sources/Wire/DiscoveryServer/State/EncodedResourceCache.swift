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
        let maximumBytes: Int
        var young: [Key: Chunk] = [:]
        var old: [Key: Chunk] = [:]
        /// The approximate memory of the younger generation, in bytes; the older one had no more.
        var youngBytes = 0
    }

    private let generations: Mutex<Generations>

    /// Makes an empty cache with an approximate maximum of memory in bytes.
    init(maximumBytes: Int) { generations = Mutex(Generations(maximumBytes: maximumBytes)) }

    /// Returns an assignment as an element of a response.
    func chunk(_ assignment: EncodedAssignment, _ form: ChunkForm) -> ByteBuffer {
        let key = Key(assignment: ObjectIdentifier(assignment), form: form)
        if let known = generations.withLock({ $0.find(key) }) { return known.buffer }
        let made = ByteBuffer(bytes: form.chunk(of: assignment))
        // Assignments of missing names are not cached: there is no limit to such names.
        guard assignment.exists else { return made }
        return generations.withLock { generations in
            generations.insert(Chunk(assignment: assignment, buffer: made), key).buffer
        }
    }
}

extension EncodedResourceCache.Generations {
    fileprivate mutating func find(_ key: EncodedResourceCache.Key) -> EncodedResourceCache.Chunk? {
        if let chunk = young[key] { return chunk }
        return old.removeValue(forKey: key).map { insert($0, key) }
    }

    /// Inserts an element, or keeps the one that is there; one of more than half of the maximum is not kept.
    fileprivate mutating func insert(
        _ chunk: EncodedResourceCache.Chunk,
        _ key: EncodedResourceCache.Key
    ) -> EncodedResourceCache.Chunk {
        if let other = young[key] { return other }
        guard chunk.byteCount <= maximumBytes / 2 else { return chunk }
        if youngBytes + chunk.byteCount > maximumBytes / 2 {
            old = young
            (young, youngBytes) = ([:], 0)
        }
        young[key] = chunk
        youngBytes += chunk.byteCount
        return chunk
    }
}
