internal import MeshModel
internal import TextFormats

/// Words of messages: counts, and lists that stay short.
enum Wording {
    /// `1 endpoint`, `2 endpoints`.
    static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(plural ?? noun + "s")"
    }

    /// The first few names and how many more there are.
    static func list(_ names: some Collection<some CustomStringConvertible>, most: Int = 3) -> String {
        let shown = names.prefix(most).map(\.description)
        guard names.count > most else {
            guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
            return shown.dropLast().joined(separator: ", ") + " and \(last)"
        }
        return shown.joined(separator: ", ") + " and \(names.count - most) more"
    }

    /// `address:port`, brackets around IPv6.
    static func address(_ gateway: Gateway) -> String {
        let port = gateway.port == 0 ? gateway.hbonePort : gateway.port
        return AddressText.hostPort(gateway.address, port)
    }
}
