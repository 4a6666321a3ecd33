/// A pattern in which `*` stands for any characters, `/` included, and `?` for one.
public struct GlobPattern: Hashable, Sendable {
    private let scalars: [Unicode.Scalar]

    /// Makes a pattern.
    public init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// Whether all of the text fits.
    ///
    /// - Complexity: O(length of pattern times length of text); no text makes it worse.
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
                // The latest star takes one character more.
                retry = (last.pattern, last.text + 1)
                (here, position) = (last.pattern, last.text + 1)
            } else {
                return false
            }
        }
        return scalars[here...].allSatisfy { $0 == "*" }
    }
}
