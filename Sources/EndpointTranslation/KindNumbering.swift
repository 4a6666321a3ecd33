internal import MeshModel

/// Sorts endpoints into kinds: endpoints about which every translation decides alike.
struct KindNumbering {
    /// One endpoint of each kind.
    private(set) var examples: [EndpointPosition] = []
    private let distinguishesNodes: Bool
    private var numbers: [Traits: Int32] = [:]
    /// Neighbours are mostly of one kind, and comparing is cheaper than hashing.
    private var last: (traits: Traits, number: Int32)?

    /// - Parameter distinguishesNodes: whether endpoints of different nodes are of different kinds.
    init(distinguishesNodes: Bool) { self.distinguishesNodes = distinguishesNodes }

    /// The number of an endpoint's kind.
    mutating func number(of endpoint: Endpoint, at position: EndpointPosition) -> Int32 {
        let traits = Traits(endpoint, distinguishesNodes: distinguishesNodes)
        if let last, last.traits == traits { return last.number }
        let number: Int32
        if let known = numbers[traits] {
            number = known
        } else {
            number = Int32(examples.count)
            numbers[traits] = number
            examples.append(position)
        }
        last = (traits, number)
        return number
    }

    /// Everything of an endpoint that translation decides by, except for its address, weight and locality.
    private struct Traits: Hashable {
        private enum AddressForm: Hashable {
            case none
            case ip
            case other
        }

        private let endpoint: Endpoint
        private let address: AddressForm
        private let distinguishesNodes: Bool

        init(_ endpoint: Endpoint, distinguishesNodes: Bool) {
            self.endpoint = endpoint
            self.distinguishesNodes = distinguishesNodes
            address = endpoint.address.isEmpty ? .none : IPAddress(endpoint.address) == nil ? .other : .ip
        }

        static func == (left: Traits, right: Traits) -> Bool {
            let (one, other) = (left.endpoint, right.endpoint)
            return left.address == right.address && one.port == other.port && one.health == other.health
                && one.isSameClusterOnly == other.isSameClusterOnly && one.acceptsHBONE == other.acceptsHBONE
                && one.portName == other.portName && one.network == other.network && one.cluster == other.cluster
                && one.tlsMode == other.tlsMode && one.namespace == other.namespace
                && (!left.distinguishesNodes || one.nodeName == other.nodeName)
                && left.hasLabels(of: right)
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(address)
            hasher.combine(endpoint.port)
            hasher.combine(endpoint.portName)
            hasher.combine(endpoint.network)
            hasher.combine(endpoint.cluster)
            hasher.combine(endpoint.namespace)
            hasher.combine(endpoint.health)
            if distinguishesNodes { hasher.combine(endpoint.nodeName) }
            for pair in endpoint.labels.pairs where counts(pair.key) { hasher.combine(pair) }
        }

        /// The label of the node is all that pods of one deployment do not share.
        private func counts(_ key: String) -> Bool { distinguishesNodes || key != LabelKey.hostname }

        private func hasLabels(of other: Traits) -> Bool {
            let (mine, others) = (endpoint.labels.pairs, other.endpoint.labels.pairs)
            var (left, right) = (0, 0)
            while true {
                while left < mine.count, !counts(mine[left].key) { left += 1 }
                while right < others.count, !counts(others[right].key) { right += 1 }
                guard left < mine.count, right < others.count else {
                    return left == mine.count && right == others.count
                }
                guard mine[left] == others[right] else { return false }
                left += 1
                right += 1
            }
        }
    }
}
