import NIOCore
import Testing

@testable import GRPCTransport

@Suite("Frames on closed streams (RFC 9113, section 5.1)")
struct ClosedStreamFrameTests {
    private let now = NIODeadline.uptimeNanoseconds(1_000_000_000)

    private func frames(burst: Int = 100) -> ClosedStreamFrames {
        var frames = ClosedStreamFrames(burst: burst, ratePerSecond: 10)
        for id: Int32 in [1, 3, 9] { frames.opened(id) }
        return frames
    }

    @Test("DATA is an error of the stream, HEADERS one of the connection")
    func errors() {
        var frames = frames()
        let decision1 = frames.received(isHeaders: false, on: 1, at: now)
        #expect(decision1 == .reset)
        let decision2 = frames.received(isHeaders: true, on: 3, at: now)
        #expect(decision2 == .terminate(.streamClosed))
    }

    @Test("HEADERS on an identifier that was passed over is a protocol error")
    func skipped() {
        var frames = frames()
        let decision3 = frames.received(isHeaders: true, on: 5, at: now)
        #expect(decision3 == .terminate(.protocolError))
        let decision4 = frames.received(isHeaders: true, on: 7, at: now)
        #expect(decision4 == .terminate(.protocolError))
    }

    @Test("Frames that were on their way when this side ended the stream are ignored")
    func ended() {
        var frames = frames()
        frames.endedHere(3)
        let decision5 = frames.received(isHeaders: false, on: 3, at: now)
        #expect(decision5 == .ignore)
        let decision6 = frames.received(isHeaders: true, on: 3, at: now)
        #expect(decision6 == .ignore)
    }

    @Test("A frame that opens a stream, or has an even identifier, is left to nghttp2")
    func others() {
        var frames = frames()
        for id: Int32 in [0, 2, 11] {
            let decision7 = frames.received(isHeaders: true, on: id, at: now)
            #expect(decision7 == .ignore)
        }
    }

    @Test("More frames than the burst end the connection, and the budget comes back with time")
    func flood() {
        var frames = frames(burst: 3)
        frames.endedHere(3)
        for _ in 0..<3 {
            let decision = frames.received(isHeaders: false, on: 3, at: now)
            #expect(decision == .ignore)
        }
        let decision9 = frames.received(isHeaders: false, on: 3, at: now)
        #expect(decision9 == .terminate(.enhanceYourCalm))
        let decision10 = frames.received(isHeaders: false, on: 3, at: now + .seconds(1))
        #expect(decision10 == .ignore)
    }

    @Test("Only the newest ended streams are remembered")
    func memory() {
        var frames = ClosedStreamFrames(burst: 1_000, ratePerSecond: 10)
        for id in stride(from: Int32(1), through: 20_001, by: 2) {
            frames.opened(id)
            frames.endedHere(id)
        }
        let decision11 = frames.received(isHeaders: false, on: 20_001, at: now)
        #expect(decision11 == .ignore)
        let decision12 = frames.received(isHeaders: false, on: 1, at: now)
        #expect(decision12 == .reset)
    }
}
