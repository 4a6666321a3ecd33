internal import GRPCTransport
internal import Logging

extension TLSReloader.Outcome {
    /// Logs the outcome of a look at the TLS files.
    func log(to logger: Logger) {
        switch self {
        case .unchanged: break
        case .replaced(let expiry):
            logger.notice("TLS files read again; new connections get them", metadata: ["expires": "\(expiry)"])
        case .refused(let error):
            logger.error("TLS files not used, new connections get those before: \(error)")
        }
    }
}
