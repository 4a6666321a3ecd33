internal import MeshModel

/// Divides endpoints into kinds: endpoints with the same decision in every translation.
///
/// Works on the memory of an array, because copying an endpoint costs more than comparing it.
struct EndpointClassifier {
    private enum AddressForm: UInt8 {
        case none
        case v4
        case v6
        case both
        case other
    }

    /// One endpoint of each kind, by index.
    private(set) var examples: [Int32] = []
    private let endpoints: UnsafeBufferPointer<Endpoint>
    private let distinguishesNodes: Bool
    private var forms: [AddressForm] = []
    private var byHash: [Int: [Int32]] = [:]

    /// - Parameters:
    ///   - endpoints: the endpoints, which must outlive the numbering.
    ///   - distinguishesNodes: a Boolean value that indicates whether endpoints of different nodes are of different
    ///     kinds.
    init(_ endpoints: UnsafeBufferPointer<Endpoint>, distinguishesNodes: Bool) {
        self.endpoints = endpoints
        self.distinguishesNodes = distinguishesNodes
        forms.reserveCapacity(endpoints.count)
        for index in endpoints.indices {
            forms.append(Self.form(of: endpoints[index].addresses))
        }
    }

    private static func form(of addresses: [String]) -> AddressForm {
        guard let first = addresses.first, !first.isEmpty else { return .none }
        guard let family = IPAddress(first)?.family else { return .other }
        if addresses.dropFirst().contains(where: { IPAddress($0)?.family != family }) { return .both }
        return family == .v4 ? .v4 : .v6
    }

    /// Returns the number of an endpoint's kind.
    mutating func number(of index: Int) -> Int32 {
        // Neighbours are mostly of one kind, or of one of two during a rollout.
        for number in examples.indices.suffix(3).reversed() where areAlike(index, Int(examples[number])) {
            return Int32(number)
        }
        let hash = hash(of: index)
        if let known = byHash[hash]?.first(where: { areAlike(index, Int(examples[Int($0)])) }) { return known }
        let number = Int32(examples.count)
        examples.append(Int32(index))
        byHash[hash, default: []].append(number)
        return number
    }

    /// Returns a Boolean value that indicates whether all properties that translation reads are equal: all but address,
    /// weight and
    /// locality.
    private func areAlike(_ one: Int, _ other: Int) -> Bool {
        forms[one] == forms[other] && endpoints[one].port == endpoints[other].port
            && endpoints[one].health == endpoints[other].health
            && endpoints[one].isSameClusterOnly == endpoints[other].isSameClusterOnly
            && endpoints[one].acceptsHBONE == endpoints[other].acceptsHBONE
            && endpoints[one].portName == endpoints[other].portName
            && endpoints[one].servicePort == endpoints[other].servicePort
            && endpoints[one].network == endpoints[other].network
            && endpoints[one].cluster == endpoints[other].cluster
            && endpoints[one].tlsMode == endpoints[other].tlsMode
            && endpoints[one].namespace == endpoints[other].namespace
            && (!distinguishesNodes || endpoints[one].nodeName == endpoints[other].nodeName)
            && haveSameLabels(one, other)
    }

    private func hash(of index: Int) -> Int {
        var hasher = Hasher()
        hasher.combine(endpoints[index].port)
        hasher.combine(endpoints[index].portName)
        hasher.combine(endpoints[index].servicePort)
        hasher.combine(endpoints[index].network)
        hasher.combine(endpoints[index].namespace)
        hasher.combine(endpoints[index].health)
        if distinguishesNodes { hasher.combine(endpoints[index].nodeName) }
        for pair in endpoints[index].labels.pairs where counts(pair.key) { hasher.combine(pair) }
        return hasher.finalize()
    }

    /// Returns a Boolean value that indicates whether a label counts; pods of one deployment only differ in the label
    /// of the node.
    private func counts(_ key: String) -> Bool { distinguishesNodes || key != LabelKey.hostname }

    private func haveSameLabels(_ one: Int, _ other: Int) -> Bool {
        let mine = endpoints[one].labels.pairs
        let others = endpoints[other].labels.pairs
        var (left, right) = (0, 0)
        while true {
            while left < mine.count, !counts(mine[left].key) { left += 1 }
            while right < others.count, !counts(others[right].key) { right += 1 }
            guard left < mine.count, right < others.count else { return left == mine.count && right == others.count }
            guard mine[left] == others[right] else { return false }
            left += 1
            right += 1
        }
    }
}
