public import MeshModel
public import MeshSources
public import NetworkInference

/// The effect of MeshNetworks on a mesh, found by leaving it out.
public struct MeshNetworksReview: Equatable, Sendable {
    /// The need of a mesh for MeshNetworks.
    public enum Need: String, Equatable, Sendable {
        /// There is no MeshNetworks.
        case absent
        /// The mesh is the same without MeshNetworks.
        case notNeeded = "not-needed"
        /// The mesh differs without MeshNetworks.
        case needed
    }

    /// The need for MeshNetworks.
    public var need: Need
    /// The difference to the mesh without MeshNetworks.
    public var effect: MeshNetworksEffect
    /// The lines, by network as in the model, in input order.
    public var lines: [MeshNetworksLine]
    /// The number of lines beyond ``tested``, which are not left out one by one.
    public var untested: Int
    /// The answer to "is MeshNetworks needed?" in a few sentences, without line breaks.
    public var verdict: [String]

    /// The maximum number of lines to leave out one at a time; more than real meshes have.
    static let tested = 200

    /// Leaves out MeshNetworks as a whole, then each line.
    ///
    /// - Parameters:
    ///   - directory: the objects.
    ///   - inference: the rules.
    ///   - snapshot: the inferred mesh.
    public init(of directory: MeshDirectory, by inference: MeshInference, snapshot: MeshSnapshot) {
        self.init(of: directory, by: inference, snapshot: snapshot, MeshSurvey(snapshot))
    }

    init(of directory: MeshDirectory, by inference: MeshInference, snapshot: MeshSnapshot, _ survey: MeshSurvey) {
        let places = MeshNetworksPlace.places(of: directory.meshNetworks)
        let trial = MeshNetworksTrial(directory, inference, snapshot, survey)
        var lines: [MeshNetworksLine] = []
        effect = places.isEmpty ? MeshNetworksEffect() : trial.effect(with: MeshNetworks())
        let deciding = Self.deciding(places, survey, snapshot)
        // If nothing changes without all lines that decide nothing, none of them has to be left out alone.
        let idle = places.indices.filter { !deciding.contains($0) }
        let idleEffect = trial.effect(without: idle.map { places[$0] })
        var tests = 0
        var untested = 0
        let reasons = MeshNetworksReasons(directory, inference.semantics, snapshot, survey)
        for (index, place) in places.enumerated() {
            var effect = MeshNetworksEffect()
            let isIdle = !deciding.contains(index)
            if place.canMatter, !(isIdle && !idleEffect.isAny) {
                if tests < Self.tested { effect = trial.effect(without: [place]) } else { untested += 1 }
                tests += 1
            }
            lines.append(
                MeshNetworksLine(
                    network: place.network,
                    kind: place.kind,
                    text: place.text,
                    object: place.reference,
                    effect: effect,
                    explanation: effect.isAny ? effect.description : reasons.reason(for: place),
                    alternative: effect.isFelt ? reasons.alternative(to: place) : nil
                )
            )
        }
        self.lines = lines
        self.untested = untested
        need = places.isEmpty ? .absent : effect.isFelt || lines.contains { $0.effect.isFelt } ? .needed : .notNeeded
        verdict = []
        let remaining = need == .notNeeded ? trial.survey(with: MeshNetworks()) : nil
        verdict = MeshNetworksVerdict(review: self, survey: remaining ?? survey).sentences
    }

    /// Returns the lines that decide an assignment or a gateway.
    private static func deciding(
        _ places: [MeshNetworksPlace],
        _ survey: MeshSurvey,
        _ snapshot: MeshSnapshot
    ) -> Set<Int> {
        let all = snapshot.gateways.gateways + snapshot.gateways.unresolved
        var objects = Set(survey.placedBy.keys)
        objects.formUnion(all.compactMap(\.provenance.object))
        return Set(places.indices.filter { objects.contains(places[$0].reference) })
    }
}
