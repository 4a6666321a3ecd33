import EnvoyHarness
import Foundation

/// What a running server tells on its admin port.
struct AdminPort {
    /// How one source of the mesh is doing.
    struct Source: Decodable, Sendable {
        let id: String
        let kind: String
        let phase: String
        let lastError: String?
        let objects: [String: Int]
    }

    private struct Sources: Decodable {
        let sources: [Source]
    }

    private let socket: NetworkEndpoint

    /// - Parameter line: what the server says when it listens.
    init(server line: String) throws { socket = try ServerProcess.socket(in: line) }

    /// The sources, as soon as they are as expected.
    func sources(where isSo: ([Source]) -> Bool) async throws -> [Source] {
        try await eventually("the sources are as expected") {
            let answer = try await HTTPRequest("/debug/sources").answer(from: socket)
            let sources = try JSONDecoder().decode(Sources.self, from: Data(answer.body.utf8)).sources
            guard !isSo(sources) else { return sources }
            throw HarnessError(.unexpectedAnswer, "\(sources)")
        }
    }

    /// Whether clients may be sent to the server.
    func isReady() async throws -> Bool { try await HTTPRequest("/readyz").answer(from: socket).status == 200 }
}
