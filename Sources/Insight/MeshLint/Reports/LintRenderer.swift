/// Writes a report in one format.
public protocol LintRenderer: Sendable {
    /// The report as text that ends with a line break, or nothing at all.
    func text(_ report: LintReport) -> String
}
