/// Writes a report in one format.
public protocol LintRenderer: Sendable {
    /// Returns the report as text that ends with a line break, or an empty text.
    func text(_ report: LintReport) -> String
}
