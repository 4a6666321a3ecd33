/// The nonces of one sub-stream: a prefix and a counter, `prefix-1`, `prefix-2` and so on (XP-V1).
///
/// The server chooses a random prefix for each stream; on an aggregated stream each type extends it by its own. A nonce
/// from an older stream, or one sent back under the wrong type, is then recognized as foreign (TH-09).
public struct NonceSequence: Sendable, Hashable {
    /// The prefix of every nonce of the sequence.
    public let prefix: String
    /// The number of issued nonces, which is the ordinal of the newest one.
    public private(set) var issued: UInt64 = 0

    /// Starts a sequence; the first nonce has ordinal 1.
    public init(prefix: String) {
        self.prefix = prefix
    }

    /// Issues the next nonce.
    ///
    /// No nonce is issued twice.
    public mutating func next() -> String {
        issued += 1
        return text(of: issued)
    }

    /// Returns the nonce with the given ordinal.
    public func text(of ordinal: UInt64) -> String {
        "\(prefix)-\(ordinal)"
    }

    /// Returns the ordinal of a nonce that this sequence issued; `nil` for any other text.
    public func ordinal(of nonce: String) -> UInt64? {
        guard nonce.utf8.count > prefix.utf8.count + 1, nonce.hasPrefix(prefix) else { return nil }
        let digits = nonce.utf8.dropFirst(prefix.utf8.count + 1)
        // Twenty digits are enough for every UInt64, so a longer text is rejected without conversion.
        guard digits.count <= 20, let ordinal = UInt64(String(Substring(digits))) else { return nil }
        // UInt64 also accepts "+1" and "01", which were never issued.
        guard ordinal >= 1, ordinal <= issued, text(of: ordinal) == nonce else { return nil }
        return ordinal
    }
}
