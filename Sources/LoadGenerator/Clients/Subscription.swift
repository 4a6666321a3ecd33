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
    mutating func take(_ assignment: ReceivedAssignment, _ ledger: ChangeLedger) -> [ArraySlice<Int>] {
        isAnswered = true
        guard let service else { return [] }
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
