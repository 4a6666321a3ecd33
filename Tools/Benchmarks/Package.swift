// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "eds-translator-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "eds-translator", path: "../.."),
        // Without its traits, which count allocations with preloaded libraries; this package counts them itself.
        .package(url: "https://github.com/ordo-one/benchmark.git", exact: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "EndpointGeneration",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "TranslationBench", package: "eds-translator"),
            ],
            path: "Benchmarks/EndpointGeneration",
            swiftSettings: [
                .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("InternalImportsByDefault"), .enableUpcomingFeature("MemberImportVisibility"),
            ],
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
        )
    ]
)
