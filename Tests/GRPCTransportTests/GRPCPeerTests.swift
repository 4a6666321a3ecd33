import NIOCore
import Testing

@testable import GRPCTransport

@Suite("Peer description")
struct GRPCPeerTests {
    @Test(
        "The description of a peer is its address with port, or a path",
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
