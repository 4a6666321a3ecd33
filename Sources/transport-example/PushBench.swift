import GRPCTransport
import Glibc
import Logging
import NIOCore
import NIOPosix

/// Pushes one shared message to every stream, waits for an answer of 64 bytes on each, and goes on to the next round.
// `@unchecked`: every access is on the only event loop of the server's group.
final class PushRounds: @unchecked Sendable {
    var streams: [GRPCServerStream] = []
    var missing = 0
    var roundsLeft = 0
    let payload: ByteBuffer
    let done: EventLoopPromise<Void>

    init(size: Int, rounds: Int, done: EventLoopPromise<Void>) {
        payload = ByteBuffer(repeating: 1, count: size)
        roundsLeft = rounds
        self.done = done
    }

    func push() {
        if roundsLeft == 0 { return done.succeed() }
        roundsLeft -= 1
        missing = streams.count
        for stream in streams { stream.send(message: [payload]) }
    }

    func acknowledged() {
        missing -= 1
        if missing == 0 { push() }
    }
}

final class PushHandler: GRPCStreamHandler {
    let rounds: PushRounds
    init(rounds: PushRounds) { self.rounds = rounds }
    func received(message: ByteBuffer) { rounds.acknowledged() }
    func halfClosed() {}
    func streamClosed(reason: StreamCloseReason) {}
}

struct PushService: GRPCService {
    let rounds: PushRounds
    func makeHandler(path: String, request: GRPCRequestHead, stream: GRPCServerStream) -> (any GRPCStreamHandler)? {
        rounds.streams.append(stream)
        return PushHandler(rounds: rounds)
    }
}

final class AnsweringHandler: GRPCClientStreamHandler {
    var stream: GRPCClientStream?
    func received(message: ByteBuffer) { stream?.send(message: [answer]) }
    func streamClosed(code: HTTP2ErrorCode, status: GRPCStatus?) { stream = nil }
}
private let answer = ByteBuffer(repeating: 2, count: 64)

func threadCPU() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func residentKilobytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 200)
    fgets(&line, 200, file)
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4
}

func pushBench(connections: Int, streams: Int, size: Int, rounds: Int) async throws {
    let serverGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let clientGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = serverGroup.next()
    let state = PushRounds(size: size, rounds: rounds, done: loop.makePromise())
    var configuration = GRPCServerConfiguration()
    configuration.firstMessageTimeout = nil
    let before = residentKilobytes()
    let server = try await GRPCServer.start(
        on: .hostname("127.0.0.1", port: 0),
        configuration: configuration,
        service: PushService(rounds: state),
        group: serverGroup,
        logger: Logger(label: "bench")
    )
    guard let address = server.localAddress else { return }
    let setup = try await loop.submit { threadCPU() }.get()
    for _ in 0..<connections {
        let client = try await GRPCClientConnection.connect(to: address, group: clientGroup)
        try await client.run { session in
            for _ in 0..<streams {
                let handler = AnsweringHandler()
                handler.stream = try session.openCall(path: "/a/b", handler: handler)
            }
        }.get()
    }
    while try await loop.submit({ state.streams.count }).get() < connections * streams {
        try await Task.sleep(for: .milliseconds(5))
    }
    let start = try await loop.submit { threadCPU() }.get()
    let resident = residentKilobytes() - before
    let clock = ContinuousClock()
    let wall = try await clock.measure {
        loop.execute { state.push() }
        try await state.done.futureResult.get()
    }
    let end = try await loop.submit { threadCPU() }.get()
    let pushes = Double(connections * streams * rounds)
    print(
        "\(connections)x\(streams) \(size) B: CPU/push \((end - start) / pushes * 1e6) us,",
        "pushes/s \(Int(pushes / (Double(wall.components.attoseconds) / 1e18 + Double(wall.components.seconds)))),",
        "set-up CPU/conn \((start - setup) / Double(connections) * 1e6) us,",
        "RSS server+client before pushing \(resident) KB, after \(residentKilobytes() - before) KB"
    )
    try await server.close()
    try await serverGroup.shutdownGracefully()
    try await clientGroup.shutdownGracefully()
}
