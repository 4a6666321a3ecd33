/// One question, and the check of its answers.
struct DNSQuery: Sendable {
    /// The result of the check of received bytes.
    enum Verdict: Equatable {
        /// Not an answer to this question, from any sender: keep waiting.
        case ignored(String)
        /// An answer, possibly a truncated one.
        case answer(DNSMessage)
    }

    let id: UInt16
    let question: DNSMessage.Question

    /// Makes a query with an unpredictable id, which protects against forged answers (RFC 5452).
    init(_ question: DNSMessage.Question) {
        var generator = SystemRandomNumberGenerator()
        self.init(question, id: generator.next())
    }

    init(_ question: DNSMessage.Question, id: UInt16) {
        self.id = id
        self.question = question
    }

    var message: DNSMessage { DNSMessage(id: id, isResponse: false, question: question) }

    /// Checks id, direction and question.
    func verdict(on bytes: [UInt8]) -> Verdict {
        let message: DNSMessage
        do throws(ResolutionError) {
            message = try DNSMessage(decoding: bytes)
        } catch {
            return .ignored(error.message)
        }
        guard message.isResponse, message.opcode == 0 else { return .ignored("expected a response, got a query") }
        guard message.id == id else { return .ignored("expected id \(id), got \(message.id)") }
        if message.question == nil, Self.mayLackQuestion(message) { return .answer(message) }
        guard message.question == question else { return .ignored("expected the question to be repeated, got another") }
        return .answer(message)
    }

    /// Returns true for response codes that some servers send without repeating the question.
    private static func mayLackQuestion(_ message: DNSMessage) -> Bool {
        message.responseCode != .success && message.responseCode != .nameError
    }
}
