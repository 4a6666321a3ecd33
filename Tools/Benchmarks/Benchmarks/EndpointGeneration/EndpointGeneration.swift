import Benchmark
import Foundation
import TranslationBench

/// The shapes and modes of `eds-translator bench`, under the names `100x10.cold` and so on: with slashes or spaces in them,
/// thresholds would not be found again.
///
/// Allocations are those that the bench itself counts; they are the figure that a regression shows in first, because it is
/// the same on every machine.
let benchmarks: @Sendable () -> Void = {
    let allocations = BenchmarkMetric.custom("allocations", polarity: .prefersSmaller, useScalingFactor: false)
    let time = BenchmarkMetric.custom("processorNanoseconds", polarity: .prefersSmaller, useScalingFactor: false)
    Benchmark.defaultConfiguration = Benchmark.Configuration(
        metrics: [time, allocations],
        maxDuration: .seconds(1),
        maxIterations: 10_000,
        thresholds: [
            // The tables of Swift's dictionaries grow by what hashing, which differs from run to run, makes of the keys.
            allocations: BenchmarkThresholds(relative: [.p90: 2]),
            // Time is that of another machine on another day.
            time: BenchmarkThresholds(relative: [.p90: 400]),
        ]
    )
    // What takes seconds a repetition is left to `eds-translator bench`.
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
