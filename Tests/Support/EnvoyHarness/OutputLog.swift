import Foundation
import Synchronization

/// The lines that a process has written so far, and a way to wait for one.
public final class OutputLog: Sendable {
    /// What a wait for a line came to.
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

    /// Reads from the descriptor on a thread of its own until the end, and closes it.
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

    /// Whether all has been read: the process has closed its output, or is gone.
    public var hasEnded: Bool { state.withLock { $0.ended } }

    /// The last lines as one text, for messages.
    public func tail(_ count: Int = 20) -> String { lines.suffix(count).joined(separator: "\n") }

    /// Waits for a line, also among those already there; nil if time runs out.
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
