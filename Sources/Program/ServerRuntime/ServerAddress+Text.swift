internal import GRPCTransport
internal import TextFormats

extension GRPCServer.Address {
    /// The address as the user writes it.
    ///
    /// - Parameter taken: the port that was taken for port 0; nil for the port as it was given.
    func text(port taken: Int?) -> String {
        switch self {
        case .unixSocket(let path): "unix:\(path)"
        case .hostname(let host, let port): AddressText.hostPort(host, taken ?? port)
        }
    }
}
