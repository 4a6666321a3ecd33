internal import Dispatch

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Handles signals instead of their default actions.
public final class SignalListener: Sendable {
    // Dispatch sources may be used from any thread; here they are only kept alive and cancelled once.
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]

    private let numbers: [Int32]

    /// Starts to listen; returns when every signal is handled, so that none is lost from then on.
    ///
    /// - Parameter handlers: the handler of each signal, called on a background thread.
    public init(_ handlers: [Int32: @Sendable () -> Void]) async {
        let registered = DispatchGroup()
        numbers = handlers.keys.sorted()
        sources = handlers.sorted { $0.key < $1.key }.map { number, handler in
            // The default action would end the program before the source receives the signal.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: handler)
            registered.enter()
            source.setRegistrationHandler { registered.leave() }
            source.resume()
            return source
        }
        await withCheckedContinuation { continuation in
            registered.notify(queue: .global()) { continuation.resume() }
        }
    }

    /// Stops listening; the signals have their default actions again.
    public func stop() {
        for source in sources { source.cancel() }
        for number in numbers { signal(number, SIG_DFL) }
    }
}
