// swift-tools-version: 6.2
import PackageDescription

// A separate package without code of eds-translator.
let package = Package(
    name: "eds-translator-benchmark-peers",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/grpc/grpc-swift-2.git", exact: "2.4.3"),
        .package(url: "https://github.com/grpc/grpc-swift-nio-transport.git", exact: "2.9.2"),
    ],
    targets: [
        .executableTarget(
            name: "swift-eds-server",
            dependencies: [
                .product(name: "GRPCCore", package: "grpc-swift-2"),
                .product(name: "GRPCNIOTransportHTTP2Posix", package: "grpc-swift-nio-transport"),
            ],
            path: "Sources/SwiftEDSServer",
            swiftSettings: [.swiftLanguageMode(.v6)]
        )
    ]
)
