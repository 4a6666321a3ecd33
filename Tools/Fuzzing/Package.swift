// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// Built by `Tools/fuzz`, which instruments every module: a plain `swift build` here does not link.
let fuzzers = [
    "dns": "DNSFuzzer", "dump": "DumpFuzzer", "grpc": "GRPCFuzzer", "json": "JSONFuzzer", "live": "LiveFuzzer",
    "mesh": "MeshFuzzer", "names": "NamesFuzzer", "request": "RequestFuzzer", "yaml": "YAMLFuzzer",
]

let package = Package(
    name: "eds-translator-fuzzing",
    products: fuzzers.sorted { $0.key < $1.key }.map { name, target in
        .executable(name: "fuzz-\(name)", targets: [target])
    },
    dependencies: [
        .package(name: "eds-translator", path: "../.."),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    ],
    targets: [.target(name: "FuzzSupport", swiftSettings: settings)]
        + fuzzers.values.sorted().map { target in
            .executableTarget(
                name: target,
                dependencies: [
                    "FuzzSupport", .product(name: "FuzzedModules", package: "eds-translator"),
                    .product(name: "NIOCore", package: "swift-nio"),
                ],
                // libFuzzer brings the main function.
                swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])]
            )
        }
)
