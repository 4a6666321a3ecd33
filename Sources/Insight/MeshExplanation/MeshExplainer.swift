internal import EndpointTranslation
public import MeshModel
public import NetworkInference

/// Explains assignments: every endpoint of the service, sent or not, with the reason.
///
/// The explanations come from the translation itself, through its observer, and from the rules of inference, which are
/// evaluated again for the service.
public struct MeshExplainer: Sendable {
    private let conclusions: MeshConclusions
    private let translator: EndpointTranslator

    /// Makes an explainer of an inferred mesh.
    public init(_ conclusions: MeshConclusions) {
        self.conclusions = conclusions
        translator = EndpointTranslator(conclusions.snapshot)
    }

    /// Explains the assignment of a proxy under a cluster name.
    public func explain(_ name: String, for proxy: Proxy) -> AssignmentExplanation {
        let trace = translator.trace(name, for: proxy)
        let keys = Set([trace.assignment.endpointService].compactMap(\.self))
        return explanation(of: trace, proxy, conclusions.provenances(of: keys))
    }

    /// Explains the assignments of a proxy under several cluster names, in order; cheaper than one by one.
    public func explain(_ names: [String], for proxy: Proxy) -> [AssignmentExplanation] {
        let traces = names.map { translator.trace($0, for: proxy) }
        let provenances = conclusions.provenances(of: Set(traces.compactMap(\.assignment.endpointService)))
        return traces.map { explanation(of: $0, proxy, provenances) }
    }

    /// Explains the assignment of a proxy under a cluster name, without the provenance of each endpoint.
    public func outline(_ name: String, for proxy: Proxy) -> AssignmentExplanation {
        explanation(of: translator.trace(name, for: proxy), proxy, [:])
    }

    private func explanation(
        of trace: TranslationTrace,
        _ proxy: Proxy,
        _ provenances: [MeshSnapshot.ServiceKey: [[EndpointProvenance]]]
    ) -> AssignmentExplanation {
        let snapshot = conclusions.snapshot
        let key = trace.assignment.endpointService
        let shards = key.flatMap { snapshot.shards[$0] } ?? []
        let told = key.flatMap { provenances[$0] } ?? []
        let endpoints = trace.endpoints.map { traced in
            let position = traced.position
            let ofShard = position.shard < told.count ? told[position.shard] : []
            return ExplainedEndpoint(
                endpoint: shards[position.shard].endpoints[position.index],
                traced: traced,
                provenance: position.index < ofShard.count ? ofShard[position.index] : nil
            )
        }
        let name = trace.assignment.name
        return AssignmentExplanation(
            name: name,
            proxy: proxy,
            semantics: snapshot.semantics,
            service: trace.assignment.service.flatMap { key in
                snapshot.services.services(named: key.hostname).first { $0.key == key }
            },
            trace: trace,
            endpoints: endpoints,
            nearMisses: trace.assignment.presence == .known ? nil : NearMisses(name, for: proxy, in: snapshot)
        )
    }
}
