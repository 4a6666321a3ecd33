import DiscoveryServer
import DiscoveryTestSupport
import EnvoyMessages
import GRPCTransport
import MeshModel
import NIOCore
import Testing

/// State of the world.
extension Scenario {
    private static let empty = Bench.Setup { $0.options.unknownNames = .empty }

    static let sotw: [Scenario] = [
        .run("X-40", on: .sotw, x40),
        .run("X-41", on: .sotw, x41),
        .run("X-42", on: .sotw, x42),
        .run("X-43", on: .sotw, x43),
        .run("X-44", on: .sotw, x44),
        .run("X-45", on: .sotw, x45),
        .run("X-46", on: .sotw, x46),
        .run("X-47", on: .sotw, x47),
        .run("X-48", on: .sotw, x48),
        .run("X-49", on: .sotw, x49),
        .run("X-50", on: .sotw, x50),
        .run("X-51", on: .sotw, x51),
        .run("X-52", on: [.streamEndpoints], Bench.Setup(mesh: TestMesh((0..<200).map { "n\($0)" })), x52),
        .run("X-53", on: [.streamEndpoints, .deltaEndpoints, .fetch], x53),
        .run("X-54", on: .sotw, x54),
        .run("X-55", on: .sotw, x55),
        .run("X-56", on: .sotw, empty, x56),
        .run("X-57", on: .sotw, x57),
        .run("X-58", on: .sotw, x58),
        .run("X-59", on: .sotw, x59),
        .run("X-60", on: .sotw, Bench.Setup { $0.options.acknowledgementTimeout = .milliseconds(50) }, x60),
        .run("X-61", on: .sotw, x61),
        .run("X-62", on: [.streamAggregated, .deltaAggregated], x62),
        .run("X-63", on: [.streamAggregated], x63),
        .run("X-64", on: [.streamAggregated], x64),
        .run("X-65", on: .sotw, x65),
        .run("X-66", on: .sotw, x66),
        .run("X-67", on: .sotw, x67),
        .notApplicable("X-68", "no lifetimes are sent: endpoints have none"),
        .run("X-69", on: [.streamEndpoints], x69),
        .elsewhere("X-70", "BackPressureTests: two thousand changed names need the fewest responses"),
    ]
}
