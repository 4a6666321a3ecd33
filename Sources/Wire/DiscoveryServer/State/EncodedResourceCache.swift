internal import EndpointTranslation
internal import NIOCore
internal import Synchronization

/// A cache of assignments encoded as elements of responses, shared by all streams; safe to use from any thread (XP-B5).
final class EncodedResourceCache: Sendable {
    private struct Key: Hashable {
        let assignment: ObjectIdentifier
        let dialect: ResponseDialect
    }

    /// An encoded element; it retains the assignment, so that its identity stays unique.
    private struct Chunk {
        let assignment: EncodedAssignment
        let buffer: ByteBuffer
    }

    private static let maximumCount = 400_000
    private let chunks: Mutex<[Key: Chunk]>

    /// Makes an empty cache.
    init() { chunks = Mutex([:]) }

    /// Makes the cache of a later mesh.
    ///
    /// - Parameters:
    /// - before: the cache of an earlier mesh.
    /// - changedNames: the names whose assignments are dropped, ascending; nil for all.
    init(after before: EncodedResourceCache, changedNames: [String]?) {
        guard let changedNames else {
            chunks = Mutex([:])
            return
        }
        let changed = Set(changedNames)
        chunks = Mutex(before.chunks.withLock { $0 }.filter { !changed.contains($0.value.assignment.name) })
    }

    /// Returns an assignment as an element of a response.
    func chunk(_ assignment: EncodedAssignment, _ dialect: ResponseDialect) -> ByteBuffer {
        let key = Key(assignment: ObjectIdentifier(assignment), dialect: dialect)
        if let known = chunks.withLock({ $0[key] }) { return known.buffer }
        let made = ByteBuffer(bytes: dialect.chunk(of: assignment))
        // Assignments of missing names are not cached: there is no limit to such names.
        guard assignment.exists else { return made }
        return chunks.withLock { chunks in
            if let other = chunks[key] { return other.buffer }
            if chunks.count >= Self.maximumCount { chunks.removeAll() }
            chunks[key] = Chunk(assignment: assignment, buffer: made)
            return made
        }
    }
}
