import NIOConcurrencyHelpers

/// Events in their order of arrival, each taken once.
package final class Inbox<Element: Sendable>: Sendable {
    private struct State {
        var unread: [Element] = []
        var waiters: [CheckedContinuation<Element?, Never>] = []
        var isCancelled = false
    }

    private let state = NIOLockedValueBox(State())

    package init() {}

    package func append(_ element: Element) {
        let waiter = state.withLockedValue { state -> CheckedContinuation<Element?, Never>? in
            guard state.waiters.isEmpty else { return state.waiters.removeFirst() }
            state.unread.append(element)
            return nil
        }
        waiter?.resume(returning: element)
    }

    /// Waits for the next event.
    ///
    /// - Throws: when the test runs out of time.
    package func next() async throws -> Element {
        let element = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Element?, Never>) in
                let (isReady, element) = state.withLockedValue { state -> (Bool, Element?) in
                    if !state.unread.isEmpty { return (true, state.unread.removeFirst()) }
                    if state.isCancelled { return (true, nil) }
                    state.waiters.append(continuation)
                    return (false, nil)
                }
                if isReady { continuation.resume(returning: element) }
            }
        } onCancel: {
            let waiters = state.withLockedValue { state in
                state.isCancelled = true
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.resume(returning: nil) }
        }
        guard let element else { throw CancellationError() }
        return element
    }

    /// The events that arrived and were not taken.
    package var unread: [Element] { state.withLockedValue { $0.unread } }
}
