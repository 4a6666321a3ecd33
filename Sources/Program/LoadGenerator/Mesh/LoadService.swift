internal import MeshSources

/// The current state of one generated service; its file is a function of this value.
public struct LoadService: Sendable {
    /// A possible place of an endpoint.
    public struct Place: Hashable, Sendable {
        /// The network.
        public var network: String
        /// The locality.
        public var locality: String
    }

    private struct Endpoint {
        var number: Int
        var place: Place
        var isHealthy = true
    }

    /// The number of the service.
    public let index: Int
    /// The last change applied to it.
    public private(set) var lastChange = 0
    private var endpoints: [Endpoint]
    private var nextNumber: Int
    private let places: [Place]
    private let usualCount: Int

    /// Makes a service with endpoints spread over places.
    public init(index: Int, endpoints count: Int, places: [Place]) {
        self.index = index
        self.places = places.isEmpty ? [Place(network: LoadNames.markerNetwork, locality: "")] : places
        usualCount = count
        nextNumber = 0
        endpoints = []
        for _ in 0..<count { add() }
    }

    /// The number of endpoints, unhealthy ones included, without the two that every service has.
    public var endpointCount: Int { endpoints.count }

    /// Applies a change.
    public mutating func apply(_ change: Change) {
        lastChange = change.index
        switch change.kind {
        case .scale: scale()
        case .rollout:
            if !endpoints.isEmpty { endpoints.removeFirst() }
            add()
        case .flap:
            guard !endpoints.isEmpty else { return }
            endpoints[change.index % endpoints.count].isHealthy.toggle()
        case .gateway: return
        }
    }

    private mutating func scale() {
        let step = max(1, usualCount / 4)
        if endpoints.count > usualCount {
            endpoints.removeLast(min(step, endpoints.count))
        } else {
            for _ in 0..<step { add() }
        }
    }

    private mutating func add() {
        endpoints.append(Endpoint(number: nextNumber, place: places[(index + nextNumber) % places.count]))
        nextNumber += 1
    }

    /// The path of its file relative to a cluster's folder.
    var fileName: String { "load-service-\(index).yaml" }

    /// The manifests: a ServiceEntry and its WorkloadEntries.
    var manifests: String {
        var text = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: load-\(index), namespace: \(LoadNames.namespace)}
            spec:
              hosts: [\(LoadNames.host(index))]
              location: MESH_INTERNAL
              resolution: STATIC
              ports: [{number: 80, name: http, protocol: HTTP, targetPort: 8080}]
              workloadSelector: {labels: {app: load-\(index)}}

            """
        let marker = Marker(.service, lastChange).address
        append("marker", marker, Place(network: LoadNames.markerNetwork, locality: ""), true, to: &text)
        append("remote", "10.255.255.1", Place(network: LoadNames.gatewayNetwork, locality: ""), true, to: &text)
        for endpoint in endpoints {
            append("\(endpoint.number)", address(endpoint.number), endpoint.place, endpoint.isHealthy, to: &text)
        }
        return text
    }

    /// Addresses of different services may be the same: they never occur in one assignment.
    private func address(_ number: Int) -> String {
        "10.\(index % 200).\(number >> 8 & 0xff).\(number & 0xff)"
    }

    private func append(
        _ name: String,
        _ address: String,
        _ place: Place,
        _ isHealthy: Bool,
        to text: inout String
    ) {
        text += """
            ---
            apiVersion: networking.istio.io/v1
            kind: WorkloadEntry
            metadata: {name: load-\(index)-\(name), namespace: \(LoadNames.namespace)}
            spec:
              address: \(address)
              network: "\(place.network)"
              locality: "\(place.locality)"
              labels: {app: load-\(index), security.istio.io/tlsMode: istio}

            """
        if !isHealthy { text += "status: {conditions: [{type: Healthy, status: \"False\"}]}\n" }
    }
}
