internal import NIOPosix
internal import Synchronization

#if canImport(Glibc)
    // `environ` is a variable of C: nobody writes it here.
    @preconcurrency internal import Glibc
#elseif canImport(Musl)
    @preconcurrency internal import Musl
#elseif canImport(Darwin)
    @preconcurrency internal import Darwin
#endif

/// A program that is run for what it prints, with nothing on its standard input.
///
/// What it writes to standard error goes to ours: it is meant for people.
final class ChildProcess: Sendable {
    /// How a program ended.
    struct Result: Sendable {
        /// What it printed, as far as that was read.
        var output: [UInt8] = []
        /// Its exit status, or 128 and the number of the signal that ended it.
        var status: Int32 = 0
        /// Whether it ran for too long.
        var isLate = false
        /// Whether it printed too much.
        var isTooLong = false
    }

    /// The program could not be started.
    struct StartError: Error {
        let reason: String
    }

    private enum State {
        case waiting
        case running(pid_t)
        case ended
    }

    private let state = Mutex(State.waiting)

    /// Runs a program until it ends; it is killed when the task is cancelled, runs for too long or prints too much.
    static func run(
        _ command: String,
        _ arguments: [String],
        environment: [String: String],
        timeout: Duration,
        outputBytes: Int
    ) async throws -> Result {
        let child = ChildProcess()
        return try await withTaskCancellationHandler {
            try await NIOThreadPool.singleton.runIfActive {
                try child.run([command] + arguments, environment, timeout, outputBytes)
            }
        } onCancel: {
            child.kill()
        }
    }

    /// The environment of this process.
    static var ownEnvironment: [String: String] {
        var result: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let pair = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if pair.count == 2, let name = pair.first { result[String(name)] = String(pair[1]) }
            next = next.advanced(by: 1)
        }
        return result
    }

    // MARK: On a thread that may wait

    private func run(
        _ words: [String],
        _ environment: [String: String],
        _ timeout: Duration,
        _ outputBytes: Int
    ) throws -> Result {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw StartError(reason: Self.reason(errno)) }
        let (reader, writer) = (ends[0], ends[1])
        defer { close(reader) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        do {
            // Whoever cancels from here on finds a process to kill.
            try state.withLock { state in
                if case .ended = state { throw StartError(reason: "cancelled") }
                state = .running(try Self.spawn(words, environment, output: writer))
            }
        } catch {
            close(writer)
            throw error
        }
        close(writer)
        var result = Self.read(reader, timeout, outputBytes)
        if result.isLate || result.isTooLong { kill() }
        result.status = reap()
        return result
    }

    private static func read(_ descriptor: Int32, _ timeout: Duration, _ limit: Int) -> Result {
        var result = Result()
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        let end = ContinuousClock.now + timeout
        while true {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else {
                result.isLate = true
                return result
            }
            var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
            let ready = poll(&wait, 1, Int32(clamping: milliseconds + 1))
            if ready <= 0 { continue }
            let count = Swift.max(0, Self.readSome(descriptor, &buffer))
            guard count > 0 else { return result }
            result.output.append(contentsOf: buffer.prefix(count))
            guard result.output.count <= limit else {
                result.isTooLong = true
                return result
            }
        }
    }

    private static func readSome(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
        while true {
            let count = buffer.withUnsafeMutableBytes { bytes in
                #if canImport(Glibc)
                    Glibc.read(descriptor, bytes.baseAddress, bytes.count)
                #elseif canImport(Musl)
                    Musl.read(descriptor, bytes.baseAddress, bytes.count)
                #elseif canImport(Darwin)
                    Darwin.read(descriptor, bytes.baseAddress, bytes.count)
                #endif
            }
            if count < 0, errno == EINTR { continue }
            return count
        }
    }

    /// Waits until the process has ended; from then on its number may be another's.
    private func reap() -> Int32 {
        guard case .running(let process) = state.withLock({ $0 }) else { return -1 }
        // Until it is waited for, the number stays its own, and it may still be killed.
        var information = siginfo_t()
        while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        return state.withLock { state in
            state = .ended
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7F
            return signal == 0 ? status >> 8 & 0xFF : 128 + signal
        }
    }

    /// Ends the process and those that it started.
    private func kill() {
        state.withLock { state in
            switch state {
            case .waiting: state = .ended
            case .running(let process): signalGroup(of: process)
            case .ended: break
            }
        }
    }

    private static func reason(_ number: Int32) -> String { String(cString: strerror(number)) }

    private static func spawn(_ words: [String], _ environment: [String: String], output: Int32) throws -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        // Files and sockets of this process are none of its business; one that is not open may be closed all the same.
        for descriptor in inheritable() where descriptor != output {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // A group of its own, so that what it starts ends with it.
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETPGROUP)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        var process: pid_t = 0
        guard let command = words.first else { throw StartError(reason: "no program is named") }
        let failure = withCStrings(words) { words in
            withCStrings(variables) { variables in
                posix_spawnp(&process, command, &actions, &attributes, words, variables)
            }
        }
        guard failure == 0 else { throw StartError(reason: reason(failure)) }
        return process
    }

    /// All descriptors that a child could inherit, with room above the highest for what other threads open meanwhile.
    private static func inheritable() -> Range<Int32> {
        var highest: Int32 = 255
        if let folder = opendir("/proc/self/fd") {
            defer { closedir(folder) }
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                highest = Swift.max(highest, Int32(name) ?? 0)
            }
        }
        return 3..<(highest + 64)
    }

    /// A NULL-terminated array of C strings that live as long as the call.
    private static func withCStrings<Value>(
        _ strings: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Value
    ) -> Value {
        let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: strings.count + 1)
        for (place, string) in strings.enumerated() { pointers[place] = strdup(string) }
        pointers[strings.count] = nil
        defer {
            for place in strings.indices { free(pointers[place]) }
            pointers.deallocate()
        }
        return body(pointers)
    }
}

private func signalGroup(of process: pid_t) { _ = kill(-process, SIGKILL) }
