import Testing

@Suite("Sequences of faults")
struct FaultSequenceTests {
    private static let count = 2_000
    private static let batch = 50

    @Test(
        "At each quiet moment a server is ready with the bytes of a fresh load, or reports the reason that it is not",
        arguments: 0..<(count / batch)
    )
    func quietMoments(batch: Int) async throws {
        for seed in batch * Self.batch..<(batch + 1) * Self.batch {
            // Other tests run on the same threads.
            await Task.yield()
            var sequence = try FaultSequence(seed: seed)
            for moment in 0..<2 {
                try sequence.play(4)
                sequence.calm()
                try Self.check(&sequence, "sequence \(seed), moment \(moment)")
            }
            try sequence.heal()
            let status = try Self.check(&sequence, "sequence \(seed), at its end")
            #expect(status.isReady, "sequence \(seed): \(sequence.history)")
            #expect(status.reasons.isEmpty, "sequence \(seed): \(sequence.history)")
            #expect(status.unreadable.isEmpty, "sequence \(seed): \(sequence.history)")
        }
    }

    @discardableResult
    private static func check(_ sequence: inout FaultSequence, _ place: String) throws -> SimulatedMesh.Status {
        let status = sequence.status()
        guard status.isReady, status.reasons.isEmpty else {
            #expect(!status.reasons.isEmpty, "\(place): not ready, without a reason: \(sequence.history)")
            return status
        }
        let fresh = try sequence.mesh.fresh(streamsLists: !sequence.streamsLists)
        let isSame = status.served == fresh.served && status.unreadable == fresh.unreadable
        #expect(fresh.isReady && isSame, "\(place): \(fresh.difference(to: status)) \(sequence.history)")
        return status
    }
}
