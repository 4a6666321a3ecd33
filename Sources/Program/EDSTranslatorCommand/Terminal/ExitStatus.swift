/// How the program ends.
enum ExitStatus: Int32 {
    /// All is well.
    case fine = 0
    /// All went well, and there is something to look at.
    case findings = 1
    /// The arguments are wrong.
    case usage = 2
    /// The input is wrong.
    case badInput = 3
    /// A source or address cannot be reached.
    case unreachable = 4
}
