import Testing
import TranslationBench

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// False if malloc is linked into the program itself.
private let canCount = AllocationCounter.count {} != nil

@Suite("Allocation counter", .enabled(if: canCount))
struct AllocationCounterTests {
    private final class Object {
        let number: Int

        init(_ number: Int) { self.number = number }
    }

    @Test("Every call of malloc, calloc and realloc is counted with its bytes", arguments: [0, 1, 1_000])
    func mallocs(count: Int) throws {
        var pieces: [UnsafeMutableRawPointer?] = []
        pieces.reserveCapacity(count * 2)
        let counts = try #require(
            AllocationCounter.count {
                for _ in 0..<count {
                    pieces.append(malloc(24))
                    pieces.append(realloc(calloc(2, 8), 64))
                }
            }
        )
        for piece in pieces { free(piece) }
        #expect(counts.allocations == 3 * count)
        #expect(counts.bytes == (24 + 16 + 64) * count)
    }

    @Test("Every allocation of a Swift object is counted")
    func objects() throws {
        var objects: [Object] = []
        objects.reserveCapacity(1_000)
        let counts = try #require(
            AllocationCounter.count { for number in 0..<1_000 { objects.append(Object(number)) } }
        )
        #expect(objects.reduce(0) { $0 + $1.number } == 499_500)
        #expect(counts.allocations == 1_000)
    }

    @Test("Nothing is counted before and after, and counts are reproducible")
    func again() throws {
        var kept: [[Int]] = []
        kept.reserveCapacity(200)
        let counts = (0..<3).map { _ in
            kept.append(Array(repeating: 0, count: 100))
            return AllocationCounter.count { for size in 1...50 { kept.append(Array(repeating: size, count: size)) } }
        }
        #expect(kept.count == 153)
        let allocations = try counts.map { try #require($0).allocations }
        #expect(allocations == [50, 50, 50])
    }

    @Test("Allocations of other threads are not counted")
    func threads() async throws {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let busy = Task.detached {
            var sum = 0
            while !Task.isCancelled {
                for number in 0..<1_000 { sum += Object(number).number }
                continuation.yield()
            }
            return sum
        }
        for await _ in stream { break }
        var pieces: [UnsafeMutableRawPointer?] = []
        pieces.reserveCapacity(2_000)
        let counts = AllocationCounter.count { for _ in 0..<2_000 { pieces.append(malloc(8)) } }
        for piece in pieces { free(piece) }
        busy.cancel()
        _ = await busy.value
        #expect(try #require(counts).allocations == 2_000)
    }
}
