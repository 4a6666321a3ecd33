internal import AssignmentComparison
internal import MeshSources
internal import TextFormats

/// Reads dumps from files.
enum DumpFiles {
    /// Reads one file.
    static func file(_ path: String) throws -> Dump {
        let file: SourceFile
        do throws(InputError) {
            file = try FileTree.file(path, as: path, limits: limits)
        } catch {
            throw CommandFailure(.badInput, error.description)
        }
        return try read(file)
    }

    /// Reads all files with assignments in a folder as one dump: golden files, or those of `translate -o envoy`.
    static func folder(_ path: String) throws -> Dump {
        let files: [SourceFile]
        do throws(InputError) {
            files = try FileTree.files(below: path, limits: limits)
        } catch {
            throw CommandFailure(.badInput, error.description)
        }
        guard !files.isEmpty else {
            throw CommandFailure(.badInput, "\(path): expected a mesh directory, or files with assignments")
        }
        var merged: Dump?
        for file in files {
            let dump = try read(file)
            guard var all = merged else {
                merged = dump
                continue
            }
            guard all.kind == dump.kind else {
                throw CommandFailure(
                    .badInput,
                    "\(file.displayName): found \(dump.kind.title) beside \(all.kind.title)"
                )
            }
            try all.merge(dump, from: file.displayName)
            merged = all
        }
        return merged ?? Dump(kind: .golden, proxies: [])
    }

    private static var limits: ReadingLimits {
        var limits = ReadingLimits()
        limits.fileBytes = DumpReader.limits.bytes
        return limits
    }

    private static func read(_ file: SourceFile) throws -> Dump {
        do throws(DumpError) {
            return try DumpReader.read(file.bytes)
        } catch {
            throw CommandFailure(.badInput, "\(file.displayName): \(error)")
        }
    }
}

extension Dump {
    /// Adds the assignments of another file in the same folder.
    fileprivate mutating func merge(_ other: Dump, from file: String) throws {
        for proxy in other.proxies {
            guard let index = proxies.firstIndex(where: { $0.node == proxy.node }) else {
                proxies.append(proxy)
                continue
            }
            for (name, assignment) in proxy.assignments {
                let before = proxies[index].assignments.updateValue(assignment, forKey: name)
                if let before, before != assignment {
                    throw CommandFailure(
                        .badInput,
                        "\(file): another file has a different assignment of \(name)\(proxy.node.map { " for \($0)" } ?? "")"
                    )
                }
            }
        }
    }
}
