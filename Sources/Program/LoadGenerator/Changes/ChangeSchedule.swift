#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// All changes of a run, planned in advance: an open loop, which a slow server cannot slow down.
public struct ChangeSchedule: Sendable {
    /// The changes in order, numbered from 1.
    public let changes: [Change]
    /// The length in nanoseconds.
    public let length: Int64
    /// The offset from which changes are measured, in nanoseconds.
    public let measuredFrom: Int64

    /// Makes a schedule without changes.
    public init(watchingFor length: Int64) {
        changes = []
        self.length = length
        measuredFrom = 0
    }

    /// Plans the changes.
    ///
    /// - Parameters:
    ///   - plan: rate, kinds, spacing, warm-up, duration and seed.
    ///   - services: the services to change, which have subscriptions.
    public init(_ plan: LoadPlan, services: [Int]) {
        let length = plan.warmUp + plan.duration
        var random = SeededRandom(seed: plan.seed, purpose: .changes)
        var changes: [Change] = []
        var offset = 0.0
        while plan.rate > 0, changes.count < Marker.maximum {
            let interval = 1e9 / plan.rate
            offset +=
                plan.arrivals == .constant ? interval : -log(Double.random(in: 1e-12..<1, using: &random)) * interval
            guard offset < Double(length) else { break }
            let kind = plan.changes.draw(&random)
            let service = services.randomElement(using: &random)
            guard kind == .gateway || service != nil else { break }
            changes.append(
                Change(
                    index: changes.count + 1,
                    offset: Int64(offset),
                    kind: kind,
                    service: kind == .gateway ? nil : service
                )
            )
        }
        self.changes = changes
        self.length = length
        measuredFrom = plan.warmUp
    }
}
