internal import ArgumentParser
internal import ClientBalancing
internal import MeshModel

/// The arguments that say which client chooses among hosts, and under which conditions.
struct ClientOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The client: envoy, or grpc for gRPC's C++ core.", valueName: "client"))
    var client: Client?

    enum Client: String, ExpressibleByArgument, CaseIterable {
        case envoy
        case grpc

        var kind: ClientKind {
            switch self {
            case .envoy: .envoy
            case .grpc: .grpc
            }
        }

        /// The kind of a proxy that it is.
        var proxy: Proxy.Client {
            switch self {
            case .envoy: .envoy
            case .grpc: .grpc
            }
        }
    }

    @Option(
        help: ArgumentHelp(
            "The number of requests in flight at a time; 1, and very many beside it, when left out.",
            valueName: "count"
        )
    )
    var inFlight: Int?

    @Option(
        help: ArgumentHelp(
            "The time of an answer of one address, in any unit; others take 1. May be repeated.",
            discussion: "For example: --latency 192.0.2.9:15443=10",
            valueName: "address=time"
        )
    )
    var latency: [AddressNumber] = []

    @Option(
        help: ArgumentHelp(
            "The seconds since one address was added, for slow start; others are old. May be repeated.",
            valueName: "address=seconds"
        )
    )
    var age: [AddressNumber] = []

    @Option(help: ArgumentHelp("The client's own locality, for zone-aware routing.", valueName: "locality"))
    var ownLocality: String?

    @Option(
        help: ArgumentHelp(
            "The healthy hosts of the client's own cluster in a locality, for zone-aware routing. May be repeated.",
            discussion: "For example: --own-locality r1/z1 --local-hosts r1/z1=2 --local-hosts r1/z2=2",
            valueName: "locality=count"
        )
    )
    var localHosts: [AddressNumber] = []

    /// A name and a number, such as `10.0.0.1:80=20`.
    struct AddressNumber: ExpressibleByArgument {
        let name: String
        let number: Double

        init?(argument: String) {
            guard let split = argument.lastIndex(of: "="), split != argument.startIndex,
                let number = Double(argument[argument.index(after: split)...]), number >= 0, number.isFinite
            else { return nil }
            name = String(argument[..<split])
            self.number = number
        }
    }

    func validate() throws {
        if let inFlight, !(1...1_000_000).contains(inFlight) {
            throw ValidationError("--in-flight \(inFlight): expected 1 to 1000000.")
        }
        guard localHosts.isEmpty == (ownLocality == nil) else {
            throw ValidationError("--own-locality and --local-hosts belong together.")
        }
        guard localHosts.allSatisfy({ Int(exactly: $0.number) != nil }) else {
            throw ValidationError("--local-hosts: expected whole numbers of hosts.")
        }
        guard latency.allSatisfy({ $0.number > 0 }) else {
            throw ValidationError("--latency: expected times greater than 0.")
        }
    }

    /// The conditions that they describe.
    var traffic: TrafficConditions {
        TrafficConditions(
            inFlight: inFlight ?? 1,
            latencies: Self.table(latency),
            ages: Self.table(age),
            localCluster: ownLocality.map { own in
                TrafficConditions.LocalCluster(
                    ownLocality: Locality(label: own),
                    hosts: Dictionary(
                        localHosts.map { (Locality(label: $0.name), Int(exactly: $0.number) ?? 0) },
                        uniquingKeysWith: +
                    )
                )
            }
        )
    }

    private static func table(_ numbers: [AddressNumber]) -> [String: Double] {
        Dictionary(numbers.map { ($0.name, $0.number) }) { $1 }
    }
}
