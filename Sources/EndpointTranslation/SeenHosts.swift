/// The hosts that an assignment has already, so that none comes twice.
///
/// Remote endpoints are told apart by their networks as well: networks may reuse each other's addresses.
struct SeenHosts {
    private var direct: [Bool]
    private var remote: [Bool]
    private let isUsed: Bool

    init(_ kinds: EndpointKinds, isUsed: Bool) {
        self.isUsed = isUsed
        direct = isUsed ? [Bool](repeating: false, count: kinds.hostCount) : []
        remote = isUsed ? [Bool](repeating: false, count: kinds.remoteHostCount) : []
    }

    /// Notes a host; false if it is there already.
    ///
    /// Endpoints without an address are never the same.
    mutating func insert(_ item: EndpointKinds.Item, isRemote: Bool) -> Bool {
        guard isUsed, item.host >= 0 else { return true }
        if isRemote {
            if remote[Int(item.remoteHost)] { return false }
            remote[Int(item.remoteHost)] = true
        } else {
            if direct[Int(item.host)] { return false }
            direct[Int(item.host)] = true
        }
        return true
    }
}
