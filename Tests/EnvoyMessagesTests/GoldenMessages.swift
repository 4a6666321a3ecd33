/// Messages packed by Google's own implementation (Python, deterministic) from Envoy's full definitions.
enum GoldenMessages {
    /// A request with error detail, and a node that has metadata, a build version and three extensions.
    static let discoveryRequest = bytes(
        """
        0a017612cc010a1c736964656361727e31302e302e302e317e702e6e737e6e732e7376631201631a480a120a074e4554574f524b12071a05\
        6e65742d310a0f0a016c120a32080a0220010a0208000a0e0a016e12091100000000000000400a110a016f120c2a0a0a080a016b12031a01\
        7622080a0265751a0272313205656e766f7942240a0408011028121c0a1a0a0b73736c2e76657273696f6e120b1a09426f72696e6753534c\
        4a0c0a04657874301201633201754a0c0a04657874311201633201754a0c0a04657874321201633201751a01611a01622201742a016e3207\
        08031203626164
        """
    )

    /// A delta request with the same node.
    static let deltaDiscoveryRequest = bytes(
        """
        0acc010a1c736964656361727e31302e302e302e317e702e6e737e6e732e7376631201631a480a120a074e4554574f524b12071a056e6574\
        2d310a0f0a016c120a32080a0220010a0208000a0e0a016e12091100000000000000400a110a016f120c2a0a0a080a016b12031a01762208\
        0a0265751a0272313205656e766f7942240a0408011028121c0a1a0a0b73736c2e76657273696f6e120b1a09426f72696e6753534c4a0c0a\
        04657874301201633201754a0c0a04657874311201633201754a0c0a04657874321201633201751201741a01612201622201632a060a0161\
        1201312a060a017a12013232016e
        """
    )

    /// A response with one assignment that has no endpoints.
    static let discoveryResponse = bytes(
        """
        0a02763112490a42747970652e676f6f676c65617069732e636f6d2f656e766f792e636f6e6669672e656e64706f696e742e76332e436c75\
        737465724c6f616441737369676e6d656e7412030a01632242747970652e676f6f676c65617069732e636f6d2f656e766f792e636f6e6669\
        672e656e64706f696e742e76332e436c75737465724c6f616441737369676e6d656e742a026e3132050a03656473
        """
    )

    /// An assignment with every kind of address, metadata, a policy and an empty locality.
    static let assignment = bytes(
        """
        0a226f7574626f756e647c38307c7c612e622e7376632e636c75737465722e6c6f63616c12b0020a0a0a026575120465752d3112e0010a25\
        0a0f0a0d120831302e302e302e3118903f1a0168220f0a0d0a0b1207666430303a3a31180010011aaf010a340a1c656e766f792e7472616e\
        73706f72745f736f636b65745f6d6174636812140a120a07746c734d6f646512071a05697374696f0a770a05697374696f126e0a100a0362\
        69671209113029881a564330440a2f0a046c697374122732250a0911000000000000f03f0a0220010a0208000a031a01780a0b2a090a070a\
        0161120232000a0e0a016e120911000000000000f83f0a190a08776f726b6c6f6164120d1a0b773b6e733b633b76313b6b22030880011228\
        0a240a221a200a11636f6e6e6563745f6f726967696e617465120b31302e302e302e393a38301003120e0a0c0a0a12080a062f72756e2f78\
        1a0308ac02280112020a00220f1a03088c01220808011080cab5ee01
        """
    )

    /// The same assignment as JSON of Google's implementation; only `1.0` is written `1`.
    static let assignmentJSON = """
        {"clusterName": "outbound|80||a.b.svc.cluster.local", "endpoints": [{"lbEndpoints": [{"endpoint": \
        {"additionalAddresses": [{"address": {"socketAddress": {"address": "fd00::1", "portValue": 0}}}], "address": \
        {"socketAddress": {"address": "10.0.0.1", "portValue": 8080}}, "hostname": "h"}, "healthStatus": "HEALTHY", \
        "loadBalancingWeight": 128, "metadata": {"filterMetadata": {"envoy.transport_socket_match": {"tlsMode": \
        "istio"}, "istio": {"big": 3e+20, "list": [1, true, null, "x", {"a": []}], "n": 1.5, "workload": \
        "w;ns;c;v1;k"}}}}, {"endpoint": {"address": {"envoyInternalAddress": {"endpointId": "10.0.0.9:80", \
        "serverListenerName": "connect_originate"}}}, "healthStatus": "DRAINING"}, {"endpoint": {"address": {"pipe": \
        {"path": "/run/x"}}}}], "loadBalancingWeight": 300, "locality": {"region": "eu", "zone": "eu-1"}, \
        "priority": 1}, {"locality": {}}], "policy": {"endpointStaleAfter": "1.500s", "overprovisioningFactor": 140}}
        """

    private static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal.utf8).map { $0 < 0x3a ? $0 - 0x30 : $0 - 0x61 + 10 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
