/// A pattern for names, with `*` for variable parts.
///
/// Names consist of segments: parts of a URI between `/`, of a DNS name between `.`, of a node id between `~`. A `*`
/// matches any
/// text within one segment, also an empty one if the segment has other text; `**` at the end matches any rest; a single
/// `*`
/// matches any name.
public struct NamePattern: Hashable, Sendable, CustomStringConvertible {
    /// The separator of segments.
    public enum Separator: UInt8, Hashable, Sendable {
        /// The separator of URIs.
        case slash = 0x2F
        /// The separator of DNS names.
        case dot = 0x2E
        /// The separator of Istio's node ids.
        case tilde = 0x7E
    }

    private static let star = UInt8(ascii: "*")

    /// The pattern in text form.
    public let description: String
    private let separator: Separator
    /// The segments, each as the texts around its stars.
    private let segments: [[[UInt8]]]
    /// A Boolean value that indicates whether the last segment matches all further segments.
    private let takesRest: Bool
    private let takesAll: Bool

    /// Parses a pattern; returns `nil` if it is empty or `**` is anywhere but at its end.
    public init?(_ text: String, separator: Separator) {
        guard !text.isEmpty else { return nil }
        description = text
        self.separator = separator
        takesAll = text == "*" || text == "**"
        takesRest = text.hasSuffix("**")
        let body = takesRest ? text.dropLast() : text[...]
        guard !body.contains("**") else { return nil }
        segments = body.utf8.split(separator: separator.rawValue, omittingEmptySubsequences: false).map { segment in
            segment.split(separator: Self.star, omittingEmptySubsequences: false).map(Array.init)
        }
    }

    /// Returns a Boolean value that indicates whether a name matches.
    public func matches(_ name: String) -> Bool {
        guard !takesAll else { return true }
        let most = takesRest ? segments.count - 1 : Int.max
        let parts = name.utf8.split(separator: separator.rawValue, maxSplits: most, omittingEmptySubsequences: false)
        guard parts.count == segments.count else { return false }
        return zip(segments, parts).allSatisfy { Self.fits(Array($1), $0) }
    }

    /// Returns a Boolean value that indicates whether a segment begins with the first text, ends with the last one and
    /// contains the
    /// others between them, in order.
    private static func fits(_ segment: [UInt8], _ texts: [[UInt8]]) -> Bool {
        guard let first = texts.first, let last = texts.last, texts.count > 1 else { return segment == texts.first }
        // A segment that is only a star matches a name, which is never empty.
        if texts.count == 2, first.isEmpty, last.isEmpty { return !segment.isEmpty }
        guard segment.count >= first.count + last.count, segment.starts(with: first),
            segment.suffix(last.count).elementsEqual(last)
        else { return false }
        var rest = segment[first.count..<(segment.count - last.count)]
        for text in texts.dropFirst().dropLast() {
            // The earliest position leaves the longest rest.
            guard let place = position(of: text, in: rest) else { return false }
            rest = rest[(place + text.count)...]
        }
        return true
    }

    private static func position(of text: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
        guard bytes.count >= text.count else { return nil }
        return (bytes.startIndex...(bytes.endIndex - text.count)).first { bytes[$0...].starts(with: text) }
    }
}
