import Foundation
import Synchronization

/// The processes and folders that must not outlive this program.
///
/// At the end of the program, everything registered is killed and removed. On SIGINT, SIGTERM and SIGHUP the same
/// happens before the signal takes its default effect; on a crash the processes are killed and the folders stay. A
/// process that is being started during a crash may escape.
final class CleanUpRegistry: Sendable {
    static let shared = CleanUpRegistry()

    private struct State {
        var processes: Set<pid_t> = []
        var directories: Set<String> = []
    }

    private let state = Mutex(State())

    private init() {
        ExitHooks.install()
    }

    /// Starts a process and registers it in one step, so that no signal can arrive in between.
    func startProcess(_ start: () throws -> pid_t) throws -> pid_t {
        try state.withLock { state in
            guard state.processes.count < ExitHooks.capacity else {
                throw HarnessError(.spawnFailed, "more than \(ExitHooks.capacity) processes at once")
            }
            let process = try start()
            state.processes.insert(process)
            ExitHooks.publish(state.processes)
            return process
        }
    }

    /// Reaps a process that has ended and forgets it in one step: its id may be reused afterwards.
    func reap(_ process: pid_t) -> Int32 {
        state.withLock { state in
            state.processes.remove(process)
            ExitHooks.publish(state.processes)
            var status: Int32 = 0
            while waitpid(process, &status, 0) == -1 && errno == EINTR {}
            return status
        }
    }

    /// Sends a signal if the process still exists; its id cannot be reused as long as it is registered.
    func signal(_ process: pid_t, _ number: Int32) {
        state.withLock { state in
            if state.processes.contains(process) { kill(process, number) }
        }
    }

    func addDirectory(_ path: String) { state.withLock { _ = $0.directories.insert(path) } }

    /// Removes a folder, under the lock, because two simultaneous removals of one folder would both fail.
    func removeDirectory(_ path: String) {
        state.withLock { state in
            guard state.directories.remove(path) != nil else { return }
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// Kills and removes everything.
    func cleanUp() {
        state.withLock { state in
            for process in state.processes {
                kill(process, SIGKILL)
                while waitpid(process, nil, 0) == -1 && errno == EINTR {}
            }
            state.processes = []
            ExitHooks.publish([])
            for directory in state.directories { try? FileManager.default.removeItem(atPath: directory) }
            state.directories = []
        }
    }
}
