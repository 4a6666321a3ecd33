import EnvoyHarness
import Foundation

/// A client of a running server's admin port.
struct AdminPort {
    /// The status of one source of the mesh.
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

    /// - Parameter line: the server's announcement.
    init(server line: String) throws { socket = try ServerProcess.socket(in: line) }

    /// Waits until the sources are as expected, and returns them.
    func sources(where isSo: ([Source]) -> Bool) async throws -> [Source] {
        try await eventually("the sources are as expected") {
            let answer = try await HTTPRequest("/debug/sources").answer(from: socket)
            let sources = try JSONDecoder().decode(Sources.self, from: Data(answer.body.utf8)).sources
            guard !isSo(sources) else { return sources }
            throw HarnessError(.unexpectedAnswer, "\(sources)")
        }
    }

    /// Waits until the metrics contain a line.
    func metrics(contain line: String) async throws {
        try await eventually("the metrics contain \(line)") {
            let answer = try await HTTPRequest("/metrics").answer(from: socket)
            return answer.body.split(separator: "\n").contains(Substring(line)) ? true : nil
        }
    }

    /// Returns true if the server reports that it is ready.
    func isReady() async throws -> Bool { try await HTTPRequest("/readyz").answer(from: socket).status == 200 }
}
