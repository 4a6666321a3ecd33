#if os(Linux)
    #if canImport(Glibc)
        internal import Glibc
    #elseif canImport(Musl)
        internal import Musl
    #endif

    private let systemClose = close

    /// The kernel's events in folders (inotify(7)).
    final class INotify {
        /// One event.
        struct Event {
            /// The number of the watched folder.
            let folder: Int32
            /// The paths by which the folder is watched; more than one if they lead to the same one.
            let paths: [String]
            /// The name within the folder; empty for the folder itself.
            let name: String
            let mask: UInt32

            /// A Boolean value that indicates whether the content of an open file changed.
            var isWriting: Bool { mask & UInt32(IN_MODIFY) != 0 }
            /// A Boolean value that indicates whether a file was closed after writing.
            var isClosing: Bool { mask & UInt32(IN_CLOSE_WRITE) != 0 }
        }

        let descriptor: Int32
        private var folders: [String: Int32] = [:]
        private var paths: [Int32: [String]] = [:]

        /// Opens the kernel's queue; nil if it is not available.
        init?() {
            descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
            guard descriptor >= 0 else { return nil }
        }

        /// Closes the queue of a descriptor.
        static func close(_ descriptor: Int32) { _ = systemClose(descriptor) }

        /// Watches these folders and no others; a path that leads elsewhere now is followed to its new target.
        ///
        /// - Returns: true if all of them are watched; the kernel limits their number.
        func watch(_ paths: [String]) -> Bool {
            let mask = UInt32(
                IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO
                    | IN_DELETE_SELF | IN_MOVE_SELF
            )
            var watched: [String: Int32] = [:]
            for path in paths {
                let number = inotify_add_watch(descriptor, path, mask)
                if number >= 0 { watched[path] = number }
            }
            let kept = Set(watched.values)
            for number in Set(folders.values) where !kept.contains(number) { inotify_rm_watch(descriptor, number) }
            folders = watched
            self.paths = Dictionary(grouping: watched.keys.sorted()) { watched[$0] ?? -1 }
            return watched.count == paths.count
        }

        /// Returns all events since the last call.
        func events() -> [Event] {
            let headerSize = MemoryLayout<inotify_event>.size
            var events: [Event] = []
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                guard count > 0 else { return events }
                buffer.withUnsafeBytes { bytes in
                    var offset = 0
                    while offset + headerSize <= count {
                        let header = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                        let end = min(offset + headerSize + Int(header.len), count)
                        let name = bytes[(offset + headerSize)..<end].prefix { $0 != 0 }
                        events.append(
                            Event(
                                folder: header.wd,
                                paths: paths[header.wd] ?? [],
                                name: String(decoding: name, as: UTF8.self),
                                mask: header.mask
                            )
                        )
                        offset = end
                    }
                }
            }
        }
    }
#endif
