internal import EndpointTranslation
internal import MeshModel
internal import MeshSources
internal import NetworkInference

/// The gateways of a mesh in order, with their positions.
struct GatewayList {
    private struct Entrance: Hashable {
        let network: NetworkID
        let address: IPAddress?
        let port: Int

        init(_ gateway: Gateway) {
            network = gateway.network
            address = IPAddress(gateway.address)
            port = gateway.port
        }
    }

    private(set) var gateways: [GatewaySummary] = []
    private var positions: [Gateway: Int] = [:]

    init(
        _ directory: MeshDirectory,
        _ inference: MeshInference,
        _ snapshot: MeshSnapshot,
        _ survey: MeshSurvey
    ) throws(InputErrors) {
        let names = try Self.names(directory, inference, snapshot)
        let all = snapshot.gateways.gateways + snapshot.gateways.unresolved
        let sorted = all.sorted {
            ($0.network, $0.address, $0.port, $0.cluster) < ($1.network, $1.address, $1.port, $1.cluster)
        }
        var behind: [Gateway: Int] = [:]
        for (kind, tally) in survey.kinds where !kind.network.isEmpty {
            let client = Client.outside(of: kind.network)
            guard case .gateways(let used) = survey.decision(kind, tally, from: client) else { continue }
            for gateway in used { behind[gateway, default: 0] += tally.endpoints }
        }
        for gateway in sorted {
            let isResolved = IPAddress(gateway.address) != nil
            let name = isResolved ? names[Entrance(gateway)] ?? "" : gateway.address
            let known: GatewaySummary.NameState =
                name.isEmpty ? .address : directory.pinnedNames != nil ? .pinned : .resolved
            // Gateways that differ in their provenance only are shown as one entrance.
            positions[gateway] = gateways.count
            gateways.append(
                GatewaySummary(
                    network: gateway.network,
                    cluster: gateway.cluster,
                    address: gateway.address,
                    hostName: name,
                    nameState: isResolved ? known : .unresolved,
                    port: gateway.port,
                    hbonePort: gateway.hbonePort,
                    provenance: gateway.provenance,
                    rejections: Self.rejections(of: gateway, isAmbient: snapshot.features.isAmbientMultiNetwork),
                    endpointsBehind: behind[gateway] ?? 0
                )
            )
        }
    }

    /// Returns the positions of gateways in the list, ascending.
    func positions(of gateways: [Gateway]) -> [Int] { gateways.compactMap { positions[$0] }.sorted() }

    /// Returns the host names behind addresses, or the gateways' own names if no name resolves.
    private static func names(
        _ directory: MeshDirectory,
        _ inference: MeshInference,
        _ snapshot: MeshSnapshot
    ) throws(InputErrors) -> [Entrance: String] {
        guard !snapshot.gateways.hostNames.isEmpty else { return [:] }
        var nameless = directory
        nameless.pinnedNames = [:]
        let answers = directory.pinnedNames ?? inference.names
        var result: [Entrance: String] = [:]
        for gateway in try inference.snapshot(of: nameless).gateways.unresolved {
            for address in answers[gateway.address] ?? [] where result[Entrance(gateway.at(address))] == nil {
                result[Entrance(gateway.at(address))] = gateway.address
            }
        }
        return result
    }

    private static func rejections(of gateway: Gateway, isAmbient: Bool) -> [GatewaySummary.Rejection] {
        guard let address = IPAddress(gateway.address) else { return [.everybody] }
        var result: [GatewaySummary.Rejection] = [address.family == .v4 ? .ipv6OnlyProxies : .ipv4OnlyProxies]
        if gateway.port == 0 { result.append(.sidecars) }
        if isAmbient, gateway.hbonePort == 0 { result.append(.waypointsAndGateways) }
        return result
    }
}
