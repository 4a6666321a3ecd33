internal import DiscoveryProtocol
internal import EndpointTranslation
internal import EnvoyMessages

extension ClientConfigMessage.Resource {
    /// Makes the status of one name on a stream (XP-O3).
    ///
    /// - Parameter content: the newest assignment of the name; only included if it is the one that was sent.
    init(_ status: NameStatus, content: EncodedAssignment?) {
        let isRejected = status.rejection.map { $0.delivery == status.sent } ?? false
        let configStatus: ClientConfigMessage.ConfigStatus =
            if isRejected {
                .error
            } else if status.sent == .nothing {
                .notSent
            } else {
                status.acknowledged == status.sent ? .synced : .stale
            }
        let resourceStatus: ClientConfigMessage.ResourceStatus =
            switch configStatus {
            case .error: .rejected
            case .synced: status.sent == .removed ? .doesNotExist : .acknowledged
            case .notSent, .stale: .requested
            }
        let isCurrent = content.map { ContentVersion($0.version) == status.sent.version } ?? false
        self.init(
            name: status.name,
            version: status.sent.version?.description ?? "",
            content: isCurrent ? content?.bytes : nil,
            lastUpdated: status.settledAt,
            configStatus: configStatus,
            resourceStatus: resourceStatus,
            error: isRejected ? status.rejection?.detail.message : nil
        )
    }
}
