/// What one stream has seen of one name.
struct Subscription {
    /// The generated service; nil for another name.
    let service: Int?
    /// The last change of the service that was seen.
    private(set) var serviceMarker = 0
    /// The last change of the gateway that was seen.
    private(set) var gatewayMarker = 0
    /// Whether there was an assignment.
    private(set) var isAnswered = false

    init(service: Int?) { self.service = service }

    /// Takes an assignment: the changes that it tells of, in order of service and gateway.
    ///
    /// - Parameter hasBegun: whether the first change may have been made. Before that, a marker other than 0 is left from
    ///   an earlier run in the same directory, and is no answer yet.
    mutating func take(
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

    /// Whether the last planned state is there.
    func isUpToDate(_ ledger: ChangeLedger) -> Bool {
        guard let service else { return isAnswered }
        return isAnswered && serviceMarker >= ledger.last(of: service) && gatewayMarker >= ledger.last(of: nil)
    }
}
