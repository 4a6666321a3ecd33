/// The text form of numbers, independent of the locale.
public enum DecimalText {
    /// Returns a number with at least a count of significant digits; integer digits are never cut.
    public static func digits(_ count: Int, of value: Double) -> String {
        guard value.isFinite else { return "-" }
        var whole = value.magnitude
        var before = 1
        while whole >= 10 {
            whole /= 10
            before += 1
        }
        return fraction(max(0, count - before), of: value)
    }

    /// Returns a number with a fixed count of decimal digits.
    public static func fraction(_ places: Int, of value: Double) -> String {
        guard value.isFinite, value.magnitude < 1e15 else { return "-" }
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = Int64((value.magnitude * Double(scale)).rounded())
        let sign = value < 0 && scaled != 0 ? "-" : ""
        guard places > 0 else { return "\(sign)\(scaled)" }
        let rest = String(scaled % Int64(scale))
        return "\(sign)\(scaled / Int64(scale)).\(String(repeating: "0", count: places - rest.count))\(rest)"
    }

    /// Returns a number of bytes, such as `1.50 MiB`.
    public static func bytes(_ count: UInt64) -> String {
        var value = Double(count)
        var unit = "B"
        for larger in ["KiB", "MiB", "GiB", "TiB"] where value >= 1_024 {
            value /= 1_024
            unit = larger
        }
        return unit == "B" ? "\(count) B" : "\(digits(3, of: value)) \(unit)"
    }
}
