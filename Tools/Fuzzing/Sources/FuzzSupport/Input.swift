/// The bytes of one input.
public struct Input: Sendable {
    /// All of them, or what is left.
    public var bytes: ArraySlice<UInt8>

    /// Copies what libFuzzer lends.
    public init(_ data: UnsafePointer<UInt8>?, _ size: Int) {
        bytes = Array(UnsafeBufferPointer(start: data, count: size))[...]
    }

    /// What is left, as an array.
    public var array: [UInt8] { Array(bytes) }

    /// What is left, as text; broken UTF-8 is repaired.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// What is left, line by line.
    public var lines: [String] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Takes the first byte away; 0 at the end.
    public mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }
}
