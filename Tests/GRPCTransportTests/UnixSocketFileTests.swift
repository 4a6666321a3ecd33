import TestCertificates
import Testing

@testable import GRPCTransport

@Suite("File of a Unix socket", .timeLimit(.minutes(1)))
struct UnixSocketFileTests {
    @Test("The file is removed after a graceful and after an immediate end")
    func removal() async throws {
        try await TestAuthority.use { folder in
            let path = folder.path("a.sock")
            try await TransportFixture.run(.init(address: .unixSocket(path: path))) { fixture in
                try await fixture.expectAlive()
                #expect(FileFingerprint(of: path).exists)
                try await fixture.server.drain()
                #expect(!FileFingerprint(of: path).exists)
            }
            try await TransportFixture.run(.init(address: .unixSocket(path: path))) { fixture in
                try await fixture.expectAlive()
                try await fixture.server.close()
                #expect(!FileFingerprint(of: path).exists)
            }
        }
    }
}
