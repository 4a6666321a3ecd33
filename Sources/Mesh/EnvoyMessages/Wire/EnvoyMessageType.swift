internal import CEnvoyAPI

/// The message types that can be selected by name: in an `Any`, or for output as JSON.
public enum EnvoyMessageType: String, CaseIterable, Sendable {
    /// The response to an EDS subscription: all the endpoints of one cluster.
    case clusterLoadAssignment = "envoy.config.endpoint.v3.ClusterLoadAssignment"
    /// One endpoint.
    case lbEndpoint = "envoy.config.endpoint.v3.LbEndpoint"
    /// The endpoints of one locality and priority.
    case localityLbEndpoints = "envoy.config.endpoint.v3.LocalityLbEndpoints"
    /// A state-of-the-world request.
    case discoveryRequest = "envoy.service.discovery.v3.DiscoveryRequest"
    /// A state-of-the-world response.
    case discoveryResponse = "envoy.service.discovery.v3.DiscoveryResponse"
    /// A delta request.
    case deltaDiscoveryRequest = "envoy.service.discovery.v3.DeltaDiscoveryRequest"
    /// A delta response.
    case deltaDiscoveryResponse = "envoy.service.discovery.v3.DeltaDiscoveryResponse"
    /// A resource of a delta response, with name and version.
    case resource = "envoy.service.discovery.v3.Resource"
    /// A client's node, trimmed.
    case node = "envoy.config.core.v3.Node"
    /// A message with its type's name.
    case any = "google.protobuf.Any"
    /// A JSON object.
    case structure = "google.protobuf.Struct"
    /// A span of time.
    case duration = "google.protobuf.Duration"
    /// A number that can be absent.
    case uint32Value = "google.protobuf.UInt32Value"
    /// An error with code and text.
    case status = "google.rpc.Status"
    /// A request to the health service.
    case healthCheckRequest = "grpc.health.v1.HealthCheckRequest"
    /// The response of the health service.
    case healthCheckResponse = "grpc.health.v1.HealthCheckResponse"
    /// The response of the health service about all services.
    case healthListResponse = "grpc.health.v1.HealthListResponse"

    /// The type URL, as used in an `Any`.
    public var typeURL: String { "type.googleapis.com/" + rawValue }

    /// Finds the type by its URL, whatever the part before the last slash.
    public init?(typeURL: some StringProtocol) {
        guard let slash = typeURL.lastIndex(of: "/") else { return nil }
        self.init(rawValue: String(typeURL[typeURL.index(after: slash)...]))
    }

    /// The address of the message's descriptor, which is static and immutable.
    ///
    /// C globals are imported as values, so `&descriptor` would be the address of a copy on the stack. A message filled
    /// by its own initialiser contains the true one.
    var descriptor: UnsafePointer<ProtobufCMessageDescriptor> {
        switch self {
        case .clusterLoadAssignment:
            Self.descriptor(envoy__config__endpoint__v3__cluster_load_assignment__init)
        case .lbEndpoint: Self.descriptor(envoy__config__endpoint__v3__lb_endpoint__init)
        case .localityLbEndpoints: Self.descriptor(envoy__config__endpoint__v3__locality_lb_endpoints__init)
        case .discoveryRequest: Self.descriptor(envoy__service__discovery__v3__discovery_request__init)
        case .discoveryResponse: Self.descriptor(envoy__service__discovery__v3__discovery_response__init)
        case .deltaDiscoveryRequest: Self.descriptor(envoy__service__discovery__v3__delta_discovery_request__init)
        case .deltaDiscoveryResponse: Self.descriptor(envoy__service__discovery__v3__delta_discovery_response__init)
        case .resource: Self.descriptor(envoy__service__discovery__v3__resource__init)
        case .node: Self.descriptor(envoy__config__core__v3__node__init)
        case .any: Self.descriptor(google__protobuf__any__init)
        case .structure: Self.descriptor(google__protobuf__struct__init)
        case .duration: Self.descriptor(google__protobuf__duration__init)
        case .uint32Value: Self.descriptor(google__protobuf__uint32_value__init)
        case .status: Self.descriptor(google__rpc__status__init)
        case .healthCheckRequest: Self.descriptor(grpc__health__v1__health_check_request__init)
        case .healthCheckResponse: Self.descriptor(grpc__health__v1__health_check_response__init)
        case .healthListResponse: Self.descriptor(grpc__health__v1__health_list_response__init)
        }
    }

    private static func descriptor<Message>(
        _ initialise: (UnsafeMutablePointer<Message>?) -> Void
    ) -> UnsafePointer<ProtobufCMessageDescriptor> {
        withUnsafeTemporaryAllocation(of: Message.self, capacity: 1) { buffer in
            initialise(buffer.baseAddress)
            // Every generated message begins with a ProtobufCMessage.
            return UnsafeRawBufferPointer(buffer).loadUnaligned(as: ProtobufCMessage.self).descriptor
        }
    }
}
