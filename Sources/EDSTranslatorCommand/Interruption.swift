internal import Dispatch

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Calls back on SIGINT and SIGTERM instead of ending the program.
final class Interruption: Sendable {
    // Dispatch sources may be used from any thread; here they are only kept alive and cancelled once.
    private nonisolated(unsafe) let signals: [any DispatchSourceSignal]

    /// Starts to listen; the handler is called on a background thread.
    init(_ handler: @escaping @Sendable () -> Void) {
        signals = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: handler)
            source.resume()
            return source
        }
    }

    /// Listens no more.
    func stop() {
        for source in signals { source.cancel() }
    }
}
