/// The exit status of the program.
enum ExitStatus: Int32 {
    /// Success.
    case fine = 0
    /// Success with findings.
    case findings = 1
    /// Usage error.
    case usage = 2
    /// Invalid input.
    case badInput = 3
    /// Source or address unreachable.
    case unreachable = 4
}
