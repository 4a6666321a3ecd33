import Testing

@Suite("The rule sets named after releases of Istio answer as these were recorded to answer")
struct ReferenceTests {
    @Test("Every assignment and every gateway of this repository's cases", arguments: ReferenceCase.own)
    func ownCases(_ reference: ReferenceCase) throws { try Comparison(reference).run() }

    @Test(
        "Every assignment and every gateway of the shared corpus",
        .enabled(if: !ReferenceCase.shared.isEmpty, "the corpus is not at hand"),
        arguments: ReferenceCase.shared
    )
    func sharedCases(_ reference: ReferenceCase) throws {
        try Comparison(reference).run()
    }

    @Test("This repository's cases are all there, and compare something each")
    func counts() throws {
        var total = Counts()
        for reference in ReferenceCase.own {
            let counts = try Comparison(reference).count()
            #expect(counts.assignments > 0, "\(reference.name) compares nothing")
            total.add(counts)
        }
        #expect(total.directories == 185)
        #expect(total.proxies == 670)
        #expect(total.assignments == 2410)
        print("Reference cases of this repository: \(total)")
        guard !ReferenceCase.shared.isEmpty else { return }
        var corpus = Counts()
        for reference in ReferenceCase.shared { corpus.add(try Comparison(reference).count()) }
        #expect(corpus.assignments > total.assignments)
        print("Reference cases of the shared corpus: \(corpus)")
    }

    /// For work on the rules: `EDS_TRANSLATOR_REFERENCE_REPORT` names the file to write.
    @Test(
        "A report of all mismatches with the shared corpus can be written",
        .enabled(if: ReferenceReport.path != nil, "EDS_TRANSLATOR_REFERENCE_REPORT names no file")
    )
    func report() throws { try ReferenceReport().write(ReferenceCase.shared) }
}
