/// What a port carries, as far as it decides whether the port counts (EG-S4).
enum AppProtocol {
    /// Whether a Service's port carries UDP: by transport, else application protocol, else the name's first word.
    static func isUDP(transport: String, application: String, portName: String) -> Bool {
        if transport == "UDP" { return true }
        if !application.isEmpty { return application.lowercased() == "udp" }
        let word = portName.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        return word.lowercased() == "udp"
    }
}
