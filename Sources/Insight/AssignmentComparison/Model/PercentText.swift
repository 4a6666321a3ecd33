/// Shares as people read them.
public enum PercentText {
    /// A share of 0 to 1 with one digit behind the point, such as `42.9%`.
    public static func of(_ share: Double) -> String {
        guard share.isFinite else { return "-" }
        let tenths = Int((share * 1_000).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))%"
    }
}
