/// The servers, timeouts and attempts of a resolver (NI-56).
public struct ResolverConfiguration: Hashable, Sendable {
    /// The servers in the order in which they are queried.
    public var servers: [NameServer]
    /// The time for one answer of one server; a truncated answer is requested again over TCP with the same time.
    public var timeout: Duration
    /// The number of times that the whole list is tried while no server has answered.
    public var attempts: Int

    /// Creates a configuration.
    ///
    /// - Parameters:
    ///   - servers: in order; with none, every lookup fails.
    /// - timeout: the time for one answer of one server.
    ///   - attempts: rounds through the list, at least 1.
    public init(servers: [NameServer], timeout: Duration = .seconds(5), attempts: Int = 2) {
        self.servers = servers
        self.timeout = timeout
        self.attempts = max(1, attempts)
    }

    /// Parses the text of a resolv.conf.
    ///
    /// `nameserver` lines are read in order, and of `options` `timeout:n` (1 to 30 s) and `attempts:n` (1 to 5), the
    /// last of each, as in resolv.conf(5). Everything else is for other resolvers: names are absolute here, so
    /// `search`, `domain` and `ndots` have no effect (NI-56). Like the C library's, this parser skips unknown lines and
    /// options.
    ///
    /// - Parameters:
    ///   - text: the file's content.
    ///   - port: the port of every server, as the format has none.
    public init(resolvConf text: String, port: Int = 53) {
        self.init(servers: [])
        for line in text.split(whereSeparator: \.isNewline) {
            // A comment may also follow the values.
            let content = line.prefix { $0 != "#" && $0 != ";" }
            let words = content.split { $0 == " " || $0 == "\t" }
            switch words.first {
            case "nameserver": add(server: words.dropFirst().first, port: port)
            case "options": for option in words.dropFirst() { apply(option: option) }
            default: continue
            }
        }
    }

    private static let maximumServers = 16

    private mutating func add(server: Substring?, port: Int) {
        guard servers.count < Self.maximumServers, let server else { return }
        guard let parsed = try? NameServer(address: String(server), port: port) else { return }
        servers.append(parsed)
    }

    private mutating func apply(option: Substring) {
        let parts = option.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let value = Int(parts[1]), value >= 1 else { return }
        switch parts[0] {
        case "timeout": timeout = .seconds(min(value, 30))
        case "attempts": attempts = min(value, 5)
        default: return
        }
    }
}
