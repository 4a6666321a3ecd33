import NameResolution
import Synchronization

/// A lookup that answers from a list for each name, repeating the last item; without a list it waits to be cancelled.
final class ScriptedLookup: NameLookingUp {
    private let scripts: Mutex<[String: [NameLookup]]>
    private let asked = Mutex<[String]>([])
    private let cancelled = Mutex(0)

    init(_ scripts: [String: [NameLookup]]) {
        self.scripts = Mutex(scripts)
    }

    /// The names in the order in which they were looked up.
    var names: [String] { asked.withLock { $0 } }
    /// The number of cancelled lookups.
    var cancellations: Int { cancelled.withLock { $0 } }

    func lookUp(_ name: DNSName) async -> NameLookup {
        asked.withLock { $0.append(name.description) }
        let result = scripts.withLock { scripts -> NameLookup? in
            guard var list = scripts[name.description], let first = list.first else { return nil }
            if list.count > 1 { list.removeFirst() }
            scripts[name.description] = list
            return first
        }
        if let result { return result }
        await untilCancelled()
        cancelled.withLock { $0 += 1 }
        return .failing(code: .cancelled)
    }

    private func untilCancelled() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        // The iteration ends when the task is cancelled.
        for await _ in stream {}
        continuation.finish()
    }
}

extension NameLookup {
    static func found(_ ipv4: [String], _ ipv6: [String] = [], seconds: Int? = 60) -> NameLookup {
        let timeToLive = seconds.map { Duration.seconds($0) }
        return NameLookup(
            ipv4: .answered(addresses: ipv4, timeToLive: ipv4.isEmpty ? nil : timeToLive),
            ipv6: .answered(addresses: ipv6, timeToLive: ipv6.isEmpty ? nil : timeToLive)
        )
    }

    static let nothing = found([])

    static func failing(code: ResolutionError.Code = .timeout) -> NameLookup {
        let error = ResolutionError(code: code, message: "scripted")
        return NameLookup(ipv4: .failed(error), ipv6: .failed(error))
    }
}
