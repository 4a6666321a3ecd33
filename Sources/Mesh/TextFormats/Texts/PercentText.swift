/// The texts of shares in percent.
public enum PercentText {
    /// Returns a share of 0 to 1 in percent with one digit after the point, such as `42.9%`; `-` if it is not finite.
    public static func of(_ share: Double) -> String {
        guard share.isFinite else { return "-" }
        let tenths = Int((share * 1_000).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))%"
    }
}
