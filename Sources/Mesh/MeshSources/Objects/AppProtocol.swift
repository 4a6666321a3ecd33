/// The protocol of a port, as far as it decides whether the port counts (EG-S4).
enum AppProtocol {
    /// Returns a Boolean value that indicates UDP: by transport, otherwise by application protocol, otherwise by the
    /// name's first word.
    static func isUDP(transport: String, application: String, portName: String) -> Bool {
        if transport == "UDP" { return true }
        if !application.isEmpty { return application.lowercased() == "udp" }
        let word = portName.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        return word.lowercased() == "udp"
    }
}
