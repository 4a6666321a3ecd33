// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
]

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let translation: [Target.Dependency] = [
    "EndpointTranslation", "MeshModel", "MeshSources", "NetworkInference", "TextFormats",
]

// Set by the build script (Tools/install), since it changes with every commit.
let commit = (Context.environment["EDS_TRANSLATOR_COMMIT"] ?? "").filter { character in
    character.isASCII && (character.isLetter || character.isNumber || "-.+_".contains(character))
}

// No target depends on one below it in this list: data flows one way, from sources to wire.
let libraries: [Target] = [
    .systemLibrary(
        name: "CNghttp2",
        path: "Sources/Wire/CNghttp2",
        pkgConfig: "libnghttp2",
        providers: [.apt(["libnghttp2-dev"])]
    ),
    .systemLibrary(
        name: "CProtobufC",
        path: "Sources/Mesh/CProtobufC",
        pkgConfig: "libprotobuf-c",
        providers: [.apt(["libprotobuf-c-dev"])]
    ),
    .systemLibrary(
        name: "CYAML",
        path: "Sources/Mesh/CYAML",
        pkgConfig: "yaml-0.1",
        providers: [.apt(["libyaml-dev"])]
    ),
    // Its headers include protobuf-c.h, so this module also exports the declarations of libprotobuf-c.
    .target(name: "CEnvoyAPI", dependencies: ["CProtobufC"], path: "Sources/Mesh/CEnvoyAPI"),
    .target(name: "TextFormats", path: "Sources/Mesh/TextFormats", swiftSettings: settings),
    .target(
        name: "MeshModel",
        dependencies: ["TextFormats"],
        path: "Sources/Mesh/MeshModel",
        swiftSettings: settings
    ),
    .target(
        name: "EnvoyMessages",
        dependencies: ["CEnvoyAPI", "MeshModel", "TextFormats"],
        path: "Sources/Mesh/EnvoyMessages",
        swiftSettings: settings
    ),
    .target(
        name: "MeshSources",
        dependencies: ["CYAML", "MeshModel"],
        path: "Sources/Mesh/MeshSources",
        swiftSettings: settings
    ),
    .target(
        name: "NetworkInference",
        dependencies: ["MeshModel", "MeshSources", "TextFormats"],
        path: "Sources/Mesh/NetworkInference",
        swiftSettings: settings
    ),
    .target(
        name: "EndpointTranslation",
        dependencies: ["EnvoyMessages", "MeshModel", "TextFormats"],
        path: "Sources/Mesh/EndpointTranslation",
        swiftSettings: settings
    ),
    .target(
        name: "MeshViews",
        dependencies: translation,
        path: "Sources/Mesh/MeshViews",
        swiftSettings: settings
    ),
    .target(
        name: "MeshTracking",
        dependencies: [
            "MeshModel", "MeshSources", "MeshViews", "NetworkInference", "TextFormats",
            .product(name: "Logging", package: "swift-log"),
        ],
        path: "Sources/Mesh/MeshTracking",
        swiftSettings: settings
    ),
    .target(
        name: "ClientBalancing",
        dependencies: ["MeshModel", "MeshSources"],
        path: "Sources/Insight/ClientBalancing",
        swiftSettings: settings
    ),
    .target(
        name: "MeshOverview",
        dependencies: translation,
        path: "Sources/Insight/MeshOverview",
        swiftSettings: settings
    ),
    .target(
        name: "MeshExplanation",
        dependencies: translation + ["ClientBalancing"],
        path: "Sources/Insight/MeshExplanation",
        swiftSettings: settings
    ),
    .target(
        name: "ClientBootstrap",
        dependencies: ["EndpointTranslation", "MeshModel", "TextFormats"],
        path: "Sources/Insight/ClientBootstrap",
        swiftSettings: settings
    ),
    .target(
        name: "MeshLint",
        dependencies: translation + ["ClientBalancing", "MeshExplanation"],
        path: "Sources/Insight/MeshLint",
        swiftSettings: settings
    ),
    .target(
        name: "AssignmentComparison",
        dependencies: translation + ["EnvoyMessages"],
        path: "Sources/Insight/AssignmentComparison",
        swiftSettings: settings
    ),
    .target(name: "CAllocationCounter", path: "Sources/Insight/CAllocationCounter"),
    .target(
        name: "TranslationBench",
        dependencies: translation + ["CAllocationCounter"],
        path: "Sources/Insight/TranslationBench",
        swiftSettings: settings
    ),
    .target(
        name: "PrometheusMetrics",
        dependencies: [.product(name: "CoreMetrics", package: "swift-metrics")],
        path: "Sources/Program/PrometheusMetrics",
        swiftSettings: settings
    ),
    .target(name: "DiscoveryProtocol", path: "Sources/Wire/DiscoveryProtocol", swiftSettings: settings),
    .target(
        name: "GRPCTransport",
        dependencies: [
            "CNghttp2", "TextFormats", .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "NIOTLS", package: "swift-nio"),
        ] + nio,
        path: "Sources/Wire/GRPCTransport",
        swiftSettings: settings
    ),
    .target(
        name: "NameResolution",
        dependencies: ["TextFormats", .product(name: "Logging", package: "swift-log")] + nio,
        path: "Sources/Wire/NameResolution",
        swiftSettings: settings
    ),
    .target(
        name: "KubernetesAPI",
        dependencies: [
            "MeshModel", "MeshSources", "TextFormats", .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "Logging", package: "swift-log"), .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
            .product(name: "Subprocess", package: "swift-subprocess"),
            .product(name: "SystemPackage", package: "swift-system"),
        ] + nio,
        path: "Sources/Wire/KubernetesAPI",
        swiftSettings: settings
    ),
    .target(
        name: "LoadGenerator",
        dependencies: [
            "EnvoyMessages", "GRPCTransport", "MeshModel", "MeshSources", "TextFormats",
            .product(name: "Histogram", package: "hdrhistogram-swift"),
        ] + nio,
        path: "Sources/Program/LoadGenerator",
        swiftSettings: settings
    ),
    .target(
        name: "DiscoveryServer",
        dependencies: [
            "DiscoveryProtocol", "EndpointTranslation", "EnvoyMessages", "GRPCTransport", "MeshModel", "MeshSources",
            "MeshViews", "NetworkInference", "TextFormats", .product(name: "CoreMetrics", package: "swift-metrics"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "Tracing", package: "swift-distributed-tracing"),
        ] + nio,
        path: "Sources/Wire/DiscoveryServer",
        swiftSettings: settings
    ),
    .target(
        name: "CBuildInformation",
        dependencies: ["CNghttp2", "CProtobufC", "CYAML"],
        path: "Sources/Program/CBuildInformation",
        cSettings: commit.isEmpty ? [] : [.define("EDS_TRANSLATOR_COMMIT", to: "\"\(commit)\"")]
    ),
    .target(
        name: "AdminServer",
        dependencies: [
            "DiscoveryServer", "EndpointTranslation", "EnvoyMessages", "GRPCTransport", "MeshExplanation", "MeshModel",
            "MeshOverview", "MeshSources", "MeshTracking", "MeshViews", "NameResolution", "NetworkInference",
            "PrometheusMetrics", "TextFormats",
            .product(name: "CoreMetrics", package: "swift-metrics"), .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
        ] + nio,
        path: "Sources/Program/AdminServer",
        exclude: ["Page/favicon.svg", "Page/index.html", "Page/page.css", "Page/page.js"],
        swiftSettings: settings
    ),
    .target(
        name: "ServerRuntime",
        dependencies: [
            "AdminServer", "DiscoveryServer", "GRPCTransport", "KubernetesAPI", "MeshExplanation", "MeshModel",
            "MeshSources", "MeshTracking", "MeshViews", "NameResolution", "NetworkInference", "PrometheusMetrics",
            "TextFormats", .product(name: "CoreMetrics", package: "swift-metrics"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "Tracing", package: "swift-distributed-tracing"),
        ] + nio,
        path: "Sources/Program/ServerRuntime",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "EDSTranslatorCommand",
        dependencies: [
            "AdminServer", "AssignmentComparison", "CBuildInformation", "ClientBalancing", "ClientBootstrap",
            "DiscoveryServer", "EndpointTranslation", "EnvoyMessages", "GRPCTransport", "KubernetesAPI",
            "LoadGenerator",
            "MeshExplanation", "MeshLint", "MeshModel", "MeshOverview", "MeshSources", "MeshTracking", "MeshViews",
            "NameResolution", "NetworkInference", "ServerRuntime", "TextFormats", "TranslationBench",
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "AsyncHTTPClient", package: "async-http-client"),
            .product(name: "CoreMetrics", package: "swift-metrics"), .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "SystemPackage", package: "swift-system"),
            .product(name: "Tracing", package: "swift-distributed-tracing"),
        ] + nio,
        path: "Sources/Program/EDSTranslatorCommand",
        swiftSettings: settings
    ),
]

