/// The addresses of a name in an answer section, found through its CNAME records.
struct AliasChain: Hashable, Sendable {
    /// The largest number of CNAME records between the name and its addresses.
    static let maximumAliases = 8

    /// The addresses, each once, sorted as text (NI-56).
    let addresses: [String]
    /// The least TTL of the records used; nil if there are none.
    let timeToLive: Duration?

    /// Follows the chain.
    ///
    /// Records of other names are ignored: a server may add any record to an answer.
    ///
    /// - Throws: ``ResolutionError`` (`malformedMessage`) for more than 8 aliases, and therefore for a loop.
    init(from question: DNSMessage.Question, in records: [DNSRecord]) throws(ResolutionError) {
        var name = question.name
        var used: [DNSRecord] = []
        var found = Self.addressRecords(of: name, type: question.type, in: records)
        while found.isEmpty, let alias = Self.alias(of: name, in: records) {
            guard used.count < Self.maximumAliases else {
                throw ResolutionError(
                    code: .malformedMessage,
                    message: "too many aliases for \(question.name), expected at most \(Self.maximumAliases)"
                )
            }
            used.append(alias.record)
            name = alias.target
            found = Self.addressRecords(of: name, type: question.type, in: records)
        }
        used += found
        addresses = Set(found.compactMap(\.addressText)).sorted()
        timeToLive = used.map(\.timeToLive).min().map { .seconds($0) }
    }

    private static func addressRecords(of name: DNSName, type: UInt16, in records: [DNSRecord]) -> [DNSRecord] {
        records.filter { $0.type == type && $0.addressText != nil && $0.name == name }
    }

    private static func alias(of name: DNSName, in records: [DNSRecord]) -> (record: DNSRecord, target: DNSName)? {
        for record in records where record.name == name {
            if case .alias(let target) = record.content { return (record, target) }
        }
        return nil
    }
}
