internal import ArgumentParser
internal import ClientBootstrap
internal import GRPCTransport
internal import MeshModel

/// The arguments for the connection of a bootstrap to the server, and for its ports.
struct BootstrapOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The xDS server: address:port, or unix: and the path of a socket.", valueName: "address")
    )
    var server = "127.0.0.1:18000"

    @Option(
        help: ArgumentHelp(
            "How assignments come: ads, delta-ads, eds, delta-eds, rest, or file. Default: ads.",
            valueName: "way"
        )
    )
    var delivery: Way?

    @Option(
        help: ArgumentHelp(
            "The folder with the files of translate -o envoy, for --delivery file.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var files: String?

    @Option(
        help: ArgumentHelp(
            "A listener on 127.0.0.1 for each cluster: on free ports (auto), on consecutive ones, or none. Default: auto.",
            valueName: "none|first-port|auto"
        )
    )
    var listeners: Listeners?

    @Option(
        help: ArgumentHelp(
            "The admin interface; port 0 for a free one. Default: 127.0.0.1:15000.",
            valueName: "host:port"
        )
    )
    var admin: String?

    enum Way: String, ExpressibleByArgument, CaseIterable {
        case ads
        case deltaADS = "delta-ads"
        case eds
        case deltaEDS = "delta-eds"
        case rest
        case file
    }

    /// `none`, `auto` or a port.
    enum Listeners: ExpressibleByArgument {
        case none
        case auto
        case first(Int)

        init?(argument: String) {
            switch argument {
            case "none": self = .none
            case "auto": self = .auto
            default:
                guard let port = Int(argument), (1...65_535).contains(port) else { return nil }
                self = .first(port)
            }
        }
    }

    func validate() throws {
        guard (delivery == .file) == (files != nil) else {
            throw ValidationError("--delivery file and --files must be used together.")
        }
    }

    /// The address of the server.
    var serverAddress: ManagementServer.Address {
        get throws {
            switch try ListenAddress(server).address {
            case .unixSocket(let path): return .unixSocket(path: path)
            case .hostname(let host, let port):
                guard port > 0 else {
                    throw CommandFailure(.usage, "--server \(server): expected a port from 1 to 65535")
                }
                return IPAddress(host) == nil ? .hostname(host, port: port) : .address(host, port: port)
            }
        }
    }

    /// The address of the admin interface.
    var adminAddress: (address: String, port: Int) {
        get throws {
            let text = admin ?? "127.0.0.1:15000"
            guard case .hostname(let host, let port) = try ListenAddress(text).address, IPAddress(host) != nil else {
                throw CommandFailure(.usage, "--admin \(text): expected an IP address and a port")
            }
            return (host, port)
        }
    }

    /// The way in which the assignments of clusters come.
    func delivery(of clusters: [String]) throws -> BootstrapDelivery {
        switch delivery ?? .ads {
        case .ads: return .aggregated
        case .deltaADS: return .deltaAggregated
        case .eds: return .stream
        case .deltaEDS: return .deltaStream
        case .rest: return .rest
        case .file:
            let names = zip(clusters, try OutputFiles.names(for: clusters))
            return .files(folder: files ?? ".", names: Dictionary(names) { first, _ in first })
        }
    }

    /// The listeners of a number of clusters.
    func listeners(count: Int) throws -> BootstrapListeners {
        switch listeners ?? .auto {
        case .none: return .none
        case .auto: return .free
        case .first(let port):
            guard port + count - 1 <= 65_535 else {
                throw CommandFailure(.usage, "--listeners \(port): \(count) clusters need ports beyond 65535")
            }
            return .ports(first: port)
        }
    }
}
