internal import GRPCTransport
internal import Logging

extension TLSReloader.Outcome {
    /// Logs the outcome of a check of the TLS files.
    func log(to logger: Logger) {
        switch self {
        case .unchanged: break
        case .replaced(let expiry):
            logger.notice("reloaded TLS certificates", metadata: ["expires": "\(expiry)"])
        case .refused(let error):
            logger.error("failed to reload TLS certificates; keeping the current ones", metadata: ["error": "\(error)"])
        }
    }
}
