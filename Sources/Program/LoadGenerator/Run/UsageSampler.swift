internal import Synchronization

/// Samples the usage of a process periodically.
final class UsageSampler: Sendable {
    private let samples = Mutex<[ProcessSample]>([])
    private let processID: Int32
    private let origin: Int64
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// Starts sampling.
    ///
    /// - Parameter origin: the beginning of the run on its clock.
    init(_ processID: Int32, origin: Int64) {
        self.processID = processID
        self.origin = origin
        look()
        let task = Task.detached { [self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(250))
                look()
            }
        }
        self.task.withLock { $0 = task }
    }

    /// Takes a last sample and stops.
    func finish() -> ProcessUsage {
        task.withLock { $0 }?.cancel()
        look()
        return ProcessUsage(samples: samples.withLock { $0 })
    }

    private func look() {
        guard let sample = ProcessSample(of: processID, time: RunClock.now - origin) else { return }
        samples.withLock { $0.append(sample) }
    }
}
