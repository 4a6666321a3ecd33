/// The TLS mode of a DestinationRule (EG-M1).
public enum ClientTLSMode: String, Hashable, Sendable {
    /// Plain text.
    case disable = "DISABLE"
    /// TLS to the service's own certificate.
    case simple = "SIMPLE"
    /// TLS with the client's own certificate.
    case mutual = "MUTUAL"
    /// The mesh's mTLS.
    case istioMutual = "ISTIO_MUTUAL"
}
