internal import MeshModel

/// The encoder of `envoy.config.endpoint.v3.ClusterLoadAssignment`, which splices packed endpoints.
///
/// Lengths are computed first, then one array of exactly the right size is filled, in the order of the field numbers.
/// The bytes are those that libprotobuf-c would pack, at about the cost of copying them.
public enum AssignmentEncoder {
    private enum Field {
        static let clusterName: UInt8 = 1
        static let endpoints: UInt8 = 2
    }

    /// Encodes an assignment whose endpoints are all in one slab.
    ///
    /// - Precondition: every member's range lies within the slab.
    public static func encode(clusterName: String, groups: [LocalityGroup], slab: [UInt8]) -> [UInt8] {
        encode(clusterName: clusterName, groups: groups, slabs: [slab])
    }

    /// Encodes an assignment.
    ///
    /// - Parameters:
    ///   - clusterName: the name as the client subscribed to it.
    /// - groups: the endpoints; an empty list is a valid assignment that empties the cluster.
    /// - slabs: the packed endpoints to which the groups refer; few, such as one for all endpoints of a service.
    /// - Precondition: every member's range lies within its slab.
    public static func encode(clusterName: String, groups: [LocalityGroup], slabs: [[UInt8]]) -> [UInt8] {
        let sizes = groups.map { GroupSizes($0, slabs: slabs) }
        let total = sizes.reduce(WireWriter.size(ofText: clusterName)) { $0 + WireWriter.size(ofField: $1.total) }
        return [UInt8](unsafeUninitializedCapacity: total) { buffer, count in
            withPointers(to: slabs[...]) { pointers in
                var writer = SpliceWriter(UnsafeMutableRawBufferPointer(buffer))
                writer.put(text: clusterName, number: Field.clusterName)
                for (group, sizes) in zip(groups, sizes) {
                    writer.put(header: Field.endpoints, length: sizes.total)
                    Self.write(group, sizes: sizes, slabs: pointers, to: &writer)
                }
                precondition(writer.position == total, "an assignment's size was computed wrongly")
            }
            count = total
        }
    }

    /// Opens the slabs one inside the other, so that all their memory is accessible at once.
    private static func withPointers(
        to slabs: ArraySlice<[UInt8]>,
        _ opened: [UnsafeRawBufferPointer] = [],
        _ body: ([UnsafeRawBufferPointer]) -> Void
    ) {
        guard let first = slabs.first else { return body(opened) }
        first.withUnsafeBytes { withPointers(to: slabs.dropFirst(), opened + [$0], body) }
    }

    /// Appends a packed endpoint as an element of `LocalityLbEndpoints.lb_endpoints`, with its weight.
    public static func appendElement(_ packed: [UInt8], weight: UInt32, to output: inout [UInt8]) {
        let size = packed.count + WireWriter.size(ofField: WireWriter.size(ofWrapped: weight))
        WireWriter.append(header: LocalityGroup.elementNumber, length: size, to: &output)
        output.append(contentsOf: packed)
        WireWriter.append(wrapped: weight, number: GroupSizes.Field.endpointWeight, to: &output)
    }

    private static func write(
        _ group: LocalityGroup,
        sizes: GroupSizes,
        slabs: [UnsafeRawBufferPointer],
        to writer: inout SpliceWriter
    ) {
        writer.put(header: GroupSizes.Field.locality, length: sizes.locality)
        writer.put(text: group.locality.region, number: 1)
        writer.put(text: group.locality.zone, number: 2)
        writer.put(text: group.locality.subzone, number: 3)
        for member in group.members {
            let bytes = UnsafeRawBufferPointer(rebasing: slabs[member.slab][member.bytes])
            guard !member.areElements else {
                writer.put(bytes: bytes)
                continue
            }
            writer.put(header: LocalityGroup.elementNumber, length: GroupSizes.size(of: member))
            writer.put(bytes: bytes)
            if let weight = member.weight {
                writer.put(wrapped: weight, number: GroupSizes.Field.endpointWeight)
            }
        }
        if let weight = group.weight {
            writer.put(wrapped: weight, number: GroupSizes.Field.weight)
        }
        if group.priority != 0 {
            writer.put(byte: GroupSizes.Field.priority << 3 | WireType.varint.rawValue)
            writer.put(varint: UInt64(group.priority))
        }
    }
}

/// The lengths that precede a group's parts.
private struct GroupSizes {
    enum Field {
        static let locality: UInt8 = 1
        static let weight: UInt8 = 3
        static let priority: UInt8 = 5
        static let endpointWeight: UInt8 = 4
    }

    let locality: Int
    let total: Int

    init(_ group: LocalityGroup, slabs: [[UInt8]]) {
        locality =
            WireWriter.size(ofText: group.locality.region)
            + WireWriter.size(ofText: group.locality.zone)
            + WireWriter.size(ofText: group.locality.subzone)
        var total = WireWriter.size(ofField: locality)
        for member in group.members {
            precondition(
                member.bytes.lowerBound >= 0 && member.bytes.upperBound <= slabs[member.slab].count,
                "expected an endpoint's bytes to lie within its slab"
            )
            total += member.areElements ? member.bytes.count : WireWriter.size(ofField: Self.size(of: member))
        }
        if let weight = group.weight {
            total += WireWriter.size(ofField: WireWriter.size(ofWrapped: weight))
        }
        if group.priority != 0 {
            total += 1 + WireWriter.size(ofVarint: UInt64(group.priority))
        }
        self.total = total
    }

    static func size(of member: LocalityGroup.Member) -> Int {
        guard let weight = member.weight else { return member.bytes.count }
        return member.bytes.count + WireWriter.size(ofField: WireWriter.size(ofWrapped: weight))
    }
}
