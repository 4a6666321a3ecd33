/// A parser that splits the bytes of a watch into lines.
struct LineSplitter {
    private var rest: [UInt8] = []
    private let maximumBytes: Int

    init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

    /// A Boolean value that indicates whether a line is incomplete.
    var isWithinLine: Bool { !rest.isEmpty }

    /// Consumes bytes and returns the lines that end in them; empty lines are skipped.
    ///
    /// - Throws: ``KubernetesError`` with code `limit` for a line that is too long.
    mutating func lines(in bytes: some Sequence<UInt8>) throws(KubernetesError) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var start = rest.count
        rest.append(contentsOf: bytes)
        var begin = 0
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[begin..<end]
            try check(line.count)
            if !line.allSatisfy({ $0 == 0x0D }) { lines.append(Array(line)) }
            begin = end + 1
            start = begin
        }
        rest.removeFirst(begin)
        try check(rest.count)
        return lines
    }

    private func check(_ count: Int) throws(KubernetesError) {
        guard count <= maximumBytes else {
            throw KubernetesError(.limit, "watch line too long, expected at most \(maximumBytes) bytes")
        }
    }
}
