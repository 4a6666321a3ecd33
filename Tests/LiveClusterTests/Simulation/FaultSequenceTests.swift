import Dispatch
import Foundation
import Testing

@Suite("Sequences of faults")
struct FaultSequenceTests {
    @Test("At each quiet moment a server is ready with the bytes of a fresh load, or reports the reason that it is not")
    func quietMoments() async throws {
        // On a thread of its own, so that tests that wait for something are not delayed.
        let failures = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "sequences").async {
                continuation.resume(with: Result { try Self.failures(of: 0..<Self.count) })
            }
        }
        #expect(failures.isEmpty, "\(failures.count): \(failures.prefix(5).joined(separator: "\n"))")
    }

    /// The number of sequences; all of them take several minutes in a debug build.
    private static let count = ProcessInfo.processInfo.environment["FAULT_SEQUENCES"].flatMap(Int.init) ?? 100

    private static func failures(of seeds: Range<Int>) throws -> [String] {
        var failures: [String] = []
        for seed in seeds {
            var sequence = try FaultSequence(seed: seed)
            for moment in 0..<2 {
                try sequence.play(4)
                sequence.calm()
                if let failure = try failure(&sequence) { failures.append("sequence \(seed), \(moment): \(failure)") }
            }
            try sequence.heal()
            let status = sequence.status()
            let isWell = status.isReady && status.reasons.isEmpty && status.unreadable.isEmpty
            if !isWell { failures.append("sequence \(seed), healed: \(status.reasons) \(sequence.history)") }
            if let failure = try failure(&sequence) { failures.append("sequence \(seed), at its end: \(failure)") }
        }
        return failures
    }

    /// Returns the difference to what is expected; nil if there is none.
    private static func failure(_ sequence: inout FaultSequence) throws -> String? {
        let status = sequence.status()
        guard status.isReady, status.reasons.isEmpty else {
            return status.reasons.isEmpty ? "not ready, without a reason: \(sequence.history)" : nil
        }
        var fresh = try sequence.mesh.fresh(streamsLists: !sequence.streamsLists)
        if !fresh.isReady {
            // Watches that are open go on when an API server does not let new clients start; these say so.
            guard !fresh.reasons.isEmpty else { return "a fresh load without a reason: \(sequence.history)" }
            fresh = try sequence.mesh.fresh(streamsLists: !sequence.streamsLists, isStarted: true)
        }
        let isSame = status.served == fresh.served && status.unreadable == fresh.unreadable
        return fresh.isReady && isSame ? nil : "\(fresh.difference(to: status)) \(sequence.history)"
    }
}
