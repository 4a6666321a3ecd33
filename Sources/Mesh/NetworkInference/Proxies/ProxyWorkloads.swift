internal import MeshModel

/// The workloads of one state of the mesh that complete a proxy.
///
/// While they and the rule set do not change, a node is the same proxy. Without any the value is one word long: most
/// proxies of
/// a load test have none, and there are many of them.
public struct ProxyWorkloads: Sendable {
    private final class Found: Sendable {
        let named: Workload?
        let local: Workload?

        init(named: Workload?, local: Workload?) {
            self.named = named
            self.local = local
        }
    }

    private let found: Found?

    init(named: Workload?, local: Workload?) {
        found = named == nil && local == nil ? nil : Found(named: named, local: local)
    }

    /// The workload with the name in the node's id (EG-I3).
    var named: Workload? { found?.named }
    /// The workload at an address of a proxy whose node has no network (NI-25).
    var local: Workload? { found?.local }
}

extension ProxyWorkloads: Equatable {
    /// Returns a Boolean value that indicates whether the workloads are equal.
    public static func == (left: ProxyWorkloads, right: ProxyWorkloads) -> Bool {
        left.found === right.found || (left.named == right.named && left.local == right.local)
    }
}
