/// The receipts of one name on one stream.
struct Subscription {
    /// The generated service, or `nil` for another name.
    let service: Int?
    /// The last received change of the service.
    private(set) var serviceMarker = 0
    /// The last received change of the gateway.
    private(set) var gatewayMarker = 0
    /// A Boolean value that indicates whether an assignment was received.
    private(set) var isAnswered = false

    init(service: Int?) { self.service = service }

    /// Records an assignment and returns the changes that it shows, in order of service and gateway.
    ///
    /// - Parameter hasBegun: a Boolean value that indicates whether the first change may have been applied. Before
    ///   that, a marker other
    ///   than 0 is left from an earlier run in the same directory, and does not count.
    mutating func receive(
        _ assignment: ReceivedAssignment,
        _ ledger: ChangeLedger,
        hasBegun: Bool
    ) -> [ArraySlice<Int>] {
        guard let service else {
            isAnswered = true
            return []
        }
        guard hasBegun else {
            if assignment.serviceMarker ?? 0 == 0, assignment.gatewayMarker ?? 0 == 0 { isAnswered = true }
            return []
        }
        isAnswered = true
        var news: [ArraySlice<Int>] = []
        if let marker = assignment.serviceMarker {
            news.append(ledger.indices(of: service, after: serviceMarker, through: marker))
            serviceMarker = max(serviceMarker, marker)
        }
        if let marker = assignment.gatewayMarker {
            news.append(ledger.indices(of: nil, after: gatewayMarker, through: marker))
            gatewayMarker = max(gatewayMarker, marker)
        }
        return news
    }

    /// Returns a Boolean value that indicates whether the last planned state was received.
    func isUpToDate(_ ledger: ChangeLedger) -> Bool {
        guard let service else { return isAnswered }
        return isAnswered && serviceMarker >= ledger.last(of: service) && gatewayMarker >= ledger.last(of: nil)
    }
}
