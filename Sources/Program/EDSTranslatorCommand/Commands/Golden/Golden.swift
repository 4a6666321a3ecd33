internal import ArgumentParser

/// `golden`: records the assignments of a mesh directory's proxies in files, and compares with them.
struct Golden: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep what a mesh directory's proxies get in files, and tell when it changes.",
        discussion: """
            One short YAML file for each cluster and class of proxies that get the same. The files are in DIR/golden \
            unless --golden says otherwise, in a folder for each rule set.

            EXAMPLES:
              eds-translator golden record mesh        write the files
              eds-translator golden verify mesh        compare with them; what differs is written beside, as *.new
              eds-translator golden review mesh        look at each difference, and accept or reject it
              eds-translator golden accept mesh        accept all differences
            """,
        subcommands: [GoldenRecord.self, GoldenVerify.self, GoldenReview.self, GoldenAccept.self]
    )
}
