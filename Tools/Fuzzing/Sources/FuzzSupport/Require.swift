/// Ends the process with a message, which libFuzzer takes for a finding, unless what must hold holds.
public func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { fatalError(message()) }
}
