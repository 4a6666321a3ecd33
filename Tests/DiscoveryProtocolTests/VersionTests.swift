import DiscoveryProtocol
import Testing

@Suite("Versions and nonces")
struct VersionTests {
    @Test(
        "XP-V8: a version is 16 lower-case hexadecimal digits, never empty",
        arguments: [
            (0, "0000000000000000"), (1, "0000000000000001"), (0xdead_beef, "00000000deadbeef"),
            (UInt64.max, "ffffffffffffffff"),
        ] as [(UInt64, String)]
    )
    func text(value: UInt64, text: String) {
        #expect(ContentVersion(value).description == text)
        #expect(ContentVersion(parsing: text) == ContentVersion(value))
    }

    @Test(
        "XP-D4: a text that this server did not write is not parsed as a version",
        arguments: [
            "", "1", "v1", "000000000000000G", "00000000DEADBEEF", "00000000000000001", "+000000000000001",
            "０００００００００００００００１",
        ]
    )
    func foreignText(text: String) {
        #expect(ContentVersion(parsing: text) == nil)
    }

    @Test("XP-V2, X-133: the digest does not depend on the order of the pairs")
    func order() {
        let pairs = (0..<200).map { NamedVersion(name: "cluster-\($0)", version: ContentVersion($0 * 7)) }
        var changed = VersionDigest(pairs.reversed())
        changed.remove(name: "cluster-9", version: ContentVersion(63))
        #expect(changed != VersionDigest(pairs))
        changed.insert(name: "cluster-9", version: ContentVersion(63))
        #expect(changed == VersionDigest(pairs))
    }

    @Test("X-133: the digest is the same in every build, because a change would make every client look new")
    func golden() {
        let pairs = [
            NamedVersion(name: "a", version: ContentVersion(1)), NamedVersion(name: "b", version: ContentVersion(2)),
        ]
        #expect(VersionDigest(pairs).version.description == "827b2ba47f7005c0")
        #expect(VersionDigest().version.description == "0000000000000000")
    }

    @Test("XP-V2: swapping the versions of two names changes the digest")
    func swap() {
        let one = VersionDigest([
            NamedVersion(name: "a", version: ContentVersion(1)), NamedVersion(name: "b", version: ContentVersion(2)),
        ])
        let two = VersionDigest([
            NamedVersion(name: "a", version: ContentVersion(2)), NamedVersion(name: "b", version: ContentVersion(1)),
        ])
        #expect(one != two)
    }

    @Test("XP-V7: a rollback to older content restores the older version")
    func rollback() {
        var driver = SotwDriver(["a": 1])
        let first = driver.send(["a"]).responses[0].versionInfo
        _ = driver.send(["a"])
        driver.catalog.versions["a"] = 2
        let second = driver.subscription.catalogChanged(.all, in: driver.catalog)[0]
        _ = driver.send(["a"], nonce: second.nonce)
        driver.catalog.versions["a"] = 1
        let third = driver.subscription.catalogChanged(.all, in: driver.catalog)[0]
        #expect(second.versionInfo != first)
        #expect(third.versionInfo == first)
    }

    @Test("XP-V2: two replicas that reach the same content in different ways have the same version_info")
    func replicas() {
        var one = SotwDriver(["a": 1, "b": 2, "c": 3])
        let direct = one.send(["c", "a", "b", "missing"]).responses.last?.versionInfo
        var two = SotwDriver(["a": 9, "c": 3])
        two.settle(["a", "b", "x"])
        _ = two.change(["a": 1, "b": 2])
        let detour = two.send(["b", "c", "a"]).responses.last?.versionInfo
        #expect(direct == detour)
        #expect(direct == one.catalog.digest)
    }

    @Test("XP-V3: version_info covers what was sent, not what is still queued")
    func atomic() {
        var driver = SotwDriver(["a": 1, "b": 1])
        _ = driver.send(["a"])
        #expect(driver.change(["a": 2]) == [])
        let before = driver.subscription.versionInfo
        #expect(before == VersionDigest([NamedVersion(name: "a", version: ContentVersion(1))]).version)
    }

    @Test("XP-V1: nonces are unique and start with the stream's prefix")
    func nonces() {
        var sequence = NonceSequence(prefix: "5f2a")
        let nonces = (0..<1000).map { _ in sequence.next() }
        #expect(Set(nonces).count == 1000)
        #expect(nonces[0] == "5f2a-1")
        #expect(sequence.ordinal(of: "5f2a-1000") == 1000)
    }

    @Test(
        "XP-V1: only issued nonces are recognized",
        arguments: [
            "", "5f2a", "5f2a-", "5f2a-0", "5f2a-4", "5f2a-01", "5f2a-+1", "5f2a_1", "5f2b-1", "1",
            "5f2a-99999999999999999999999",
        ]
    )
    func foreignNonce(nonce: String) {
        var sequence = NonceSequence(prefix: "5f2a")
        for _ in 0..<3 { _ = sequence.next() }
        #expect(sequence.ordinal(of: nonce) == nil)
    }
}
