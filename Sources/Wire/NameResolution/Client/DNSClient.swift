public import NIOCore

/// A stub resolver that queries recursive servers, over UDP and, for truncated answers, TCP.
///
/// It has no state between lookups and leaves no socket open when one returns. Each question is sent from its own port
/// and with its own id (RFC 5452).
public struct DNSClient: NameLookingUp {
    private let configuration: ResolverConfiguration
    private let group: any EventLoopGroup

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - configuration: the servers, usually of `/etc/resolv.conf`.
    ///   - group: the event loops of its sockets; not shut down here.
    public init(configuration: ResolverConfiguration, group: any EventLoopGroup) {
        self.configuration = configuration
        self.group = group
    }

    /// Queries A and AAAA records at the same time (EG-G7).
    public func lookUp(_ name: DNSName) async -> NameLookup {
        async let ipv4 = outcome(of: DNSMessage.Question(name: name, family: .ipv4))
        async let ipv6 = outcome(of: DNSMessage.Question(name: name, family: .ipv6))
        return await NameLookup(ipv4: ipv4, ipv6: ipv6)
    }

    private func outcome(of question: DNSMessage.Question) async -> FamilyOutcome {
        var progress = QueryProgress(servers: configuration.servers, attempts: configuration.attempts)
        while let server = progress.nextServer() {
            if Task.isCancelled { return .failed(DNSExchange.cancelled) }
            progress.received(await ask(server, question))
        }
        return progress.outcome
    }

    private func ask(_ server: NameServer, _ question: DNSMessage.Question) async -> ServerVerdict {
        let exchange = DNSExchange(
            query: DNSQuery(question),
            server: server,
            timeout: TimeAmount(configuration.timeout),
            eventLoop: group.next()
        )
        do throws(ResolutionError) {
            var answer = try await exchange.overUDP()
            if answer.isTruncated { answer = try await exchange.overTCP() }
            guard !answer.isTruncated else {
                throw ResolutionError(
                    code: .malformedMessage,
                    message: "\(server) sent a truncated answer over TCP"
                )
            }
            return ServerVerdict(of: answer, to: question, from: server)
        } catch {
            return .failed(error)
        }
    }
}
