internal import MeshModel
internal import TextFormats

/// Phrases of messages: counts and short lists.
enum Wording {
    /// `1 endpoint`, `2 endpoints`.
    static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(plural ?? noun + "s")"
    }

    /// Returns the first few names and the number of the others.
    static func list(_ names: some Collection<some CustomStringConvertible>, most: Int = 3) -> String {
        let shown = names.prefix(most).map(\.description)
        guard names.count > most else {
            guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
            return shown.dropLast().joined(separator: ", ") + " and \(last)"
        }
        return shown.joined(separator: ", ") + " and \(names.count - most) more"
    }

    /// Returns `address:port`, with brackets around IPv6 addresses.
    static func address(_ gateway: Gateway) -> String {
        let port = gateway.port == 0 ? gateway.hbonePort : gateway.port
        return AddressText.hostPort(gateway.address, port)
    }
}
