/// Matching of hosts with host names and wildcards.
public enum HostPattern {
    /// Returns a Boolean value that indicates whether the pattern, a host or `*` followed by a suffix, matches the host.
    public static func covers(_ pattern: String, _ host: String) -> Bool {
        let star = UInt8(ascii: "*")
        guard pattern.utf8.first == star else { return pattern == host }
        // A wildcard also matches a wildcard that is equal or narrower.
        let rest = host.utf8.first == star ? host.utf8.dropFirst() : host.utf8[...]
        let suffix = pattern.utf8.dropFirst()
        return rest.count >= suffix.count && rest.suffix(suffix.count).elementsEqual(suffix)
    }

    /// Returns the narrowest matching pattern: the host itself, otherwise the longest wildcard.
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
