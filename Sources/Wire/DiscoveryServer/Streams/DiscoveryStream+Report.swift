internal import DiscoveryProtocol
internal import MeshModel
internal import MeshViews

extension ClientReport.Resource {
    init(_ status: NameStatus) {
        let isRejected = status.rejection.map { $0.delivery == status.sent } ?? false
        self.init(
            name: status.name,
            isNamed: status.isNamed,
            status: isRejected
                ? .rejected
                : status.sent == .nothing ? .notSent : status.acknowledged == status.sent ? .synced : .stale,
            sent: status.sent.version?.description,
            acknowledged: status.acknowledged.version?.description,
            rejection: isRejected
                ? status.rejection.map { String($0.detail.message.prefix(RejectionLedger.maximumTextLength)) } : nil
        )
    }
}

extension NodeResolution.Source {
    /// The name of the source in reports.
    var word: String {
        switch self {
        case .metadata: "own-word"
        case .configured: "declared"
        case .default: "assumed"
        }
    }
}
