internal import CEnvoyAPI

/// The reader of the names in an unpacked request, which counts them against the request's limit.
struct ResourceNameReader {
    private let limits: MessageLimits
    private var left: Int

    /// Prepares to read the names of one request.
    init(limits: MessageLimits) {
        self.limits = limits
        left = limits.resourceNames
    }

    /// Copies a repeated string field.
    mutating func read(
        _ names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
        count: Int
    ) throws(MessageError) -> [String] {
        try admit(count)
        var copies: [String] = []
        copies.reserveCapacity(count)
        for name in UnsafeBufferPointer(start: names, count: count) {
            copies.append(try WireText.copy(name, limit: limits.nameBytes))
        }
        return copies
    }

    /// Copies the names of locators without parameters; those with parameters are not supported (XP-S20).
    mutating func read(
        locators: UnsafeMutablePointer<UnsafeMutablePointer<Envoy__Service__Discovery__V3__ResourceLocator>?>?,
        count: Int
    ) throws(MessageError) -> [String] {
        try admit(count)
        var copies: [String] = []
        for locator in UnsafeBufferPointer(start: locators, count: count) {
            guard let locator, locator.pointee.n_dynamic_parameters == 0 else { continue }
            copies.append(try WireText.copy(locator.pointee.name, limit: limits.nameBytes))
        }
        return copies
    }

    /// Counts names that are copied elsewhere.
    mutating func admit(_ count: Int) throws(MessageError) {
        guard count <= left else {
            let message = "too many resource names, expected at most \(limits.resourceNames)"
            throw MessageError(code: .limitExceeded, message: message)
        }
        left -= count
    }
}
