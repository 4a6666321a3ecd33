import DiscoveryTestSupport
import Testing

/// One conformance scenario of `Docs/protocol.md`, and its coverage here.
struct Scenario: Sendable {
    /// A function that runs with a bench, once for each variant.
    typealias Body = @Sendable (Bench) async throws -> Void

    enum Verdict: Sendable {
        case run([Variant], Bench.Setup, Body)
        /// Covered by this test of another suite.
        case elsewhere(String)
        /// Not applicable to this server, for this reason.
        case notApplicable(String)
    }

    let id: String
    let verdict: Verdict

    static func run(
        _ id: String,
        on variants: [Variant],
        _ body: @escaping Body
    ) -> Scenario {
        Scenario(id: id, verdict: .run(variants, Bench.Setup(), body))
    }

    static func run(
        _ id: String,
        on variants: [Variant],
        _ setup: Bench.Setup,
        _ body: @escaping Body
    ) -> Scenario {
        Scenario(id: id, verdict: .run(variants, setup, body))
    }

    static func elsewhere(_ id: String, _ test: String) -> Scenario {
        Scenario(id: id, verdict: .elsewhere(test))
    }

    static func notApplicable(_ id: String, _ reason: String) -> Scenario {
        Scenario(id: id, verdict: .notApplicable(reason))
    }

    /// The scenario as a row of the tables in `Docs/protocol.md`.
    var line: String {
        switch verdict {
        case .run(let variants, _, _): "\(id) | run | \(variants.map(\.rawValue).joined(separator: ", "))"
        case .elsewhere(let test): "\(id) | elsewhere | \(test)"
        case .notApplicable(let reason): "\(id) | not applicable | \(reason)"
        }
    }
}

/// A scenario on one variant, as a test case.
struct ScenarioCase: Sendable, CustomTestStringConvertible {
    let id: String
    let variant: Variant
    let setup: Bench.Setup
    let body: Scenario.Body

    var testDescription: String { "\(id) on \(variant.rawValue)" }

    static let all: [ScenarioCase] = Scenario.table.flatMap { scenario -> [ScenarioCase] in
        guard case .run(let variants, let setup, let body) = scenario.verdict else { return [] }
        return variants.map { ScenarioCase(id: scenario.id, variant: $0, setup: setup, body: body) }
    }
}

extension [Variant] {
    static let sotw: [Variant] = [.streamEndpoints, .streamAggregated]
    static let delta: [Variant] = [.deltaEndpoints, .deltaAggregated]
    static let streams: [Variant] = sotw + delta
}
