/// The verdict of one server on one question.
enum ServerVerdict: Hashable, Sendable {
    /// Success; there may be no addresses.
    case success(addresses: [String], timeToLive: Duration?)
    /// The name does not exist; a later server may still know it (NI-56).
    case nameError
    /// Another response code, or a referral: the server declined to answer.
    case declined(ResolutionError)
    /// SERVFAIL, or no usable answer at all.
    case failed(ResolutionError)

    /// Interprets a complete answer to the question.
    init(of message: DNSMessage, to question: DNSMessage.Question, from server: NameServer) {
        switch message.responseCode {
        case .success:
            self = Self.success(message, question, server)
        case .nameError:
            self = .nameError
        case .serverFailure:
            self = .failed(ResolutionError(code: .serverFailure, message: "\(server) answered SERVFAIL"))
        default:
            let code = message.responseCode
            self = .declined(ResolutionError(code: .declined, message: "\(server) answered \(code)"))
        }
    }

    private static func success(
        _ message: DNSMessage,
        _ question: DNSMessage.Question,
        _ server: NameServer
    ) -> ServerVerdict {
        if message.answers.isEmpty, !message.isAuthoritative, !message.recursionAvailable {
            // Neither an authority nor a recursive server, so it cannot know that there are no records.
            return .declined(ResolutionError(code: .declined, message: "\(server) only referred to other servers"))
        }
        do throws(ResolutionError) {
            let chain = try AliasChain(from: question, in: message.answers)
            return .success(addresses: chain.addresses, timeToLive: chain.timeToLive)
        } catch {
            return .failed(ResolutionError(code: error.code, message: "\(server): \(error.message)"))
        }
    }
}
