extension ManifestValue {
    /// The units of a duration in seconds; longer names go before those that they begin with.
    private static let units: [(name: String, seconds: Double)] = [
        ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600),
    ]

    /// Reads a duration as Kubernetes and Istio write it, such as `30s`, `1.5h` or `1m30s`, in seconds.
    func seconds() throws(InputError) -> Double {
        guard isScalar, let seconds = Self.seconds(rawText) else { throw unexpected("a duration such as 30s") }
        return seconds
    }

    private static func seconds(_ text: String) -> Double? {
        if text == "0" { return 0 }
        guard !text.isEmpty else { return nil }
        var rest = text[...]
        var sum = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            guard let number = Double(digits), let unit = units.first(where: { rest.hasPrefix($0.name) }) else {
                return nil
            }
            rest = rest.dropFirst(unit.name.count)
            sum += number * unit.seconds
        }
        return sum.isFinite ? sum : nil
    }
}
