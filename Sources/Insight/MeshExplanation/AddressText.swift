/// Addresses as people write them.
public enum AddressText {
    /// `address:port`, IPv6 addresses in brackets; without a port the address alone, `no address` for nothing.
    public static func text(_ address: String, _ port: Int) -> String {
        guard !address.isEmpty else { return "no address" }
        guard port != 0 else { return address }
        return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }

    /// A part of a whole in percent with one decimal, as in `14.3%`.
    public static func percent(_ share: Double) -> String {
        let tenths = Int((share * 1_000).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))%"
    }

    /// A number with a noun in the right form: `1 gateway`, `2 gateways`.
    public static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
}
