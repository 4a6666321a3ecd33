/// The text form of durations.
public enum DurationText {
    private static let units: [(suffix: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3_600e9),
    ]

    /// Parses `250ms`, `1.5s` or `2m` and returns nanoseconds.
    ///
    /// - Throws: ``LoadError`` with code `option`.
    public static func nanoseconds(parsing text: String) throws(LoadError) -> Int64 {
        let number = text.prefix { $0.isNumber || $0 == "." }
        let suffix = text[number.endIndex...]
        if let value = Double(number), let unit = units.first(where: { $0.suffix == suffix }) {
            let product = (value * unit.nanoseconds).rounded()
            if product <= 1e18 { return Int64(product) }
        }
        throw LoadError(.option, "invalid duration \"\(text)\": expected for example 250us, 20ms, 1.5s or 2m")
    }

    /// Returns a duration with three digits, such as `1.23 ms`.
    public static func text(nanoseconds: Int64) -> String {
        let value = Double(nanoseconds)
        let unit: (name: String, size: Double) =
            switch nanoseconds.magnitude {
            case ..<1_000_000: ("us", 1e3)
            case ..<1_000_000_000: ("ms", 1e6)
            default: ("s", 1e9)
            }
        return "\(DecimalText.digits(3, of: value / unit.size)) \(unit.name)"
    }
}
