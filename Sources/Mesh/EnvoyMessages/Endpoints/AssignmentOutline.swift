/// The parts of a ClusterLoadAssignment that a simulated client needs: its name, and the addresses of its endpoints.
///
/// Nothing is unpacked: a load generator that spends as much on an assignment as Envoy does would measure itself.
public struct AssignmentOutline: Hashable, Sendable {
    private static let fieldBudget = 64 << 20
    /// The field numbers from an endpoint down: its Endpoint, the address, the socket address in it, and its text.
    private static let addressPath: ArraySlice<Int> = [1, 1, 1, 2]

    /// The cluster name.
    public private(set) var clusterName = ""

    /// The number of endpoints.
    public private(set) var endpointCount = 0

    /// Reads a packed assignment.
    ///
    /// - Parameters:
    ///   - bytes: the packed assignment.
    /// - visit: called with the text of each endpoint's socket address; the bytes are valid during the call only.
    /// - Throws: ``MessageError`` if the bytes are not such a message.
    public init(
        reading bytes: [UInt8],
        visitingAddresses visit: (UnsafeRawBufferPointer) -> Void = { _ in }
    ) throws(MessageError) {
        self = try bytes.span.bytes.withUnsafeBytes { buffer throws(MessageError) in
            try AssignmentOutline(buffer, visit)
        }
    }

    private init(_ bytes: UnsafeRawBufferPointer, _ visit: (UnsafeRawBufferPointer) -> Void) throws(MessageError) {
        var budget = Self.fieldBudget
        var reader = WireReader(bytes)
        while let field = try reader.next(budget: &budget) {
            switch (field.number, field.type) {
            case (1, .lengthDelimited): clusterName = try WireText.read(bytes, in: field.payload, limit: .max)
            case (2, .lengthDelimited): try readLocality(bytes, field.payload, &budget, visit)
            default: continue
            }
        }
    }

    private mutating func readLocality(
        _ bytes: UnsafeRawBufferPointer,
        _ range: Range<Int>,
        _ budget: inout Int,
        _ visit: (UnsafeRawBufferPointer) -> Void
    ) throws(MessageError) {
        var reader = WireReader(bytes, in: range)
        while let field = try reader.next(budget: &budget) {
            guard field.number == 2, field.type == .lengthDelimited else { continue }
            endpointCount += 1
            try Self.descend(Self.addressPath, into: field.payload, of: bytes, &budget, visit)
        }
    }

    /// Follows field numbers down; the length of the path limits the recursion.
    private static func descend(
        _ path: ArraySlice<Int>,
        into range: Range<Int>,
        of bytes: UnsafeRawBufferPointer,
        _ budget: inout Int,
        _ visit: (UnsafeRawBufferPointer) -> Void
    ) throws(MessageError) {
        guard let number = path.first else { return visit(UnsafeRawBufferPointer(rebasing: bytes[range])) }
        var reader = WireReader(bytes, in: range)
        while let field = try reader.next(budget: &budget) {
            guard field.number == number, field.type == .lengthDelimited else { continue }
            try descend(path.dropFirst(), into: field.payload, of: bytes, &budget, visit)
        }
    }
}
