import EnvoyMessages
package import MeshModel
package import Testing

/// A delta response with its assignments by name.
package struct DeltaAnswer: Sendable {
    package let nonce: String
    package let typeURL: String
    package let content: [String: [String]]
    package let versions: [String: String]
    package let removed: [String]

    package var names: [String] { content.keys.sorted() }
}

/// A client of a delta stream that is controlled by a scenario.
package final class DeltaClient {
    package let call: WireCall
    private let isAggregated: Bool
    private var node: EnvoyNode?

    package init(_ call: WireCall, isAggregated: Bool, node: EnvoyNode?) {
        self.call = call
        self.isAggregated = isAggregated
        self.node = node
    }

    /// Sends a request; the first one contains the node.
    package func ask(
        _ subscribe: [String] = [],
        drop unsubscribe: [String] = [],
        having versions: [String: String] = [:],
        nonce: String = "",
        error: String? = nil,
        type: String? = nil
    ) async throws {
        let request = DeltaDiscoveryRequestMessage(
            typeURL: type ?? (isAggregated ? TypeURL.clusterLoadAssignment : ""),
            resourceNamesSubscribe: subscribe.map(TestMesh.cluster),
            resourceNamesUnsubscribe: unsubscribe.map(TestMesh.cluster),
            initialResourceVersions: Dictionary(
                uniqueKeysWithValues: versions.map { (TestMesh.cluster($0.key), $0.value) }
            ),
            responseNonce: nonce,
            errorDetail: error.map { RPCStatus(code: 3, message: $0) },
            node: node
        )
        node = nil
        try await call.send(try request.encoded())
    }

    package func ack(_ answer: DeltaAnswer) async throws { try await ask(nonce: answer.nonce) }

    package func nack(_ answer: DeltaAnswer) async throws {
        try await ask(nonce: answer.nonce, error: "rejected by the test")
    }

    /// Waits for the next response and checks its invariants (XP-D12).
    package func next(_ location: Testing.SourceLocation = #_sourceLocation) async throws -> DeltaAnswer {
        let response = try DeltaDiscoveryResponseMessage(decoding: try await call.message(location))
        #expect(!response.nonce.isEmpty, sourceLocation: location)
        var content: [String: [String]] = [:]
        var versions: [String: String] = [:]
        for resource in response.resources {
            let any = try #require(resource.resource, sourceLocation: location)
            #expect(any.typeURL == response.typeURL, sourceLocation: location)
            #expect(!resource.version.isEmpty, sourceLocation: location)
            let assignment = try AssignmentContent(any.value)
            #expect(TestMesh.resource(resource.name) == assignment.name, sourceLocation: location)
            #expect(content[assignment.name] == nil, "no name twice", sourceLocation: location)
            content[assignment.name] = assignment.addresses
            versions[assignment.name] = resource.version
        }
        let removed = response.removedResources.map(TestMesh.resource).sorted()
        #expect(removed.allSatisfy { content[$0] == nil }, "not in both lists", sourceLocation: location)
        return DeltaAnswer(
            nonce: response.nonce,
            typeURL: response.typeURL,
            content: content,
            versions: versions,
            removed: removed
        )
    }

    /// Subscribes to names and acknowledges the single response that contains the given ones.
    @discardableResult
    package func subscribe(
        _ names: [String],
        expecting expected: [String]? = nil,
        removed: [String] = [],
        _ location: Testing.SourceLocation = #_sourceLocation
    ) async throws -> DeltaAnswer {
        try await ask(names)
        let answer = try await next(location)
        #expect(answer.names == (expected ?? names).sorted(), sourceLocation: location)
        #expect(answer.removed == removed, sourceLocation: location)
        try await ack(answer)
        return answer
    }

    /// Expects that no unread response arrived, once the server has handled everything.
    package func expectSilence(_ location: Testing.SourceLocation = #_sourceLocation) async throws {
        try await call.settle()
        #expect(call.unread.isEmpty, "expected silence", sourceLocation: location)
    }
}
