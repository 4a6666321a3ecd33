import Benchmark
import Foundation
import TranslationBench

/// The shapes and modes of `eds-translator bench`, named `100x10.cold` and so on: thresholds are not found under names
/// with
/// slashes or spaces.
///
/// Allocations are counted by the bench itself; regressions show in them first, since they are the same on every
/// machine.
let benchmarks: @Sendable () -> Void = {
    let allocations = BenchmarkMetric.custom("allocations", polarity: .prefersSmaller, useScalingFactor: false)
    let time = BenchmarkMetric.custom("processorNanoseconds", polarity: .prefersSmaller, useScalingFactor: false)
    Benchmark.defaultConfiguration = Benchmark.Configuration(
        metrics: [time, allocations],
        maxDuration: .seconds(1),
        maxIterations: 10_000,
        thresholds: [
            // The growth of Swift's dictionaries depends on hashing, which differs between runs.
            allocations: BenchmarkThresholds(relative: [.p90: 2]),
            // Times were measured on another machine.
            time: BenchmarkThresholds(relative: [.p90: 400]),
        ]
    )
    // Modes that take seconds per repetition are only in `eds-translator bench`.
    for shape in MeshShape.usual where shape.endpoints <= 1_000 {
        for mode in BenchMode.allCases where mode.isOfMesh {
            Benchmark("\(shape.description.replacing("/", with: "x")).\(mode.rawValue)") { benchmark in
                let mesh = try BenchMesh(shape)
                guard let work = EndpointBench.work(mode, mesh) else {
                    benchmark.error("\(shape) has nothing to measure")
                    return
                }
                for _ in benchmark.scaledIterations {
                    benchmark.startMeasurement()
                    benchmark.measurement(time, work.processorTime())
                    benchmark.stopMeasurement()
                    if let counts = AllocationCounter.count({ blackHole(work()) }) {
                        benchmark.measurement(allocations, counts.allocations)
                    }
                }
            }
        }
    }
}
