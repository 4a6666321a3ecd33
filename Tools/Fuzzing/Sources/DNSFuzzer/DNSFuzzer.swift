internal import FuzzSupport

@testable internal import NameResolution

/// Fuzzes messages of DNS servers, and resolv.conf.
///
/// Names and messages survive a round trip; every response is matched with every question.
enum DNSFuzzer {
    static func test(_ input: Input) {
        message(input.array)
        _ = ResolverConfiguration(resolvConf: input.text)
        if let name = try? DNSName(input.text) {
            require((try? DNSName(name.description)) == name, "\(name) is another name when read again")
        }
    }

    private static func message(_ bytes: [UInt8]) {
        guard let message = try? DNSMessage(decoding: bytes) else { return }
        let encoded = message.encoded()
        require((try? DNSMessage(decoding: encoded)) == message, "another message when read again: \(encoded)")
        for record in message.answers { _ = (record.addressText, record.name.description) }
        guard let question = message.question else { return }
        let verdict = DNSQuery(question, id: message.id).verdict(on: bytes)
        if case .answer(let answer) = verdict { require(answer == message, "another answer than the message") }
        _ = try? AliasChain(from: question, in: message.answers)
    }
}

/// The entry point of libFuzzer.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    DNSFuzzer.test(Input(data, size))
    return 0
}
