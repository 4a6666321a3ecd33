internal import MeshSources
internal import TranslationBench

/// The file of an earlier result of `bench`.
enum BenchResultFile {
    static func read(_ path: String) throws -> BenchReport {
        let bytes: [UInt8]
        do throws(InputError) {
            bytes = try FileTree.file(path, as: path, limits: ReadingLimits()).bytes
        } catch {
            throw CommandFailure(.unreachable, error.description)
        }
        do throws(BenchReportError) {
            return try BenchReport(json: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw CommandFailure(.badInput, "\(path): \(error.message)")
        }
    }
}
