internal import NIOConcurrencyHelpers
internal import NIOSSL

/// The TLS configuration of a server, reloaded when its files change.
///
/// New connections get the latest valid material; open ones keep theirs (XP-O8, X-32). Invalid files are reported and
/// never used.
public final class TLSReloader: Sendable {
    /// The outcome of a check of the files.
    public enum Outcome: Hashable, Sendable {
        /// The files did not change since they were read.
        case unchanged
        /// New connections use the new files; the certificate expires at this time.
        case replaced(expiry: String)
        /// The files are invalid; new connections keep the last valid material.
        case refused(TLSError)
    }

    private struct State {
        var context: NIOSSLContext
        var expiry: String
        /// The fingerprints of the files when they were last read, valid or not.
        var read: [FileFingerprint]
        /// The fingerprints of the files at the last check.
        var seen: [FileFingerprint]
    }

    /// The files.
    public let source: TLSConfigurationSource
    private let state: NIOLockedValueBox<State>

    /// Reads the files for the first time.
    ///
    /// - Throws: ``TLSError`` that names the file and what was expected.
    public init(_ source: TLSConfigurationSource) throws(TLSError) {
        self.source = source
        let fingerprint = source.fingerprint
        let identity = try source.load()
        state = NIOLockedValueBox(
            State(
                context: try identity.makeServerContext(),
                expiry: identity.expiry,
                read: fingerprint,
                seen: fingerprint
            )
        )
    }

    /// The expiry, in UTC, of the certificate that new connections get.
    public var expiry: String { state.withLockedValue { $0.expiry } }

    /// The context of the next connection.
    var context: NIOSSLContext { state.withLockedValue { $0.context } }

    /// Reloads the files unless they are unchanged since they were last read.
    @discardableResult
    public func reload() -> Outcome {
        // Taken before reading: a change from here on is detected next time.
        let fingerprint = source.fingerprint
        guard state.withLockedValue({ $0.read }) != fingerprint else { return .unchanged }
        do throws(TLSError) {
            let identity = try source.load()
            let context = try identity.makeServerContext()
            state.withLockedValue { state in
                state.context = context
                state.expiry = identity.expiry
                state.read = fingerprint
            }
            return .replaced(expiry: identity.expiry)
        } catch {
            state.withLockedValue { $0.read = fingerprint }
            return .refused(error)
        }
    }

    /// Checks the files and reloads them once they have changed and stayed the same for two checks.
    ///
    /// A certificate and its key are two files: between the two writes they do not match.
    @discardableResult
    public func look() -> Outcome {
        let now = source.fingerprint
        let hasSettled = state.withLockedValue { state in
            defer { state.seen = now }
            return state.seen == now && state.read != now
        }
        return hasSettled ? reload() : .unchanged
    }

    /// Checks the files periodically until the task is cancelled.
    ///
    /// - Parameters:
    /// - interval: the time between two checks.
    /// - report: called with every outcome except ``Outcome/unchanged``, on a background thread.
    public func watch(
        every interval: Duration = .milliseconds(500),
        report: @escaping @Sendable (Outcome) -> Void
    ) -> Task<Void, Never> {
        Task.detached { [self] in
            while !Task.isCancelled {
                try? await Task.sleep(for: interval)
                let outcome = look()
                if outcome != .unchanged { report(outcome) }
            }
        }
    }
}
