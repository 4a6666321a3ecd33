internal import NIOConcurrencyHelpers
internal import NIOSSL

/// The TLS of a server, read again when its files change.
///
/// New connections get the newest material that was good; open ones keep theirs (XP-O8, X-32). Files that cannot be
/// used are reported and never used.
public final class TLSReloader: Sendable {
    /// What a look at the files came to.
    public enum Outcome: Hashable, Sendable {
        /// They are as they were read last.
        case unchanged
        /// New connections get what they hold now; the certificate expires at this time.
        case replaced(expiry: String)
        /// They cannot be used: new connections go on getting what was good.
        case refused(TLSError)
    }

    private struct State {
        var context: NIOSSLContext
        var expiry: String
        /// The files as they were read last, whether they were good or not.
        var read: [FileFingerprint]
        /// The files at the last look.
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

    /// When the certificate that new connections get expires, in UTC.
    public var expiry: String { state.withLockedValue { $0.expiry } }

    /// What the next connection gets.
    var context: NIOSSLContext { state.withLockedValue { $0.context } }

    /// Reads the files again unless they are as they were read last.
    @discardableResult
    public func reload() -> Outcome {
        // Before they are read: a change from here on is one for the next time.
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

    /// Looks at the files and reads them again once they changed and stay as they are for two looks.
    ///
    /// A certificate and its key are two files: between the two writes they do not belong together.
    @discardableResult
    public func look() -> Outcome {
        let now = source.fingerprint
        let hasSettled = state.withLockedValue { state in
            defer { state.seen = now }
            return state.seen == now && state.read != now
        }
        return hasSettled ? reload() : .unchanged
    }

    /// Looks at the files again and again until the task is cancelled.
    ///
    /// - Parameters:
    ///   - interval: time between two looks.
    ///   - report: told of every outcome but ``Outcome/unchanged``, on a background thread.
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
