internal import AssignmentComparison
internal import FuzzSupport

/// Fuzzes the input of `diff` and `golden`: pages of Envoys, outputs of other tools, golden files.
///
/// A dump equals itself, and golden files of its assignments survive a round trip.
enum DumpFuzzer {
    static func test(_ input: Input) {
        guard let dump = try? DumpReader.read(input.array) else { return }
        let difference = try? SetComparison().compare(dump.set, dump.set)
        require(difference?.isEmpty ?? true, "different from itself")
        _ = dump.completed(by: dump)
        for proxy in dump.proxies {
            for assignment in proxy.assignments.values {
                let file = GoldenFile(
                    rules: GoldenRules(ruleSet: "standard"),
                    proxies: [proxy.node ?? ""],
                    assignment: assignment
                )
                let again = try? GoldenFile(reading: Array(file.text.utf8))
                require(again?.text == file.text, "another golden file when read again: \(file.text)")
            }
        }
    }
}

/// The entry point of libFuzzer.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
    DumpFuzzer.test(Input(data, size))
    return 0
}
