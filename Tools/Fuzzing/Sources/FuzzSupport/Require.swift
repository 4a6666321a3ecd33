/// Ends the process with a message, which libFuzzer reports as a finding, unless a condition holds.
public func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError(message()) }
}
