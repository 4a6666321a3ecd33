/// The TLS mode of a DestinationRule (EG-M1).
public enum ClientTLSMode: String, Hashable, Sendable {
    /// Plain text.
    case disable = "DISABLE"
    /// TLS to the service's own certificate.
    case simple = "SIMPLE"
    /// TLS with a client certificate of one's own.
    case mutual = "MUTUAL"
    /// The mesh's mTLS.
    case istioMutual = "ISTIO_MUTUAL"
}
