import Foundation

/// The only caller of `posix_spawnp`.
enum Spawn {
    /// Starts a program in its own process group, so that Ctrl-C at the terminal reaches only its starter.
    static func start(
        _ executable: String,
        _ arguments: [String],
        _ environment: [String: String],
        output: Int32
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        for descriptor in inheritable() { posix_spawn_file_actions_addclose(&actions, descriptor) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var process: pid_t = 0
        let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let failure = withCStrings([executable] + arguments) { arguments in
            withCStrings(variables) { variables in
                posix_spawnp(&process, executable, &actions, &attributes, arguments, variables)
            }
        }
        guard failure == 0 else {
            throw HarnessError(.spawnFailed, "\(executable): \(String(cString: strerror(failure)))")
        }
        return process
    }

    // All descriptors that a child could inherit, with room above the highest for those that other threads open
    // meanwhile; closing one that is not open is not an error in glibc.
    private static func inheritable() -> Range<Int32> {
        let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        let highest = open.compactMap { Int32($0) }.max() ?? 255
        return 3..<(highest + 64)
    }

    // A NULL-terminated array of C strings that live as long as the call.
    private static func withCStrings<Result>(
        _ strings: [String],
        _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        let pointers = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: strings.count + 1)
        for (place, string) in strings.enumerated() { pointers[place] = strdup(string) }
        pointers[strings.count] = nil
        defer {
            for place in 0..<strings.count { free(pointers[place]) }
            pointers.deallocate()
        }
        return body(pointers)
    }
}
