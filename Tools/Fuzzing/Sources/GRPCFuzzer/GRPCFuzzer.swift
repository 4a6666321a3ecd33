internal import FuzzSupport
internal import NIOCore

@testable internal import GRPCTransport

/// Fuzzes framing with arbitrarily split bytes, and the fields of a request's head.
///
/// The first byte selects the maximum message length, and the split.
enum GRPCFuzzer {
    static func test(_ input: Input) {
        var input = input
        let choice = input.byte()
        framing(input.array, maxMessageLength: 1 << (choice & 15), seed: choice)
        head(input.lines)
        texts(input.text)
    }

    private struct Outcome: Equatable {
        var messages: [[UInt8]] = []
        var error: GRPCFramingError?
    }

    private static func framing(_ bytes: [UInt8], maxMessageLength: Int, seed: UInt8) {
        let whole = outcome([bytes[...]], maxMessageLength)
        require(outcome(bytes.indices.map { bytes[$0...$0] }, maxMessageLength) == whole, "split byte by byte")
        require(outcome(parts(bytes, seed: seed), maxMessageLength) == whole, "split at random")
        for message in whole.messages {
            require(message.count <= maxMessageLength, "a message of \(message.count) bytes")
        }
    }

    private static func outcome(_ parts: [ArraySlice<UInt8>], _ maxMessageLength: Int) -> Outcome {
        var outcome = Outcome()
        var deframer = GRPCMessageDeframer(maxMessageLength: maxMessageLength)
        do throws(GRPCFramingError) {
            for part in parts {
                try part.span.bytes.withUnsafeBytes { (bytes) throws(GRPCFramingError) in
                    var rest = bytes
                    while let message = try deframer.nextMessage(from: &rest) {
                        outcome.messages.append(Array(message.readableBytesView))
                    }
                    require(rest.isEmpty, "\(rest.count) bytes left over")
                    require(deframer.bufferedBytes <= deframer.expectedBytes, "more buffered than expected")
                }
            }
            try deframer.finish()
        } catch {
            outcome.error = error
        }
        return outcome
    }

    private static func parts(_ bytes: [UInt8], seed: UInt8) -> [ArraySlice<UInt8>] {
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        var parts: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let part = rest.prefix(Int(state >> 60))
            parts.append(part)
            rest = rest[part.endIndex...]
        }
        return parts
    }

    /// Parses lines of `name: value` as a header list.
    private static func head(_ lines: [String]) {
        let list = lines.map { line in
            let end = line.firstRange(of: ": ")
            return end.map { HTTPField(String(line[..<$0.lowerBound]), String(line[$0.upperBound...])) }
                ?? HTTPField(line, "")
        }
        let head = HTTPRequestHead(list: list)
        require(head.fields.allSatisfy { !$0.name.hasPrefix(":") }, "a pseudo field among the others")
        _ = GRPCStatus(fields: list)
        guard case .accept(let request) = GRPCRequestValidator.decide(head) else { return }
        require("/\(request.service)/\(request.method)" == head.path, "\(head.path) taken apart wrongly")
        require(head.method == "POST", "a gRPC request by \(head.method)")
    }

    private static func texts(_ text: String) {
        if let timeout = GRPCTimeout(text) {
            require((2...9).contains(text.utf8.count), "\(text) as a timeout")
            require(timeout.amount >= .zero, "\(text) before now")
        }
        let encoded = GRPCMessageEncoding.encode(text)
        require(encoded.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(encoded) in a header")
        require(GRPCMessageEncoding.decode(encoded) == text, "\(encoded) reads as another text")
        _ = GRPCMessageEncoding.decode(text)
    }
}

/// The entry point of libFuzzer.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    GRPCFuzzer.test(Input(data, size))
    return 0
}
