/// The texts of counts.
public enum CountText {
    /// Returns a number with its noun in the right form: `1 gateway`, `2 gateways`.
    public static func of(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
