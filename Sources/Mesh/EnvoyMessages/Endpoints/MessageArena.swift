/// The memory of a tree of C messages, which is freed as a whole.
///
/// libprotobuf-c only reads the tree that it packs, so neither its allocator nor its free function may be used on one.
final class MessageArena {
    private static let alignment = 16
    private static let chunkSize = 16 << 10

    private var chunks: [UnsafeMutableRawBufferPointer] = []
    private var current = 0
    private var used = 0

    init() {}

    deinit {
        for chunk in self.chunks { chunk.deallocate() }
    }

    /// Frees all memory; messages made before must not be used afterwards.
    func reset() {
        current = 0
        used = 0
    }

    /// Makes a message and runs its generated initialiser.
    func make<Message>(
        _ initialise: (UnsafeMutablePointer<Message>?) -> Void
    ) -> UnsafeMutablePointer<Message> {
        let message = allocate(MemoryLayout<Message>.size).bindMemory(to: Message.self, capacity: 1)
        initialise(message)
        return message
    }

    /// Makes the list of a repeated field from its elements.
    func list<Message>(
        _ elements: [UnsafeMutablePointer<Message>]
    ) -> UnsafeMutablePointer<UnsafeMutablePointer<Message>?> {
        let list = allocate(elements.count * MemoryLayout<UnsafeMutablePointer<Message>?>.stride)
            .bindMemory(to: UnsafeMutablePointer<Message>?.self, capacity: elements.count)
        for (index, element) in elements.enumerated() {
            (list + index).initialize(to: element)
        }
        return list
    }

    /// Allocates bytes.
    func bytes(_ count: Int) -> UnsafeMutablePointer<UInt8> {
        allocate(count).bindMemory(to: UInt8.self, capacity: count)
    }

    /// Makes a C string.
    ///
    /// - Throws: ``MessageError`` if the text contains a NUL, at which C would truncate it.
    func text(_ text: String) throws(MessageError) -> UnsafeMutablePointer<CChar> {
        var text = text
        let count = text.utf8.count
        let copy = allocate(count + 1)
        let clean = text.withUTF8 { source in
            UnsafeMutableRawBufferPointer(start: copy, count: count).copyMemory(from: UnsafeRawBufferPointer(source))
            return !source.contains(0)
        }
        guard clean else {
            throw MessageError(code: .unencodable, message: "text contains a NUL, expected none")
        }
        copy.storeBytes(of: 0, toByteOffset: count, as: UInt8.self)
        return copy.bindMemory(to: CChar.self, capacity: count + 1)
    }

    private func allocate(_ size: Int) -> UnsafeMutableRawPointer {
        let rounded = (size + Self.alignment - 1) & ~(Self.alignment - 1)
        while current < chunks.count {
            if let base = chunks[current].baseAddress,
                used + rounded <= chunks[current].count
            {
                defer { used += rounded }
                return base + used
            }
            current += 1
            used = 0
        }
        let base = UnsafeMutableRawPointer.allocate(
            byteCount: max(rounded, Self.chunkSize),
            alignment: Self.alignment
        )
        chunks.append(UnsafeMutableRawBufferPointer(start: base, count: max(rounded, Self.chunkSize)))
        used = rounded
        return base
    }
}
