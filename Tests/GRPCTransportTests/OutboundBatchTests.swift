import NIOCore
import Testing

@testable import GRPCTransport

@Suite("Outbound batch")
struct OutboundBatchTests {
    private func taken(_ batch: inout OutboundBatch) -> [ByteBuffer] {
        var parts: [ByteBuffer] = []
        batch.take { parts.append($0) }
        return parts
    }

    private func address(_ buffer: ByteBuffer) -> UInt {
        buffer.withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) }
    }

    @Test("The batch keeps wire order and shares long payloads")
    func order() {
        let payload = ByteBuffer(repeating: 1, count: 1_000)
        var batch = OutboundBatch(copyBelow: 512)
        [UInt8](arrayLiteral: 9, 9).withUnsafeBytes { batch.append(copying: $0) }
        batch.append(sharing: payload)
        [UInt8](arrayLiteral: 8).withUnsafeBytes { batch.append(copying: $0) }
        batch.append(sharing: ByteBuffer(repeating: 7, count: 2))
        batch.appendZeros(count: 1)
        #expect(batch.byteCount == 1_006)
        let parts = taken(&batch)
        #expect(parts.map(\.readableBytes) == [2, 1_000, 4])
        #expect(address(parts[1]) == address(payload))
        #expect(Array(parts[2].readableBytesView) == [8, 7, 7, 0])
        #expect(batch.isEmpty)
        let rest = taken(&batch)
        #expect(rest.isEmpty)
    }

    @Test("The batch is full at its limit")
    func limit() {
        var batch = OutboundBatch(copyBelow: 0)
        batch.limit = 10
        batch.append(sharing: ByteBuffer(repeating: 1, count: 9))
        #expect(!batch.isFull)
        batch.append(sharing: ByteBuffer(repeating: 1, count: 1))
        #expect(batch.isFull)
    }

    @Test("A queue yields the same bytes for every frame length", arguments: [1, 2, 3, 4, 5, 6, 7, 100, 2_000])
    func queue(length: Int) {
        var queue = OutboundPayloadQueue()
        let slices = [ByteBuffer(bytes: [1, 2, 3]), ByteBuffer(), ByteBuffer(repeating: 4, count: 600)]
        let added = [queue.appendMessage(slices), queue.appendMessage([])]
        #expect(added == [608, 5])
        queue.appendRaw(ByteBuffer(bytes: [9]))
        var batch = OutboundBatch(copyBelow: 0)
        while queue.readableBytes > 0 {
            queue.transfer(min(length, queue.readableBytes), to: &batch)
        }
        let bytes = taken(&batch).flatMap { Array($0.readableBytesView) }
        #expect(bytes == [0, 0, 0, 2, 91, 1, 2, 3] + [UInt8](repeating: 4, count: 600) + [0, 0, 0, 0, 0, 9])
    }

    @Test("A slice beyond 16 MiB of a payload is shared")
    func longPayload() {
        let payload = ByteBuffer(repeating: 1, count: 20 << 20)
        var queue = OutboundPayloadQueue()
        queue.appendRaw(payload)
        var batch = OutboundBatch(copyBelow: 512)
        queue.transfer(19 << 20, to: &batch)
        _ = taken(&batch)
        queue.transfer(16_384, to: &batch)
        let part = taken(&batch)
        #expect(part.count == 1)
        #expect(part.first.map { address($0) } == address(payload) + 19 << 20)
    }
}
