import EnvoyHarness
import Testing

/// The ways in which an Envoy receives assignments from this program.
enum Delivery: String, CaseIterable, CustomTestStringConvertible {
    case sotw, delta, adsSotw, adsDelta, rest, restHTTP2, files

    /// The ways with a gRPC stream to the server.
    static let served: [Delivery] = [.sotw, .delta, .adsSotw, .adsDelta]
    /// The ways that poll the server.
    static let polled: [Delivery] = [.rest, .restHTTP2]

    var testDescription: String {
        switch self {
        case .sotw: "SotW EDS"
        case .delta: "delta EDS"
        case .adsSotw: "SotW ADS"
        case .adsDelta: "delta ADS"
        case .rest: "REST over HTTP/1.1"
        case .restHTTP2: "REST over HTTP/2"
        case .files: "files"
        }
    }

    /// Returns Envoy's arguments; `directory` is the folder of the files.
    func flavour(filesIn directory: String = "") -> EDSFlavour {
        switch self {
        case .sotw: .sotw
        case .delta: .delta
        case .adsSotw: .adsSotw
        case .adsDelta: .adsDelta
        case .rest: .rest
        case .restHTTP2: .restHTTP2
        case .files: .file(directory: directory)
        }
    }
}
