public import MeshModel

/// One line of MeshNetworks, and what it is good for.
public struct MeshNetworksLine: Equatable, Sendable {
    /// What the line says.
    public enum Kind: String, Equatable, Sendable, CaseIterable {
        /// A network without any rules.
        case network
        /// `endpoints[].fromRegistry`.
        case fromRegistry
        /// `endpoints[].fromCidr`.
        case fromCIDR = "fromCidr"
        /// `gateways[].address`.
        case gatewayAddress = "gateways.address"
        /// `gateways[].registryServiceName`.
        case registryServiceName = "gateways.registryServiceName"
        /// `gateways[].locality`.
        case locality = "gateways.locality"
    }

    /// The network that it is about.
    public var network: NetworkID
    /// What it says.
    public var kind: Kind
    /// The value, such as a range, a cluster or an address with its port.
    public var text: String
    /// Where it stands; of a locality the place of its gateway, of a bare network no line.
    public var object: ObjectReference
    /// What is different without it.
    public var effect: MeshNetworksEffect
    /// What it does, or why it does nothing.
    public var explanation: String
    /// What would do the same without MeshNetworks; nil for lines that do nothing.
    public var alternative: String?

    /// Where it stands, as `file:line`; only the file for a bare network.
    public var place: String { object.location.fileAndLine }
}

/// What is different in a mesh without a part of MeshNetworks.
public struct MeshNetworksEffect: Equatable, Sendable {
    /// Endpoints that are in another network, or in none.
    public var endpoints = 0
    /// One of them, the first by place in the input.
    public var example: ObjectReference?
    /// Workloads that are in another network, which matters to the proxies in them.
    public var workloads = 0
    /// Endpoints in the same network that others reach in another way or through other gateways.
    public var rerouted = 0
    /// Whether weights are other numbers, though not other shares.
    public var changesWeights = false

    /// Whether anything is different.
    public var isAny: Bool { endpoints > 0 || workloads > 0 || rerouted > 0 || changesWeights }

    /// Whether anybody's traffic goes another way: numbers of weights alone are felt by nobody.
    public var isFelt: Bool { endpoints > 0 || workloads > 0 || rerouted > 0 }

    /// What the part does, in words.
    public var description: String {
        var parts: [String] = []
        if endpoints > 0 { parts.append("puts \(Self.count(endpoints, "endpoint")) into the network") }
        if endpoints == 0, workloads > 0 {
            parts.append("puts \(Self.count(workloads, "workload")) without a service into the network")
        }
        if rerouted > 0 { parts.append("decides how others reach \(Self.count(rerouted, "endpoint"))") }
        if parts.isEmpty, changesWeights { parts.append("changes the numbers of weights, not the shares") }
        return parts.joined(separator: " and ")
    }

    /// A number with its noun.
    static func count(_ number: Int, _ noun: String) -> String { number == 1 ? "1 \(noun)" : "\(number) \(noun)s" }
}
