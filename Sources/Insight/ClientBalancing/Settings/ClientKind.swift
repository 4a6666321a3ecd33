/// The implementation of xDS whose choices are reckoned.
public enum ClientKind: String, Hashable, Sendable, CaseIterable {
    /// An Envoy.
    case envoy
    /// gRPC's C++ core, with which also Python, Ruby, PHP and C# run.
    case grpc
}
