/// The nonces of one sub-stream: a prefix and a counter, `prefix-1`, `prefix-2` and so on (XP-V1).
///
/// The server draws a prefix at random for each stream; on an aggregated stream each type has its own prefix below
/// that. A nonce from an older stream, or one sent back under the wrong type, is then recognisably foreign (TH-09).
public struct NonceSequence: Sendable, Hashable {
    /// What every nonce of the sequence starts with.
    public let prefix: String
    /// How many nonces were given out; the ordinal of the newest one.
    public private(set) var issued: UInt64 = 0

    /// Starts a sequence; the first nonce has ordinal 1.
    public init(prefix: String) {
        self.prefix = prefix
    }

    /// Gives out the next nonce.
    ///
    /// No nonce is given out twice.
    public mutating func next() -> String {
        issued += 1
        return text(of: issued)
    }

    /// The nonce with the given ordinal.
    public func text(of ordinal: UInt64) -> String {
        "\(prefix)-\(ordinal)"
    }

    /// The ordinal of a nonce that this sequence gave out; `nil` for any other text.
    public func ordinal(of nonce: String) -> UInt64? {
        guard nonce.utf8.count > prefix.utf8.count + 1, nonce.hasPrefix(prefix) else { return nil }
        let digits = nonce.utf8.dropFirst(prefix.utf8.count + 1)
        // Twenty digits hold every UInt64; a longer text is not worth a conversion.
        guard digits.count <= 20, let ordinal = UInt64(String(Substring(digits))) else { return nil }
        // UInt64 also reads "+1" and "01", which were never given out.
        guard ordinal >= 1, ordinal <= issued, text(of: ordinal) == nonce else { return nil }
        return ordinal
    }
}
