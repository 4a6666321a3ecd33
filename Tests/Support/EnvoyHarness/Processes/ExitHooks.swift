import Foundation

/// The hooks that run ``CleanUpRegistry/cleanUp()`` at the program's end, in whatever way it ends.
enum ExitHooks {
    /// The largest number of registered processes.
    static let capacity = 512

    // A copy of the registered process ids for handlers of crash signals, which may take no lock and allocate nothing.
    // Written under the registry's lock only; a handler that reads during a write sees a mixture of ids that are all
    // our own. Unused places are 0.
    nonisolated(unsafe) private static let published: UnsafeMutablePointer<pid_t> = {
        let places = UnsafeMutablePointer<pid_t>.allocate(capacity: capacity)
        places.initialize(repeating: 0, count: capacity)
        return places
    }()

    // The previous actions for signals, by the signal's number; written once, by `install`.
    nonisolated(unsafe) private static let previous: UnsafeMutablePointer<sigaction> = {
        let places = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
        places.initialize(repeating: sigaction(), count: 65)
        return places
    }()

    // Written once, by `install`, before any handler can run.
    nonisolated(unsafe) private static var wakeUp: (read: Int32, write: Int32) = (-1, -1)

    /// Installs all hooks; must be called once.
    static func install() {
        publish([])
        atexit { CleanUpRegistry.shared.cleanUp() }
        installOrderlySignals()
        installCrashSignals()
    }

    /// Passes the current processes to the crash handlers; only under the registry's lock.
    static func publish(_ processes: Set<pid_t>) {
        var place = 0
        for process in processes.prefix(capacity) {
            published[place] = process
            place += 1
        }
        while place < capacity {
            published[place] = 0
            place += 1
        }
    }

    // The handler only writes the signal's number to a pipe; a thread does the work, because handlers must not take
    // locks.
    private static func installOrderlySignals() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        wakeUp = (ends[0], ends[1])
        let reader = ends[0]
        Thread.detachNewThread {
            var number: UInt8 = 0
            while read(reader, &number, 1) == -1 && errno == EINTR {}
            CleanUpRegistry.shared.cleanUp()
            signal(Int32(number), SIG_DFL)
            kill(getpid(), Int32(number))
        }
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { caught in
                var byte = UInt8(truncatingIfNeeded: caught)
                _ = write(ExitHooks.wakeUp.write, &byte, 1)
            }
        }
    }

    // After the processes were killed the previous handler (Swift's backtrace) runs: the signal is raised again and
    // delivered when this handler returns.
    private static func installCrashSignals() {
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { caught in
                for place in 0..<ExitHooks.capacity where ExitHooks.published[place] > 0 {
                    kill(ExitHooks.published[place], SIGKILL)
                }
                sigaction(caught, ExitHooks.previous + Int(caught), nil)
                raise(caught)
            }
            action.sa_flags = SA_ONSTACK
            sigaction(number, &action, previous + Int(number))
        }
    }
}
