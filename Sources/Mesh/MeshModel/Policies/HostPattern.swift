/// Host names and wildcard hosts, and which of several fits a host best.
public enum HostPattern {
    /// Whether the pattern, a host or `*` followed by a suffix, covers the host.
    public static func covers(_ pattern: String, _ host: String) -> Bool {
        let star = UInt8(ascii: "*")
        guard pattern.utf8.first == star else { return pattern == host }
        // A wildcard also covers a wildcard that is as narrow or narrower.
        let rest = host.utf8.first == star ? host.utf8.dropFirst() : host.utf8[...]
        let suffix = pattern.utf8.dropFirst()
        return rest.count >= suffix.count && rest.suffix(suffix.count).elementsEqual(suffix)
    }

    /// The narrowest pattern that covers the host: the host itself, else the longest wildcard.
    public static func mostSpecific(_ patterns: some Sequence<String>, for host: String) -> String? {
        var best: String?
        for pattern in patterns where covers(pattern, host) {
            if pattern == host { return pattern }
            if let current = best, (current.utf8.count, current) >= (pattern.utf8.count, pattern) { continue }
            best = pattern
        }
        return best
    }
}
