/// Finds endpoints by address and port: an open hash table of places, a few bytes per endpoint.
struct HostIndex: Sendable {
    private let slots: [Int32]
    /// A Boolean value that indicates whether two endpoints have the same address and port.
    let hasDuplicates: Bool

    /// Indexes addresses by their places; empty ones are not found.
    init(_ addresses: [HostAddress]) {
        var capacity = 4
        while capacity < addresses.count * 3 / 2 { capacity *= 2 }
        var slots = [Int32](repeating: -1, count: capacity)
        var hasDuplicates = false
        for (place, address) in addresses.enumerated() where !address.isEmpty {
            var slot = Self.slot(of: address, capacity)
            while slots[slot] >= 0, addresses[Int(slots[slot])] != address { slot = (slot + 1) & (capacity - 1) }
            if slots[slot] < 0 { slots[slot] = Int32(place) } else { hasDuplicates = true }
        }
        self.slots = slots
        self.hasDuplicates = hasDuplicates
    }

    /// Returns the first place of an address, or `nil` if no endpoint has it.
    ///
    /// - Parameter hasAddress: returns a Boolean value that indicates whether the endpoint at a place has the address.
    func place(of address: HostAddress, where hasAddress: (Int32) -> Bool) -> Int32? {
        var slot = Self.slot(of: address, slots.count)
        while slots[slot] >= 0 {
            if hasAddress(slots[slot]) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private static func slot(of address: HostAddress, _ capacity: Int) -> Int { address.hashValue & (capacity - 1) }
}
