import Foundation
import Synchronization

/// Runs code on a thread with a stack of 512 KiB, so that recursion without limit is detected; four times as much where
/// a sanitizer makes the frames larger.
public func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () -> Result) -> Result? {
    let box = ResultBox<Result>()
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
        let result = body()
        box.value.withLock { $0 = result }
        done.signal()
    }
    thread.stackSize = (hasSanitizer ? 2048 : 512) << 10
    thread.start()
    done.wait()
    return box.value.withLock { $0 }
}

private let hasSanitizer = dlsym(nil, "__asan_init") != nil || dlsym(nil, "__tsan_init") != nil

private final class ResultBox<Result: Sendable>: Sendable {
    let value = Mutex<Result?>(nil)
}
