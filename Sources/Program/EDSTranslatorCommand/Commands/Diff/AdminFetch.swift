internal import AssignmentComparison
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import TextFormats

/// Reads pages of an Envoy's admin port, with limits on time and size.
struct AdminFetch {
    private let address: DiffSource.ServerAddress
    private let limit: Duration

    init(_ address: DiffSource.ServerAddress, within limit: Duration) {
        self.address = address
        self.limit = limit
    }

    /// Returns the assignments of an Envoy, from two pages that complete each other.
    func dump() async throws -> Dump {
        let clusters = try await dump(of: "/clusters?format=json")
        let page = try await bytes(of: "/config_dump?include_eds")
        do throws(DumpError) {
            return try DumpReader.read(page).completed(by: clusters)
        } catch {
            // Envoys before 1.17 have no endpoints in their dump.
            guard error.code == .unknownForm else { throw failure(.badInput, "/config_dump: \(error)") }
            return clusters
        }
    }

    /// Returns the contents of one page.
    func dump(of path: String) async throws -> Dump {
        let page = try await bytes(of: path)
        do throws(DumpError) {
            return try DumpReader.read(page)
        } catch {
            throw failure(.badInput, "\(path): \(error)")
        }
    }

    /// The bytes of one page.
    func bytes(of path: String) async throws -> [UInt8] {
        do {
            return try await get(path)
        } catch let error as CommandFailure {
            throw error
        } catch is NIOTooManyBytesError {
            throw failure(.badInput, "\(path): more than \(DumpReader.limits.bytes) bytes")
        } catch let error as HTTPClientError where error == .deadlineExceeded {
            throw failure(.unreachable, "\(path): no complete response within \(limit)")
        } catch let error as HTTPClientError {
            throw failure(.unreachable, "\(path): \(error.shortDescription)")
        } catch {
            throw failure(.unreachable, "\(path): \(ConnectionErrorText.of(error))")
        }
    }

    private func get(_ path: String) async throws -> [UInt8] {
        let request = HTTPClientRequest(url: "http://\(AddressText.hostPort(address.host, address.port))\(path)")
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            let response = try await client.execute(request, timeout: TimeAmount(limit))
            guard response.status == .ok else { throw failure(.unreachable, "\(path): status \(response.status.code)") }
            let body = try await response.body.collect(upTo: DumpReader.limits.bytes)
            return Array(body.readableBytesView)
        }
    }

    private var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = TimeAmount(limit)
        // An Envoy that starts later is not waited for.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private func failure(_ status: ExitStatus, _ message: String) -> CommandFailure {
        CommandFailure(status, "http://\(address.host):\(address.port)\(message)")
    }
}
