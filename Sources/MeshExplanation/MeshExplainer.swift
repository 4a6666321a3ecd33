internal import EndpointTranslation
public import MeshModel
public import NetworkInference

/// Explains assignments: every endpoint of the service, sent or not, and why.
///
/// Everything is told by the translation itself, which is watched, and by the rules of inference, which are asked once more
/// for the one service.
public struct MeshExplainer: Sendable {
    private let conclusions: MeshConclusions
    private let translator: EndpointTranslator

    /// Makes an explainer of what was inferred.
    public init(_ conclusions: MeshConclusions) {
        self.conclusions = conclusions
        translator = EndpointTranslator(conclusions.snapshot)
    }

    /// Explains what a proxy sees under a cluster name.
    public func explain(_ name: String, for proxy: Proxy) -> AssignmentExplanation {
        let snapshot = conclusions.snapshot
        let trace = translator.trace(name, for: proxy)
        let key = trace.assignment.endpointService
        let shards = key.flatMap { snapshot.shards[$0] } ?? []
        let testimonies = key.map { conclusions.testimonies(of: $0) } ?? []
        let endpoints = trace.endpoints.map { traced in
            let position = traced.position
            let told = position.shard < testimonies.count ? testimonies[position.shard] : []
            return ExplainedEndpoint(
                endpoint: shards[position.shard].endpoints[position.index],
                traced: traced,
                testimony: position.index < told.count ? told[position.index] : nil
            )
        }
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
