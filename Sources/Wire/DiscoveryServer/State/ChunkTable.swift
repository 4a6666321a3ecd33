internal import EndpointTranslation
internal import NIOCore
internal import Synchronization

/// Assignments as elements of responses, made once for all streams; safe to use from any thread (XP-B5).
final class ChunkTable: Sendable {
    private struct Key: Hashable {
        let assignment: ObjectIdentifier
        let dialect: ResponseDialect
    }

    /// The assignment is held so that its identity stays its own.
    private struct Chunk {
        let assignment: EncodedAssignment
        let buffer: ByteBuffer
    }

    private static let maximumCount = 400_000
    private let chunks: Mutex<[Key: Chunk]>

    /// Makes an empty table.
    init() { chunks = Mutex([:]) }

    /// Makes the table of a later mesh.
    ///
    /// - Parameters:
    ///   - before: the table of an earlier mesh.
    ///   - changedNames: the names whose assignments are not kept, ascending; nil for all.
    init(after before: ChunkTable, changedNames: [String]?) {
        guard let changedNames else {
            chunks = Mutex([:])
            return
        }
        let changed = Set(changedNames)
        chunks = Mutex(before.chunks.withLock { $0 }.filter { !changed.contains($0.value.assignment.name) })
    }

    /// An assignment as an element of a response.
    func chunk(_ assignment: EncodedAssignment, _ dialect: ResponseDialect) -> ByteBuffer {
        let key = Key(assignment: ObjectIdentifier(assignment), dialect: dialect)
        if let known = chunks.withLock({ $0[key] }) { return known.buffer }
        let made = ByteBuffer(bytes: dialect.chunk(of: assignment))
        // Assignments of names that do not exist are made anew each time: there is no end of such names.
        guard assignment.exists else { return made }
        return chunks.withLock { chunks in
            if let other = chunks[key] { return other.buffer }
            if chunks.count >= Self.maximumCount { chunks.removeAll() }
            chunks[key] = Chunk(assignment: assignment, buffer: made)
            return made
        }
    }
}
