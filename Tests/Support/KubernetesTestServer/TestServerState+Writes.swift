import MeshSources

extension TestServerState {
    /// Performs a write and returns its response.
    mutating func write(_ request: TestRequest) -> TestAnswer {
        let segments = request.path.split(separator: "/").map(String.init)
        if request.verb == .create, let answer = account(request, segments) { return answer }
        guard let resource = TestResource.writable.first(where: { $0.plural == request.resource }) else {
            return .whole(status: 404, body: "404 page not found\n", isJSON: false)
        }
        if request.verb == .delete { return delete(segments.last ?? "", resource, in: request.namespace) }
        let document = try? ManifestDocument.json(request.body, file: "request")
        guard var object = try? document.map({ try TestJSON(ManifestValue(root: $0)) }),
            object["metadata"]?["name"]?.text != nil
        else {
            return .status(400, "BadRequest", "the body is no object")
        }
        object["kind"] = .string(resource.kind)
        do {
            let isNew = Self.name(of: object).map { objects[resource.plural]?[$0] == nil } ?? true
            guard isNew == (request.verb == .create) else {
                return .status(isNew ? 404 : 409, isNew ? "NotFound" : "AlreadyExists", "\(resource.plural)")
            }
            try put(object)
            return .whole(status: isNew ? 201 : 200, body: object.line)
        } catch {
            return .status(400, "BadRequest", "\(error)")
        }
    }

    /// Responds to a new ServiceAccount, which is permitted nothing, or to the request for its token; nil for others.
    private mutating func account(_ request: TestRequest, _ segments: [String]) -> TestAnswer? {
        switch request.resource {
        case "serviceaccounts": return .whole(status: 201, body: String(decoding: request.body, as: UTF8.self))
        case "token":
            let token = "token-of-\(segments.dropLast().last ?? "")"
            unprivileged.insert("Bearer \(token)")
            let answer: TestJSON = ["kind": "TokenRequest", "status": ["token": .string(token)]]
            return .whole(status: 201, body: answer.line)
        default: return nil
        }
    }

    private mutating func delete(_ name: String, _ resource: TestResource, in namespace: String) -> TestAnswer {
        let isNamespace = resource.kind == "Namespace"
        let object = ObjectName(namespace: isNamespace ? "" : namespace, name: name)
        guard objects[resource.plural]?[object] != nil else { return .status(404, "NotFound", "\(object)") }
        if isNamespace {
            for (plural, stored) in objects {
                for other in stored.keys.sorted() where other.namespace == name { delete(plural, other) }
            }
        }
        delete(resource.plural, object)
        return .whole(status: 200, body: "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}")
    }
}

extension TestResource {
    /// The kinds that can be written by requests.
    static let writable = all.filter { $0.plural != definition.plural }
}
