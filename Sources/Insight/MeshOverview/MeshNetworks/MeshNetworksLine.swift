public import MeshModel

/// One line of MeshNetworks, with its effect.
public struct MeshNetworksLine: Equatable, Sendable {
    /// The kind of a line.
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

    /// The network of the line.
    public var network: NetworkID
    /// The kind.
    public var kind: Kind
    /// The value, such as a range, a cluster or an address with its port.
    public var text: String
    /// The place: of a locality that of its gateway, of a bare network the file.
    public var object: ObjectReference
    /// The difference to the mesh without the line.
    public var effect: MeshNetworksEffect
    /// The effect, or the reason for having none.
    public var explanation: String
    /// A replacement outside of MeshNetworks, or `nil` for lines without effect.
    public var alternative: String?

    /// The place as `file:line`; only the file for a bare network.
    public var place: String { object.location.fileAndLine }
}

/// The difference between a mesh with and without a part of MeshNetworks.
public struct MeshNetworksEffect: Equatable, Sendable {
    /// The number of endpoints that are in another network, or in none.
    public var endpoints = 0
    /// The first of these endpoints by place in the input.
    public var example: ObjectReference?
    /// The number of workloads that are in another network, which matters to their proxies.
    public var workloads = 0
    /// The number of endpoints in the same network that other networks reach in another way or through other gateways.
    public var rerouted = 0
    /// A Boolean value that indicates whether weights change while shares do not.
    public var changesWeights = false

    /// A Boolean value that indicates whether anything differs.
    public var isAny: Bool { endpoints > 0 || workloads > 0 || rerouted > 0 || changesWeights }

    /// A Boolean value that indicates whether any traffic changes; different weights with equal shares do not count.
    public var isFelt: Bool { endpoints > 0 || workloads > 0 || rerouted > 0 }

    /// The effect of the part in words.
    public var description: String {
        var parts: [String] = []
        if endpoints > 0 { parts.append("puts \(Self.count(endpoints, "endpoint")) into the network") }
        if endpoints == 0, workloads > 0 {
            parts.append("assigns \(Self.count(workloads, "workload")) without a service into the network")
        }
        if rerouted > 0 { parts.append("decides how other networks reach \(Self.count(rerouted, "endpoint"))") }
        if parts.isEmpty, changesWeights { parts.append("changes weights, but no shares") }
        return parts.joined(separator: " and ")
    }

    /// Returns a number with its noun.
    static func count(_ number: Int, _ noun: String) -> String { number == 1 ? "1 \(noun)" : "\(number) \(noun)s" }
}
