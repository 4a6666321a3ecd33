internal import ArgumentParser

/// `golden`: records the assignments of a mesh directory's proxies in files, and compares with them.
struct Golden: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Record the assignments of a mesh directory's proxies in files, and detect changes.",
        discussion: """
            One short YAML file for each cluster and class of proxies with the same assignment. The files are in \
            DIR/golden or the folder of --golden, with a subfolder for each rule set.

            EXAMPLES:
              eds-translator golden record mesh        write the files
              eds-translator golden verify mesh        compare with them, and write new states as *.new
              eds-translator golden review mesh        show each difference, and accept or reject it
              eds-translator golden accept mesh        accept all differences
            """,
        subcommands: [GoldenRecord.self, GoldenVerify.self, GoldenReview.self, GoldenAccept.self]
    )
}
