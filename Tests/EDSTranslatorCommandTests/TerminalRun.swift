import EnvoyHarness
import Foundation

/// One run of the program on a terminal, with the output as the user sees it.
struct TerminalRun {
    let text: String
    let status: Int32

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - arguments: its arguments.
    ///   - environment: added to this program's environment, without settings of colours and pagers.
    ///   - rows: the rows of the terminal.
    ///   - typed: the user's input, all at once, or `nil` without a user.
    init(
        _ arguments: [String],
        environment: [String: String] = [:],
        rows: UInt16 = 1_000,
        typing typed: String? = nil
    ) throws {
        // Swift's Glibc lacks posix_openpt(3) and related functions; these are their ioctls, TIOCSPTLCK and TIOCGPTN.
        let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (isLocked, number): (Int32, UInt32) = (0, 0)
        guard terminal >= 0, ioctl(terminal, 0x4004_5431, &isLocked) == 0, ioctl(terminal, 0x8004_5430, &number) == 0
        else { throw HarnessError(.missingTool, "no terminal") }
        defer { close(terminal) }
        let screen = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
        var size = winsize(ws_row: rows, ws_col: 10_000, ws_xpixel: 0, ws_ypixel: 0)
        guard screen >= 0, ioctl(screen, UInt(TIOCSWINSZ), &size) == 0 else {
            throw HarnessError(.missingTool, "no terminal")
        }
        let process = Process()
        let unsaid = ["NO_COLOR", "TERM", "PAGER", "EDS_TRANSLATOR_PAGER", "LESS", "CI"]
        process.environment = ProcessInfo.processInfo.environment.filter { !unsaid.contains($0.key) }
            .merging(environment) { _, new in new }
        process.executableURL = URL(fileURLWithPath: try BuiltProduct.server())
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: BuiltProduct.repository)
        if let typed {
            process.standardInput = FileHandle(fileDescriptor: screen, closeOnDealloc: false)
            let bytes = Array(typed.utf8)
            guard write(terminal, bytes, bytes.count) == bytes.count else {
                throw HarnessError(.systemCallFailed, "cannot type on the terminal")
            }
        } else {
            process.standardInput = FileHandle.nullDevice
        }
        process.standardOutput = FileHandle(fileDescriptor: screen, closeOnDealloc: false)
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch {
            close(screen)
            throw error
        }
        // Only the program and its pager hold the terminal from now on, so its output ends with them.
        close(screen)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            let count = read(terminal, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
        }
        process.waitUntilExit()
        status = process.terminationStatus
        text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
    }
}
