internal import MeshModel
internal import MeshSources

/// The endpoints that the EndpointSlices of one Service list, each once (NI-80, NI-81, NI-84).
struct SliceEndpoints {
    /// One endpoint, on one port.
    struct Listed {
        /// The addresses, the key first.
        var addresses: [String]
        /// The port.
        let port: EndpointSlice.Port
        /// The slice that decides about it, with what it says.
        var decision: Decision
        /// The other slices that list it.
        var others: [SliceListing] = []
    }

    /// The statement of one slice about an endpoint.
    struct Decision {
        let pod: InferredPod?
        let workload: Workload?
        let health: EndpointHealth
        let source: ObjectReference
        /// The place of an address without a pod.
        let place: SlicePlaces.Place

        var listing: SliceListing { SliceListing(slice: source, health: health) }
    }

    /// The identity of the workload behind an endpoint.
    enum Workload: Hashable {
        /// The pod.
        case pod(PodTable.Name)
        /// Another target of `targetRef`.
        case target(EndpointSlice.Target)
        /// The field `hostname` of an endpoint without a target.
        case hostname(String)
    }

    private struct AddressAndPort: Hashable {
        let address: String
        let portName: String
        /// 0 if the number makes no difference.
        let number: Int
    }

    private struct WorkloadAndPort: Hashable {
        let workload: Workload
        let portName: String
        let number: Int
    }

    private let service: KubernetesService?
    private let pods: PodTable
    private let places: SlicePlaces
    private let semantics: TranslationSemantics
    private var listed: [Listed] = []
    private var byAddress: [AddressAndPort: Int] = [:]
    /// The endpoints by workload, if the slices are of several address families.
    private var byWorkload: [WorkloadAndPort: Int] = [:]
    private let hasSeveralFamilies: Bool

    /// Lists endpoints.
    ///
    /// - Parameters:
    ///   - slices: the slices of the Service, by name.
    ///   - service: the Service, or `nil` if the cluster does not have it.
    ///   - pods: the pods of the cluster.
    ///   - places: the places of addresses without a pod.
    ///   - semantics: the rule set.
    init(
        _ slices: [EndpointSlice],
        of service: KubernetesService?,
        pods: PodTable,
        places: SlicePlaces,
        semantics: TranslationSemantics
    ) {
        self.service = service
        self.pods = pods
        self.places = places
        self.semantics = semantics
        hasSeveralFamilies =
            semantics.endpointIdentity == .workload && Set(slices.map(\.addressType)).count > 1
        for slice in slices {
            for item in slice.endpoints { append(item, of: slice) }
        }
    }

    /// The endpoints in order of their first slice, the addresses of each in the order of its pod, else IPv4 first.
    var endpoints: [Listed] {
        guard semantics.endpointIdentity == .workload else { return listed }
        return listed.map { endpoint in
            guard endpoint.addresses.count > 1 else { return endpoint }
            var result = endpoint
            result.addresses = Self.ordered(endpoint.addresses, endpoint.decision.pod)
            return result
        }
    }

    private mutating func append(_ item: EndpointSlice.Item, of slice: EndpointSlice) {
        let groups =
            semantics.endpointIdentity == .workload ? [Self.unique(item.addresses)] : item.addresses.map { [$0] }
        for addresses in groups where !addresses.isEmpty {
            let pod: InferredPod?
            if let named = item.pod {
                // The address of an unknown pod is left out (NI-81).
                guard let found = pods.pod(named: named.name, namespace: named.namespace) else { continue }
                pod = found
            } else {
                let namespace = slice.metadata.namespace
                pod = addresses.lazy.compactMap { [pods] in pods.pod(address: $0, namespace: namespace) }.first
            }
            let decision = Decision(
                pod: pod,
                workload: Self.workload(item, pod),
                health: EndpointHealth(item, of: service, semantics.missingTerminating),
                source: slice.metadata.reference,
                place: places.place(of: item)
            )
            for port in slice.ports {
                guard let port = numbered(port) else { continue }
                append(addresses, port, decision)
            }
        }
    }

