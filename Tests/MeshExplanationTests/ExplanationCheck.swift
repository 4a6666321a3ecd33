import ClientBalancing
import EndpointTranslation
import MeshExplanation
import MeshModel
import NetworkInference

/// Invariants of every explanation, derived from the translation alone.
struct ExplanationCheck {
    private(set) var problems: [String] = []

    init(_ explanation: AssignmentExplanation, _ answer: Assignment, _ mesh: MeshSnapshot) {
        do {
            let watched = try AssignmentEncoding.encode(explanation.trace.assignment)
            if try AssignmentEncoding.encode(answer) != watched { problems.append("watching changes the answer") }
        } catch {
            problems.append("\(error)")
        }
        guard answer.presence == .known else {
            if explanation.nearMisses?.reason.isEmpty ?? true { problems.append("nothing is said about the name") }
            return
        }
        checkEndpoints(explanation, answer, mesh)
        checkHosts(explanation, answer)
        checkTestimonies(explanation)
        checkShares(explanation)
    }

    private mutating func checkEndpoints(
        _ explanation: AssignmentExplanation,
        _ answer: Assignment,
        _ mesh: MeshSnapshot
    ) {
        let shards = answer.endpointService.flatMap { mesh.shards[$0] } ?? []
        var expected: [Endpoint] = []
        for shard in shards { expected += shard.endpoints }
        if explanation.endpoints.map(\.endpoint) != expected { problems.append("not every endpoint once") }
        if Set(explanation.endpoints.map(\.traced.position)).count != expected.count {
            problems.append("an endpoint stands twice")
        }
        for endpoint in explanation.endpoints {
            guard case .leftOut(let reason) = endpoint.traced.outcome else { continue }
            if explanation.sentence(of: endpoint)?.isEmpty ?? true { problems.append("\(reason) says nothing") }
            if reason.title.isEmpty { problems.append("\(reason) has no title") }
            if reason == .duplicate, endpoint.traced.duplicateOf == nil { problems.append("a duplicate of nothing") }
        }
        let verdict = explanation.verdict
        let told = verdict.direct + verdict.behindGateways + verdict.leftOut.values.reduce(0, +)
        if told != verdict.endpoints { problems.append("the verdict does not add up: \(verdict.sentence)") }
    }

    private mutating func checkHosts(_ explanation: AssignmentExplanation, _ answer: Assignment) {
        let groups = answer.groups
        var direct: Set<EndpointPosition> = []
        var gateways = 0
        for host in groups.flatMap(\.hosts) {
            switch host.target {
            case .endpoint(let position, let tlsMode):
                direct.insert(position)
                let told = explanation.endpoints.first { $0.traced.position == position }
                if told?.traced.tlsMode != tlsMode { problems.append("another TLS mode at \(position)") }
            case .gateway:
                gateways += 1
            }
        }
        let explained = explanation.endpoints.compactMap { endpoint -> EndpointPosition? in
            if case .direct = endpoint.traced.outcome { return endpoint.traced.position }
            return nil
        }
        if Set(explained) != direct || explained.count != direct.count { problems.append("other endpoints are direct") }
        let hosts = explanation.hosts
        if hosts.map(\.host) != groups.flatMap(\.hosts) { problems.append("other hosts") }
        for host in hosts {
            if host.sum.addsUp == false {
                problems.append("\(host.address): \(host.sum.text) is not \(host.host.weight)")
            }
            if host.gateway == nil, host.endpoint == nil {
                problems.append("\(host.address) has neither gateway nor endpoint")
            }
            if host.gateway != nil, host.behind.isEmpty { problems.append("\(host.address) represents no endpoint") }
            for endpoint in host.behind where endpoint.traced.considered.isEmpty {
                problems.append("no gateway is considered for \(endpoint.address)")
            }
        }
        if hosts.filter({ $0.gateway != nil }).count != gateways { problems.append("other gateways") }
        for endpoint in explanation.endpoints {
            guard case .gateways(let passages) = endpoint.traced.outcome else { continue }
            let usable = endpoint.traced.considered.filter { $0.verdict == .usable }.map(\.gateway)
            if Set(usable) != Set(passages.map(\.gateway)), explanation.distributes == false {
                problems.append("usable are \(usable), used \(passages.map(\.gateway))")
            }
            if usable.count != Int(passages.first?.divisor ?? 0) { problems.append("shared by another number") }
        }
    }

    private mutating func checkTestimonies(_ explanation: AssignmentExplanation) {
        for endpoint in explanation.endpoints {
            guard let provenance = endpoint.provenance else {
                problems.append("no provenance of \(endpoint.address)")
                continue
            }
            let deciding = provenance.networks.filter { $0.status == .decides }
            let networkProvenance = endpoint.endpoint.networkProvenance
            if deciding.count > 1 { problems.append("two rules decide about \(endpoint.address)") }
            if (deciding.first?.network ?? .none) != endpoint.endpoint.network {
                problems.append("\(endpoint.address) is explained as being in \(deciding)")
            }
            if let evidence = deciding.first,
                evidence.rule != networkProvenance.rule || evidence.object != networkProvenance.object
            {
                problems.append("\(endpoint.address): \(evidence) is not \(networkProvenance)")
            }
            if (provenance.locality == .nothing) != endpoint.endpoint.localityLabel.isEmpty {
                problems.append("\(endpoint.address): locality by \(provenance.localityTitle)")
            }
        }
    }

    private mutating func checkShares(_ explanation: AssignmentExplanation) {
        for weighs in ShareOptions.LocalityWeights.allCases {
            for threshold in [0, 50] {
                let options = ShareOptions(localityWeights: weighs, panicThreshold: threshold)
                let shares = EffectiveShares(explanation, options)
                let sums = [
                    shares.networks.reduce(0) { $0 + $1.effective },
                    shares.localities.reduce(0) { $0 + $1.effective },
                    shares.addresses.reduce(0) { $0 + $1.row.effective },
                ]
                let available = shares.levels.contains { $0.healthy > 0 || $0.isPanicking } ? 1.0 : 0.0
                // Hash policies may find no host although there are healthy ones.
                let isByHash = [.ringHash, .maglev].contains(shares.cluster.policy)
                let expected = shares.refusal == nil ? isByHash ? 1 - shares.noHost : available : 0
                if sums.contains(where: { abs($0 - expected) > 1e-6 }) { problems.append("shares add up to \(sums)") }
                for row in shares.networks + shares.localities + shares.addresses.map(\.row)
                where row.differs == row.reasons.isEmpty {
                    problems.append("\(row.name): \(row.intended) \(row.effective) because of \(row.reasons)")
                }
            }
        }
    }
}

extension AssignmentExplanation {
    /// A Boolean value that indicates whether whole localities may lose their hosts.
    fileprivate var distributes: Bool {
        if case .distribute = trace.localityEffect { return true }
        return false
    }
}
