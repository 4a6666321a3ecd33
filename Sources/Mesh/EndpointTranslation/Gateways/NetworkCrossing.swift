/// The protocol by which gateways of other networks are entered.
enum NetworkCrossing: Hashable {
    /// The mesh's mTLS, passed on by its SNI (EG-N12).
    case mutualTLS
    /// A tunnel inside a tunnel (EG-A6).
    case tunnel
}
