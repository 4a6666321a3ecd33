import CEnvoyAPI
import MeshModel
import TestSupport
import Testing

@testable import EnvoyMessages

@Suite("Splicing of assignments")
struct AssignmentEncoderTests {
    @Test("Random assignments equal those of libprotobuf-c, byte for byte", arguments: 20...23 as ClosedRange<UInt64>)
    func randomAssignments(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var encoder = LbEndpointEncoder()
        for _ in 0..<50 {
            var slab: [UInt8] = []
            var ranges: [Range<Int>] = []
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                ranges.append(try encoder.append(generator.endpoint(), to: &slab))
            }
            let groups = (0..<Int.random(in: 0...4, using: &generator)).map { _ in
                Self.group(of: ranges, using: &generator)
            }
            let name = generator.text()
            let spliced = AssignmentEncoder.encode(clusterName: name, groups: groups, slab: slab)
            #expect(try spliced == Reference(slab: slab).pack(clusterName: name, groups: groups))
        }
    }

    private static func group(of ranges: [Range<Int>], using generator: inout SeededGenerator) -> LocalityGroup {
        var members: [LocalityGroup.Member] = []
        for _ in 0..<Int.random(in: 0...40, using: &generator) {
            members.append(.init(bytes: ranges.randomElement(using: &generator) ?? 0..<0, weight: generator.weight()))
        }
        return LocalityGroup(
            locality: Locality(region: generator.text(), zone: generator.text(), subzone: generator.text()),
            priority: UInt32.random(in: 0...200, using: &generator),
            weight: generator.weight(),
            members: members
        )
    }

    @Test("A cluster without endpoints has only a name, and a locality without names is written")
    func empty() {
        #expect(AssignmentEncoder.encode(clusterName: "c", groups: [], slab: []) == [0x0a, 0x01, 0x63])
        let nameless = AssignmentEncoder.encode(
            clusterName: "c",
            groups: [LocalityGroup(locality: Locality())],
            slab: []
        )
        #expect(nameless == [0x0a, 0x01, 0x63, 0x12, 0x02, 0x0a, 0x00])
    }

    @Test("The message fills its whole allocation")
    func exactAllocation() {
        let slab = [UInt8](repeating: 0, count: 300)
        let member = LocalityGroup.Member(bytes: 0..<300, weight: 1)
        let group = LocalityGroup(locality: Locality(region: "r"), members: Array(repeating: member, count: 1_000))
        let encoded = AssignmentEncoder.encode(clusterName: "c", groups: [group], slab: slab)
        // Array rounds up to the size that malloc allocates anyway.
        #expect(encoded.capacity - encoded.count < 4_096)
    }
}

/// Builds the same assignment as a tree of C messages.
private struct Reference {
    let slab: [UInt8]

    func pack(clusterName: String, groups: [LocalityGroup]) throws -> [UInt8] {
        let arena = MessageArena()
        let assignment = arena.make(envoy__config__endpoint__v3__cluster_load_assignment__init)
        var endpoints: [UnsafeMutablePointer<Envoy__Config__Endpoint__V3__LbEndpoint>] = []
        defer { for endpoint in endpoints { self.free(endpoint) } }
        var localities: [UnsafeMutablePointer<Envoy__Config__Endpoint__V3__LocalityLbEndpoints>] = []
        for group in groups {
            let members = try group.members.map { try self.endpoint($0, arena: arena) }
            endpoints += members
            localities.append(try self.locality(group, members: members, arena: arena))
        }
        assignment.pointee.cluster_name = try arena.text(clusterName)
        assignment.pointee.n_endpoints = localities.count
        assignment.pointee.endpoints = arena.list(localities)
        return withExtendedLifetime(arena) { ProtobufC.pack(assignment) }
    }

    private func locality(
        _ group: LocalityGroup,
        members: [UnsafeMutablePointer<Envoy__Config__Endpoint__V3__LbEndpoint>],
        arena: MessageArena
    ) throws -> UnsafeMutablePointer<Envoy__Config__Endpoint__V3__LocalityLbEndpoints> {
        let locality = arena.make(envoy__config__core__v3__locality__init)
        locality.pointee.region = try arena.text(group.locality.region)
        locality.pointee.zone = try arena.text(group.locality.zone)
        locality.pointee.sub_zone = try arena.text(group.locality.subzone)
        let message = arena.make(envoy__config__endpoint__v3__locality_lb_endpoints__init)
        message.pointee.locality = locality
        message.pointee.n_lb_endpoints = members.count
        message.pointee.lb_endpoints = arena.list(members)
        message.pointee.priority = group.priority
        message.pointee.load_balancing_weight = group.weight.map { self.wrap($0, arena: arena) }
        return message
    }

    private func endpoint(
        _ member: LocalityGroup.Member,
        arena: MessageArena
    ) throws -> UnsafeMutablePointer<Envoy__Config__Endpoint__V3__LbEndpoint> {
        let bytes = [UInt8](self.slab[member.bytes])
        let endpoint = try #require(envoy__config__endpoint__v3__lb_endpoint__unpack(nil, bytes.count, bytes))
        endpoint.pointee.load_balancing_weight = member.weight.map { self.wrap($0, arena: arena) }
        return endpoint
    }

    private func wrap(_ value: UInt32, arena: MessageArena) -> UnsafeMutablePointer<Google__Protobuf__UInt32Value> {
        let wrapped = arena.make(google__protobuf__uint32_value__init)
        wrapped.pointee.value = value
        return wrapped
    }

    private func free(_ endpoint: UnsafeMutablePointer<Envoy__Config__Endpoint__V3__LbEndpoint>) {
        // The arena owns the weight.
        endpoint.pointee.load_balancing_weight = nil
        envoy__config__endpoint__v3__lb_endpoint__free_unpacked(endpoint, nil)
    }
}
