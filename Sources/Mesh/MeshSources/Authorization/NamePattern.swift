/// A text in which `*` stands for what may differ from name to name.
///
/// Names are made of segments: parts of a URI between `/`, of a DNS name between `.`, of a node id between `~`. A `*`
/// stands for any text within one segment, possibly empty where the segment has other text too; `**` at the end stands
/// for any rest; `*` alone for any name.
public struct NamePattern: Hashable, Sendable, CustomStringConvertible {
    /// What segments are separated by.
    public enum Separator: UInt8, Hashable, Sendable {
        /// The one of URIs.
        case slash = 0x2F
        /// The one of DNS names.
        case dot = 0x2E
        /// The one of Istio's node ids.
        case tilde = 0x7E
    }

    private static let star = UInt8(ascii: "*")

    /// The pattern as it was written.
    public let description: String
    private let separator: Separator
    /// The segments, each as the texts around its stars.
    private let segments: [[[UInt8]]]
    /// Whether the last segment goes on over all that follow.
    private let takesRest: Bool
    private let takesAll: Bool

    /// Reads a pattern; nil when it is empty or `**` stands anywhere but at its end.
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

    /// Whether a name fits.
    public func matches(_ name: String) -> Bool {
        guard !takesAll else { return true }
        let most = takesRest ? segments.count - 1 : Int.max
        let parts = name.utf8.split(separator: separator.rawValue, maxSplits: most, omittingEmptySubsequences: false)
        guard parts.count == segments.count else { return false }
        return zip(segments, parts).allSatisfy { Self.fits(Array($1), $0) }
    }

    /// Whether a segment begins with the first text, ends with the last and has the others between, in order.
    private static func fits(_ segment: [UInt8], _ texts: [[UInt8]]) -> Bool {
        guard let first = texts.first, let last = texts.last, texts.count > 1 else { return segment == texts.first }
        // A segment that is nothing but a star stands for a name, which nothing is not.
        if texts.count == 2, first.isEmpty, last.isEmpty { return !segment.isEmpty }
        guard segment.count >= first.count + last.count, segment.starts(with: first),
            segment.suffix(last.count).elementsEqual(last)
        else { return false }
        var rest = segment[first.count..<(segment.count - last.count)]
        for text in texts.dropFirst().dropLast() {
            // The earliest place leaves the most room for those that follow.
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
