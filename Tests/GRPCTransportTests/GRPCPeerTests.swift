import NIOCore
import Testing

@testable import GRPCTransport

@Suite("Who is at the other end, for people")
struct GRPCPeerTests {
    @Test(
        "An address with its port as it is typed, or a path",
        arguments: [
            (try SocketAddress(ipAddress: "127.0.0.1", port: 40_000), "127.0.0.1:40000"),
            (try SocketAddress(ipAddress: "::1", port: 1), "[::1]:1"),
            (try SocketAddress(unixDomainSocketPath: "/run/eds.sock"), "/run/eds.sock"), (nil, ""),
        ] as [(SocketAddress?, String)]
    )
    func text(address: SocketAddress?, text: String) {
        #expect(GRPCPeer(connectionID: 1, address: address).text == text)
    }
}
