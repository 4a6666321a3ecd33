import Foundation
import Synchronization

/// The lines that a process has written so far, with a wait for a line.
public final class OutputLog: Sendable {
    /// The result of a wait for a line.
    enum Found: Sendable {
        case line(String)
        case end
    }

    private struct State {
        var lines: [String] = []
        var ended = false
        var waiters: [Waiter] = []
    }

    private struct Waiter: Sendable {
        let condition: @Sendable (String) -> Bool
        let event: OneTimeEvent<Found>
    }

    private let state = Mutex(State())

    /// Reads from the descriptor on its own thread until the end, and closes it.
    init(reading descriptor: Int32) {
        Thread.detachNewThread { [self] in
            var rest: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count == -1 && errno == EINTR { continue }
                guard count > 0 else { break }
                rest.append(contentsOf: buffer.prefix(count))
                var parts = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                rest = parts.popLast().map(Array.init) ?? []
                append(parts.map { String(decoding: $0, as: UTF8.self) })
            }
            if !rest.isEmpty { append([String(decoding: rest, as: UTF8.self)]) }
            close(descriptor)
            end()
        }
    }

    /// All lines so far, oldest first.
    public var lines: [String] { state.withLock { $0.lines } }

    /// A Boolean value that indicates whether all output was read: the process has closed it, or has ended.
    public var hasEnded: Bool { state.withLock { $0.ended } }

    /// Returns the last lines as one text, for messages.
    public func tail(_ count: Int = 20) -> String { lines.suffix(count).joined(separator: "\n") }

    /// Waits for a line, including earlier ones; nil after the timeout.
    func line(within limit: Duration, where condition: @escaping @Sendable (String) -> Bool) async -> Found? {
        let event = OneTimeEvent<Found>()
        state.withLock { state in
            if let line = state.lines.first(where: condition) {
                event.happen(.line(line))
            } else if state.ended {
                event.happen(.end)
            } else {
                state.waiters.append(Waiter(condition: condition, event: event))
            }
        }
        return await event.value(within: limit)
    }

    private func append(_ lines: [String]) {
        state.withLock { state in
            state.lines += lines
            state.waiters.removeAll { waiter in
                guard let line = lines.first(where: waiter.condition) else { return false }
                waiter.event.happen(.line(line))
                return true
            }
        }
    }

    private func end() {
        state.withLock { state in
            state.ended = true
            for waiter in state.waiters { waiter.event.happen(.end) }
            state.waiters = []
        }
    }
}
