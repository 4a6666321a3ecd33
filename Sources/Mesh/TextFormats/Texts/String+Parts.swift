extension StringProtocol {
    /// Returns the parts between separators, empty ones included.
    ///
    /// Splits at bytes, not characters: some characters would join with a separator beside them and hide it.
    ///
    /// - Parameters:
    ///   - separator: an ASCII character.
    ///   - maxSplits: the maximum number of splits; the rest is one part.
    public func parts(separatedBy separator: Unicode.Scalar, maxSplits: Int = .max) -> [Substring] {
        Substring(self).utf8
            .split(separator: UInt8(ascii: separator), maxSplits: maxSplits, omittingEmptySubsequences: false)
            .map { Substring($0) }
    }
}
