public import AdminServer
public import DiscoveryServer
public import GRPCTransport
public import Logging
public import MeshExplanation
public import MeshModel
public import NetworkInference

/// The settings of one run of a server.
public struct ServerConfiguration: Sendable {
    /// The loggers of the parts of a server.
    public struct Loggers: Sendable {
        /// For what is read, and what is served because of it.
        public var mesh: Logger
        /// For streams and what is sent on them.
        public var streams: Logger
        /// For connections.
        public var transport: Logger
        /// For host names of gateways.
        public var names: Logger
        /// For the admin server.
        public var admin: Logger

        /// Creates loggers.
        ///
        /// - Parameter logger: the logger of a part, by the part's name.
        public init(_ logger: (String) -> Logger) {
            mesh = logger("mesh")
            streams = logger("streams")
            transport = logger("transport")
            names = logger("names")
            admin = logger("admin")
        }
    }

    /// The settings of the admin server.
    public struct Admin: Sendable {
        /// The address.
        public var server: AdminServer.Configuration
        /// The address as the user wrote it, for errors.
        public var address: String
        /// The version of the program.
        public var program: String
        /// Writes explanations as text.
        public var explanationText: @Sendable (Proxy, [AssignmentExplanation]) -> String

        /// Creates settings.
        public init(
            server: AdminServer.Configuration,
            address: String,
            program: String,
            explanationText: @escaping @Sendable (Proxy, [AssignmentExplanation]) -> String
        ) {
            self.server = server
            self.address = address
            self.program = program
            self.explanationText = explanationText
        }
    }

    /// The mesh directory; nil if there is none that could change.
    public var directory: String?
    /// A Boolean value that indicates whether changes of files cause a reload, besides SIGHUP.
    public var watchesFiles = true
    /// A Boolean value that indicates whether SIGHUP, SIGUSR1, SIGINT and SIGTERM are handled.
    public var handlesSignals = true
    /// The rules by which the mesh is inferred.
    public var inference: MeshInference
    /// A Boolean value that indicates whether the rules are those of the reference, apart from single differences.
    public var isReference = false

    /// The address to listen on.
    public var address: GRPCServer.Address
    /// The behaviour of discovery.
    public var discovery = DiscoveryOptions()
    /// The approximate memory of the caches of assignments and of their encoded forms together, in bytes.
    public var cacheMemory = 64 << 20
    /// Limits, timeouts and TLS of the transport.
    public var transport = GRPCServerConfiguration()
    /// The TLS files, which are reloaded when they change; `nil` for plain text.
    public var tls: TLSReloader?
    /// The file of authorization rules; `nil` authorizes every client.
    public var authorizationFile: String?

    /// The admin server; nil for none.
    public var admin: Admin?
    /// The loggers.
    public var loggers: Loggers
    /// Writes a human-readable line: the address of a listener.
    public var announce: @Sendable (String) -> Void = { _ in }

    /// Creates settings.
    ///
    /// - Parameters:
    ///   - inference: the rules by which the mesh is inferred.
    ///   - address: the address to listen on.
    ///   - loggers: the loggers.
    public init(inference: MeshInference, address: GRPCServer.Address, loggers: Loggers) {
        self.inference = inference
        self.address = address
        self.loggers = loggers
    }
}
