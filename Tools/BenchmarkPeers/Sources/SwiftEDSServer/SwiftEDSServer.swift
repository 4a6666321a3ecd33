import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix

/// An EDS server on grpc-swift-2: state of the world on EDS and ADS, the same for every client.
///
///     swift-eds-server ASSIGNMENTS --port PORT --rate CHANGES-PER-SECOND --start-after SECONDS --changes NUMBER
///
/// ASSIGNMENTS is a folder with the output of `eds-translator translate -o binary`. Messages are packed by hand, so
/// that the
/// transports are compared.
@main
struct SwiftEDSServer: RegistrableRPCService {
    let assignments: Assignments

    static func main() async throws {
        let arguments = CommandLine.arguments
        func option(_ name: String) -> String { arguments.firstIndex(of: name).map { arguments[$0 + 1] } ?? "0" }
        let folder = URL(fileURLWithPath: arguments[1])
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let assignments = Assignments(try files.map { Array(try Data(contentsOf: $0)) })
        let server = GRPCServer(
            transport: .http2NIOPosix(
                address: .ipv4(host: "127.0.0.1", port: Int(option("--port")) ?? 0),
                transportSecurity: .plaintext
            ),
            services: [SwiftEDSServer(assignments: assignments)]
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.serve() }
            let (rate, startAfter) = (Double(option("--rate")) ?? 1, Double(option("--start-after")) ?? 0)
            let start = ContinuousClock.now.advanced(by: .seconds(startAfter))
            for number in 0..<(Int(option("--changes")) ?? 0) {
                try await Task.sleep(until: start.advanced(by: .seconds(Double(number) / rate)))
                await assignments.change(assignments.names[number % assignments.names.count], number)
            }
            try await group.waitForAll()
        }
    }

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        for (service, method) in [
            ("envoy.service.endpoint.v3.EndpointDiscoveryService", "StreamEndpoints"),
            ("envoy.service.discovery.v3.AggregatedDiscoveryService", "StreamAggregatedResources"),
        ] {
            router.registerHandler(
                forMethod: MethodDescriptor(fullyQualifiedService: service, method: method),
                deserializer: Bytes(),
                serializer: Bytes()
            ) { request, _ in
                StreamingServerResponse { try await serve(request, $0) }
            }
        }
    }

    private func serve(
        _ request: StreamingServerRequest<[UInt8]>,
        _ writer: RPCWriter<[UInt8]>
    ) async throws -> Metadata {
        let (wakes, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = await assignments.open(wake)
        defer { wake.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { wake.finish() }
                for try await message in request.messages { await assignments.request(message, on: id) }
            }
            for await _ in wakes {
                guard let response = await assignments.response(on: id) else { continue }
                try await writer.write(response)
            }
            group.cancelAll()
        }
        await assignments.close(id)
        return [:]
    }
}

/// Passes messages through unchanged.
struct Bytes: MessageSerializer, MessageDeserializer {
    func serialize<Bytes: GRPCContiguousBytes>(_ message: [UInt8]) throws -> Bytes { Bytes(message) }

    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> [UInt8] {
        bytes.withUnsafeBytes { Array($0) }
    }
}