    private mutating func append(_ addresses: [String], _ port: EndpointSlice.Port, _ decision: Decision) {
        let keys = addresses.map { key($0, port) }
        if let known = keys.first(where: { byAddress[$0] != nil }).flatMap({ byAddress[$0] }) {
            return add(addresses, decision, to: known)
        }
        let workload = hasSeveralFamilies ? decision.workload : nil
        let place = workload.map { WorkloadAndPort(workload: $0, portName: port.name, number: port.number) }
        if let place, let known = byWorkload[place], !Self.haveCommonFamily(listed[known].addresses, addresses) {
            return add(addresses, decision, to: known)
        }
        if let place { byWorkload[place] = listed.count }
        for key in keys { byAddress[key] = listed.count }
        listed.append(Listed(addresses: addresses, port: port, decision: decision))
    }

    /// Adds a further listing to an endpoint; the most healthy one decides, of equal ones the first.
    private mutating func add(_ addresses: [String], _ decision: Decision, to index: Int) {
        let known = listed[index].decision
        let isSameWorkload = known.workload == decision.workload
        let decides = semantics.repeatedAddresses == .readyFirst && decision.health.rank < known.health.rank
        if semantics.endpointIdentity == .workload {
            if isSameWorkload {
                for address in addresses where !listed[index].addresses.contains(address) {
                    listed[index].addresses.append(address)
                }
            } else if decides {
                listed[index].addresses = addresses
            }
            for address in listed[index].addresses { byAddress[key(address, listed[index].port)] = index }
        }
        listed[index].others.append(decides ? known.listing : decision.listing)
        if decides { listed[index].decision = decision }
    }

    private func key(_ address: String, _ port: EndpointSlice.Port) -> AddressAndPort {
        let number = semantics.repeatedAddresses == .readyFirst ? port.number : 0
        return AddressAndPort(address: address, portName: port.name, number: number)
    }

    private static func workload(_ item: EndpointSlice.Item, _ pod: InferredPod?) -> Workload? {
        if let pod { return .pod(PodTable.Name(pod.pod.metadata)) }
        if let target = item.target { return .target(target) }
        return item.hostname.isEmpty ? nil : .hostname(item.hostname)
    }

    private static func unique(_ addresses: [String]) -> [String] {
        guard addresses.count > 1 else { return addresses }
        var seen: Set<String> = []
        return addresses.filter { seen.insert($0).inserted }
    }

    private static func haveCommonFamily(_ left: [String], _ right: [String]) -> Bool {
        let families = Set(left.map { IPAddress($0)?.family })
        return right.contains { families.contains(IPAddress($0)?.family) }
    }

    private static func ordered(_ addresses: [String], _ pod: InferredPod?) -> [String] {
        let order = pod?.pod.podIPs ?? []
        let ranked = addresses.enumerated().map { number, address in
            let isOther = IPAddress(address)?.family == .v4 ? 0 : 1
            return (rank: order.firstIndex(of: address) ?? order.count + isOther, number: number, address: address)
        }
        return ranked.sorted { ($0.rank, $0.number) < ($1.rank, $1.number) }.map(\.address)
    }

    /// Returns the port with its number; `nil` if there is none (NI-80).
    private func numbered(_ port: EndpointSlice.Port) -> EndpointSlice.Port? {
        guard port.number == 0, semantics.slicePorts == .targetPort else { return port }
        guard let number = service?.targetNumber(ofPort: port.name) else { return nil }
        var result = port
        result.number = number
        return result
    }
}

extension EndpointHealth {
    /// The health by the table of NI-85.
    fileprivate init(
        _ item: EndpointSlice.Item,
        of service: KubernetesService?,
        _ missingTerminating: TranslationSemantics.MissingTerminating
    ) {
        guard item.isReady == false else {
            self = .healthy
            return
        }
        guard let service else {
            self = .unhealthy
            return
        }
        let isTerminating = item.isTerminating ?? (missingTerminating == .terminating)
        let keepsSessions =
            service.metadata.labels.nonEmpty(LabelKey.persistentSession) != nil
            || service.metadata.labels.nonEmpty(LabelKey.persistentSessionHeader) != nil
        if keepsSessions, item.isServing ?? true, isTerminating {
            self = .draining
        } else {
            self = isTerminating ? .terminating : .unhealthy
        }
    }

    /// The order in which listings of one endpoint count.
    fileprivate var rank: Int {
        switch self {
        case .healthy, .unknown: 0
        case .draining: 1
        case .unhealthy: 2
        case .terminating: 3
        }
    }
}
