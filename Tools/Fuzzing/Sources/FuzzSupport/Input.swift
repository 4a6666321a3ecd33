/// The bytes of one input.
public struct Input: Sendable {
    /// The remaining bytes.
    public var bytes: ArraySlice<UInt8>

    /// Copies the buffer of libFuzzer.
    public init(_ data: UnsafePointer<UInt8>?, _ size: Int) {
        bytes = Array(UnsafeBufferPointer(start: data, count: size))[...]
    }

    /// The remaining bytes as an array.
    public var array: [UInt8] { Array(bytes) }

    /// The remaining bytes as text; invalid UTF-8 is repaired.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The remaining bytes, line by line.
    public var lines: [String] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Removes and returns the first byte; 0 at the end.
    public mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }
}
