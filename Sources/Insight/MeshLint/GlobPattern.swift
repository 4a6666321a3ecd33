/// A pattern in which `*` matches any characters, `/` included, and `?` matches one.
public struct GlobPattern: Hashable, Sendable {
    private let scalars: [Unicode.Scalar]

    /// Makes a pattern.
    public init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// Returns a Boolean value that indicates whether the pattern matches the whole text.
    ///
    /// - Complexity: O(length of the pattern times length of the text), also in the worst case.
    public func matches(_ text: String) -> Bool {
        let text = Array(text.unicodeScalars)
        var (here, position) = (0, 0)
        var retry: (pattern: Int, text: Int)?
        while position < text.count {
            if here < scalars.count, scalars[here] == "*" {
                retry = (here + 1, position)
                here += 1
            } else if here < scalars.count, scalars[here] == "?" || scalars[here] == text[position] {
                here += 1
                position += 1
            } else if let last = retry {
                // Extends the match of the latest star by one character.
                retry = (last.pattern, last.text + 1)
                (here, position) = (last.pattern, last.text + 1)
            } else {
                return false
            }
        }
        return scalars[here...].allSatisfy { $0 == "*" }
    }
}
