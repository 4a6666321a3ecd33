extension InputErrors {
    /// The errors, one a line, but not more than a person reads.
    public var summary: String {
        let most = 20
        var lines = errors.prefix(most).map(\.description)
        if errors.count > most { lines.append("and \(errors.count - most) more") }
        return lines.joined(separator: "\n")
    }
}
