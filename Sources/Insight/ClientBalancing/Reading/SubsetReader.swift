internal import MeshModel
internal import MeshSources

/// Reads the settings of subset load balancing.
enum SubsetReader {
    private static let fallbacks = ["NO_FALLBACK", "ANY_ENDPOINT", "DEFAULT_SUBSET"]

    static func settings(_ fields: ProtoFields) throws(InputError) -> SubsetSettings? {
        var selectors: [Set<String>] = []
        for selector in try fields.list("subsetSelectors") {
            selectors.append(Set(try ProtoFields(selector)["keys"]?.strings() ?? []))
        }
        let name = try fields.enumeration("fallbackPolicy", numbered: fallbacks) ?? "NO_FALLBACK"
        guard let fallback = SubsetSettings.Fallback(rawValue: name) else {
            throw InputError(
                .value,
                at: fields["fallbackPolicy"]?.location ?? fields.mapping.value.location,
                "unknown fallback \"\(name)\", expected one of \(fallbacks.joined(separator: ", "))"
            )
        }
        // An empty configuration is none.
        guard !selectors.isEmpty || fallback != .none else { return nil }
        var subset: [String: MetadataValue] = [:]
        if case .object(let members)? = try fields["defaultSubset"]?.metadata() { subset = members }
        return SubsetSettings(
            fallback: fallback,
            defaultSubset: subset,
            selectors: selectors,
            weighsLocalities: try fields.flag("localityWeightAware"),
            scalesLocalityWeights: try fields.flag("scaleLocalityWeight"),
            panicsIntoAny: try fields.flag("panicModeAny")
        )
    }
}
