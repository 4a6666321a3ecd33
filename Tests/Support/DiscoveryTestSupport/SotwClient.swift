import EnvoyMessages
package import MeshModel
package import Testing

/// A SotW response with its assignments by name.
package struct SotwAnswer: Sendable {
    package let version: String
    package let nonce: String
    package let typeURL: String
    package let content: [String: [String]]

    package var names: [String] { content.keys.sorted() }
}

/// A client of a SotW stream that is controlled by a scenario.
package final class SotwClient {
    package static let node = EnvoyNode(id: "sidecar~10.9.9.9~tester.shop~shop.svc.cluster.local", cluster: "tester")
    package static let endpoints = TypeURL.clusterLoadAssignment

    package let call: WireCall
    private let isAggregated: Bool
    private var node: EnvoyNode?
    /// The names that an acknowledgement repeats.
    package private(set) var names: [String] = []

    package init(_ call: WireCall, isAggregated: Bool, node: EnvoyNode?) {
        self.call = call
        self.isAggregated = isAggregated
        self.node = node
    }

    /// Sends a request; the first one contains the node.
    package func ask(
        _ names: [String],
        nonce: String = "",
        version: String = "",
        error: String? = nil,
        type: String? = nil
    ) async throws {
        if type == nil || type == Self.endpoints { self.names = names }
        let request = DiscoveryRequestMessage(
            versionInfo: version,
            resourceNames: names.map(TestMesh.cluster),
            typeURL: type ?? (isAggregated ? Self.endpoints : ""),
            responseNonce: nonce,
            errorDetail: error.map { RPCStatus(code: 3, message: $0) },
            node: node
        )
        node = nil
        try await call.send(try request.encoded())
    }

    /// Acknowledges, with the same names or with others.
    package func ack(_ answer: SotwAnswer, names: [String]? = nil) async throws {
        try await ask(names ?? self.names, nonce: answer.nonce, version: answer.version)
    }

    /// Rejects, with the same names or with others.
    package func nack(_ answer: SotwAnswer, names: [String]? = nil, version: String = "") async throws {
        try await ask(names ?? self.names, nonce: answer.nonce, version: version, error: "rejected by the test")
    }

    /// Waits for the next response and checks its invariants (XP-S4).
    package func next(_ location: Testing.SourceLocation = #_sourceLocation) async throws -> SotwAnswer {
        let response = try DiscoveryResponseMessage(decoding: try await call.message(location))
        #expect(!response.nonce.isEmpty && !response.versionInfo.isEmpty, sourceLocation: location)
        var content: [String: [String]] = [:]
        for resource in response.resources {
            #expect(resource.typeURL == response.typeURL, sourceLocation: location)
            let assignment = try AssignmentContent(resource.value)
            #expect(content[assignment.name] == nil, "no name twice", sourceLocation: location)
            content[assignment.name] = assignment.addresses
        }
        return SotwAnswer(
            version: response.versionInfo,
            nonce: response.nonce,
            typeURL: response.typeURL,
            content: content
        )
    }

    /// Requests names and acknowledges the single response that contains the given ones.
    @discardableResult
    package func subscribe(
        _ names: [String],
        expecting expected: [String]? = nil,
        _ location: Testing.SourceLocation = #_sourceLocation
    ) async throws -> SotwAnswer {
        try await ask(names)
        let answer = try await next(location)
        #expect(answer.names == (expected ?? names).sorted(), sourceLocation: location)
        try await ack(answer)
        return answer
    }

    /// Expects that no unread response arrived, once the server has handled everything.
    package func expectSilence(_ location: Testing.SourceLocation = #_sourceLocation) async throws {
        try await call.settle()
        #expect(call.unread.isEmpty, "expected silence", sourceLocation: location)
    }
}