let tools: [Target] = [
    .target(
        name: "EnvoyHarness",
        dependencies: [
            .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOTLS", package: "swift-nio"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ] + nio,
        path: "Tests/Support/EnvoyHarness",
        swiftSettings: settings
    ),
    .executableTarget(
        name: "eds-translator-demo",
        dependencies: ["EnvoyHarness"],
        path: "Tools/Demo",
        swiftSettings: settings
    ),
]

let tests: [Target] = [
    // Makes certificates for tests with the openssl command.
    .target(
        name: "TestCertificates",
        dependencies: ["EnvoyHarness"],
        path: "Tests/Support/TestCertificates",
        swiftSettings: settings
    ),
    .target(name: "TestSupport", path: "Tests/Support/TestSupport", swiftSettings: settings),
    .testTarget(name: "TextFormatsTests", dependencies: ["TestSupport", "TextFormats"], swiftSettings: settings),
    .testTarget(name: "MeshModelTests", dependencies: ["MeshModel"], swiftSettings: settings),
    .testTarget(
        name: "EnvoyMessagesTests",
        dependencies: ["CEnvoyAPI", "EnvoyMessages", "MeshModel", "TestSupport", "TextFormats"],
        swiftSettings: settings
    ),
    .target(
        name: "TranslationTestSupport",
        dependencies: translation + ["TestSupport"],
        path: "Tests/Support/TranslationTestSupport",
        swiftSettings: settings
    ),
    .testTarget(
        name: "MeshSourcesTests",
        dependencies: ["MeshModel", "MeshSources", "TestSupport", "TranslationTestSupport"],
        swiftSettings: settings
    ),
    .testTarget(
        name: "NetworkInferenceTests",
        dependencies: translation + ["TranslationTestSupport"],
        swiftSettings: settings
    ),
    .testTarget(
        name: "EndpointTranslationTests",
        dependencies: translation + ["EnvoyMessages", "TestSupport", "TranslationTestSupport"],
        swiftSettings: settings
    ),
    // What clients, files and API servers can do to a server on purpose.
    .testTarget(
        name: "HostileTests",
        dependencies: translation + [
            "DiscoveryServer", "DiscoveryTestSupport", "EnvoyMessages", "GRPCTransport", "MeshViews",
            "TranslationTestSupport",
        ] + nio,
        swiftSettings: settings
    ),
    .testTarget(name: "MeshViewsTests", dependencies: ["MeshModel", "MeshViews"], swiftSettings: settings),
    .testTarget(
        name: "ClientBalancingTests",
        dependencies: ["ClientBalancing", "MeshModel", "MeshSources"],
        exclude: ["Fixtures"],
        swiftSettings: settings
    ),
    .testTarget(
        name: "ClientBootstrapTests",
        dependencies: translation + ["ClientBootstrap", "MeshExplanation", "TranslationTestSupport"],
        swiftSettings: settings
    ),
    .testTarget(
        name: "MeshOverviewTests",
        dependencies: translation + ["MeshOverview", "TranslationTestSupport"],
        swiftSettings: settings
    ),
    .testTarget(
        name: "MeshExplanationTests",
        dependencies: translation + ["ClientBalancing", "MeshExplanation", "TranslationTestSupport"],
        swiftSettings: settings
    ),
    .testTarget(
        name: "MeshLintTests",
        dependencies: translation + ["MeshLint", "TranslationTestSupport"],
        swiftSettings: settings
    ),
    .testTarget(
        name: "AssignmentComparisonTests",
        dependencies: translation + ["AssignmentComparison", "EnvoyMessages", "TestSupport", "TranslationTestSupport"],
        exclude: ["Samples"],
        swiftSettings: settings
    ),
    .testTarget(
        name: "TranslationBenchTests",
        dependencies: translation + ["TranslationBench"],
        swiftSettings: settings
    ),
    .testTarget(
        name: "ReferenceTests",
        dependencies: translation + ["EnvoyMessages"],
        exclude: ["Fixtures"],
        swiftSettings: settings
    ),
    .testTarget(
        name: "NameResolutionTests",
        dependencies: ["NameResolution", "TestSupport", .product(name: "Logging", package: "swift-log")] + nio,
        swiftSettings: settings
    ),
    // A test API server with injectable faults.
    .target(
        name: "KubernetesTestServer",
        dependencies: [
            "MeshSources", .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"),
        ] + nio,
        path: "Tests/Support/KubernetesTestServer",
        swiftSettings: settings
    ),
    .testTarget(
        name: "KubernetesAPITests",
        dependencies: [
            "EnvoyHarness", "KubernetesAPI", "KubernetesTestServer", "MeshModel", "MeshSources", "TestCertificates",
            "TextFormats", .product(name: "Logging", package: "swift-log"),
        ],
        swiftSettings: settings
    ),
    .testTarget(
        name: "LoadGeneratorTests",
        dependencies: [
            "DiscoveryServer", "EDSTranslatorCommand", "EndpointTranslation", "EnvoyMessages", "GRPCTransport",
            "LoadGenerator", "MeshModel", "MeshSources", "MeshViews", "TextFormats",
            .product(name: "Logging", package: "swift-log"),
        ] + nio,
        swiftSettings: settings
    ),
    // A strict parser of the metrics formats.
    .target(name: "MetricsTestSupport", path: "Tests/Support/MetricsTestSupport", swiftSettings: settings),
    .testTarget(
        name: "AdminServerTests",
        dependencies: [
            "AdminServer", "DiscoveryServer", "EnvoyHarness", "EnvoyMessages", "GRPCTransport", "MeshModel",
            "MeshSources", "MeshTracking", "MeshViews", "MetricsTestSupport", "NetworkInference", "PrometheusMetrics",
            "TextFormats",
            .product(name: "Logging", package: "swift-log"), .product(name: "NIOHTTP1", package: "swift-nio"),
        ] + nio,
        swiftSettings: settings
    ),
    .testTarget(
        name: "PrometheusMetricsTests",
        dependencies: [
            "MetricsTestSupport", "PrometheusMetrics", .product(name: "CoreMetrics", package: "swift-metrics"),
        ],
        swiftSettings: settings
    ),
    .testTarget(
        name: "DiscoveryProtocolTests",
        dependencies: ["DiscoveryProtocol", "TestSupport"],
        swiftSettings: settings
    ),
    .testTarget(
        name: "GRPCTransportTests",
        dependencies: [
            "CNghttp2", "GRPCTransport", .product(name: "NIOEmbedded", package: "swift-nio"),
            .product(name: "NIOHTTP1", package: "swift-nio"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "NIOTLS", package: "swift-nio"),
            "TestCertificates",
        ] + nio,
        swiftSettings: settings
    ),
    .testTarget(
        name: "EDSTranslatorCommandTests",
        dependencies: [
            .product(name: "ArgumentParser", package: "swift-argument-parser"),
            .product(name: "Logging", package: "swift-log"), "AdminServer", "EDSTranslatorCommand", "EnvoyHarness",
            "ServerRuntime", "TestCertificates",
        ],
        swiftSettings: settings
    ),
    // A server on a free port, and clients of each protocol.
    .target(
        name: "DiscoveryTestSupport",
        dependencies: [
            "DiscoveryServer", "EndpointTranslation", "EnvoyMessages", "GRPCTransport", "MeshModel", "MeshSources",
            "MeshViews", "TextFormats", .product(name: "CoreMetrics", package: "swift-metrics"),
            .product(name: "Logging", package: "swift-log"),
            .product(name: "Tracing", package: "swift-distributed-tracing"),
        ] + nio,
        path: "Tests/Support/DiscoveryTestSupport",
        swiftSettings: settings
    ),
    // The conformance scenarios of the protocol, each over a socket.
    .testTarget(
        name: "ConformanceTests",
        dependencies: [
            "DiscoveryServer", "DiscoveryTestSupport", "EndpointTranslation", "EnvoyHarness", "EnvoyMessages",
            "GRPCTransport", "MeshModel", "MeshSources", "MeshViews", "TextFormats",
        ] + nio,
        swiftSettings: settings
    ),
    .testTarget(
        name: "DiscoveryServerTests",
        dependencies: [
            "DiscoveryTestSupport",
            "DiscoveryServer", "EndpointTranslation", "EnvoyHarness", "EnvoyMessages", "GRPCTransport", "MeshModel",
            "MeshSources", "MeshViews", "MetricsTestSupport", "PrometheusMetrics", "TestCertificates", "TextFormats",
            .product(name: "Tracing", package: "swift-distributed-tracing"),
            .product(name: "CoreMetrics", package: "swift-metrics"), .product(name: "Logging", package: "swift-log"),
        ] + nio,
        swiftSettings: settings
    ),
    .testTarget(
        name: "MeshTrackingTests",
        dependencies: translation + [
            "EnvoyHarness", "MeshTracking", "MeshViews", "TestSupport", "TranslationTestSupport",
        ],
        swiftSettings: settings
    ),
    .testTarget(
        name: "LiveClusterTests",
        dependencies: translation + [
            "EnvoyHarness", "KubernetesAPI", "KubernetesTestServer", "MeshTracking", "MeshViews", "TestSupport",
            "TranslationTestSupport", .product(name: "Logging", package: "swift-log"),
        ],
        swiftSettings: settings
    ),
    .testTarget(
        name: "EnvoyHarnessTests",
        dependencies: ["EnvoyHarness", "eds-translator-demo"],
        swiftSettings: settings
    ),
    // Runs every command in the documents.
    .testTarget(
        name: "TranscriptTests",
        dependencies: ["EDSTranslatorCommand", "EnvoyHarness"],
        exclude: ["Transcripts"],
        swiftSettings: settings
    ),
    // The program is built before the tests run it.
    .testTarget(
        name: "EndToEndTests",
        dependencies: [
            "AdminServer", "EDSTranslatorCommand", "EnvoyHarness", "KubernetesTestServer", "MeshModel",
            "MeshSources", "MetricsTestSupport", "PrometheusMetrics", "TestCertificates", "TextFormats",
            "TranslationTestSupport",
        ],
        swiftSettings: settings
    ),
]

// For quick builds: EDS_TRANSLATOR_TESTS=MeshModelTests,ReferenceTests swift build --product eds-translatorPackageTests
// compiles only these tests and what they need.
let chosenTests = Context.environment["EDS_TRANSLATOR_TESTS"]?.split(separator: ",").map(String.init)

let package = Package(
    name: "eds-translator",
    products: [
        .executable(name: "eds-translator", targets: ["EDSTranslatorCommand"]),
        .executable(name: "eds-translator-demo", targets: ["eds-translator-demo"]),
        // For Tools/Fuzzing, a separate package because all of it must be built with libFuzzer.
        .library(
            name: "FuzzedModules",
            targets: [
                "AssignmentComparison", "EndpointTranslation", "EnvoyMessages", "GRPCTransport", "MeshModel",
                "MeshSources", "NameResolution", "NetworkInference", "TextFormats",
            ]
        ),
        // For Tools/Benchmarks, a separate package because only it needs the benchmark library.
        .library(name: "TranslationBench", targets: ["TranslationBench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing.git", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        // Without its default trait, which is Foundation.
        .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2", traits: []),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift.git", from: "0.2.0"),
    ],
    targets: libraries + tools + tests.filter { !$0.isTest || chosenTests?.contains($0.name) ?? true }
)
