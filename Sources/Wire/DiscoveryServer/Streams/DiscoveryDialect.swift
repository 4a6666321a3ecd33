internal import DiscoveryProtocol
internal import EnvoyMessages
internal import GRPCTransport
internal import MeshModel
internal import NIOCore

/// The parts of a request of either variant.
struct DiscoveryRequestParts<Request: SubscriptionRequest> {
    let typeURL: String
    let request: Request
    /// The node; decoded only for the first message of a stream (XP-N1).
    let node: EncodedNode?
}

/// The differences between SotW and delta streams: the messages, and the state machine.
protocol DiscoveryDialect {
    associatedtype Subscription: SubscriptionStateMachine
    static var response: ResponseDialect { get }
    /// A Boolean value that indicates whether clients report the versions that they hold, which a server may trust.
    static var remembersVersions: Bool { get }
    static func streamProtocol(isAggregated: Bool) -> StreamProtocol
    static func decode(
        _ message: ByteBuffer,
        keepingNode: Bool,
        limits: MessageLimits
    ) throws(MessageError) -> DiscoveryRequestParts<Subscription.Request>
}

/// State-of-the-world streams.
enum SotwDialect: DiscoveryDialect {
    typealias Subscription = SotwSubscription
    static let response = ResponseDialect.sotw
    static let remembersVersions = false

    static func streamProtocol(isAggregated: Bool) -> StreamProtocol { isAggregated ? .aggregated : .endpoints }

    static func decode(
        _ message: ByteBuffer,
        keepingNode: Bool,
        limits: MessageLimits
    ) throws(MessageError) -> DiscoveryRequestParts<SotwSubscription.Request> {
        let decoded = try message.withDecodedBytes { bytes throws(MessageError) in
            try DiscoveryRequestMessage(decoding: bytes, keepingNode: keepingNode, limits: limits)
        }
        return DiscoveryRequestParts(
            typeURL: decoded.typeURL,
            request: SotwSubscription.Request(
                versionInfo: decoded.versionInfo,
                names: decoded.resourceNames,
                nonce: decoded.responseNonce,
                error: decoded.errorDetail.map { NackDetail(code: $0.code, message: $0.message) }
            ),
            node: decoded.node
        )
    }
}

/// Delta streams.
enum DeltaDialect: DiscoveryDialect {
    typealias Subscription = DeltaSubscription
    static let response = ResponseDialect.delta
    static let remembersVersions = true

    static func streamProtocol(isAggregated: Bool) -> StreamProtocol {
        isAggregated ? .aggregatedDelta : .endpointsDelta
    }

    static func decode(
        _ message: ByteBuffer,
        keepingNode: Bool,
        limits: MessageLimits
    ) throws(MessageError) -> DiscoveryRequestParts<DeltaSubscription.Request> {
        let decoded = try message.withDecodedBytes { bytes throws(MessageError) in
            try DeltaDiscoveryRequestMessage(decoding: bytes, keepingNode: keepingNode, limits: limits)
        }
        let versions = decoded.initialResourceVersions.sorted { $0.key < $1.key }
        return DiscoveryRequestParts(
            typeURL: decoded.typeURL,
            request: DeltaSubscription.Request(
                subscribe: decoded.resourceNamesSubscribe,
                unsubscribe: decoded.resourceNamesUnsubscribe,
                initialVersions: versions.map { DeltaSubscription.InitialVersion(name: $0.key, version: $0.value) },
                nonce: decoded.responseNonce,
                error: decoded.errorDetail.map { NackDetail(code: $0.code, message: $0.message) }
            ),
            node: decoded.node
        )
    }
}

extension ByteBuffer {
    /// Passes the readable bytes to a decoder, with the decoder's own error type.
    func withDecodedBytes<Value>(
        _ decode: (UnsafeRawBufferPointer) throws(MessageError) -> Value
    ) throws(MessageError) -> Value {
        let result = withUnsafeReadableBytes { bytes -> Result<Value, MessageError> in
            do throws(MessageError) {
                return .success(try decode(bytes))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

extension GRPCStatus {
    /// Makes the status for a request that cannot be decoded (XP-H18, XP-H20, X-09, X-11, X-100).
    init(refusing error: MessageError) {
        let code: Code =
            switch error.code {
            case .limitExceeded: .resourceExhausted
            case .invalidText: .invalidArgument
            default: .internal
            }
        self.init(code, "\(error)")
    }
}
