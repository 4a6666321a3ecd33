extension TestServerState {
    /// Records a request and responds to it, with the fault that waits for it if there is one.
    mutating func answer(_ request: TestRequest) -> TestAnswer {
        requests.append(request)
        defer { wake(request) }
        if let authorizations, !authorizations.contains(request.authorization ?? "") {
            return .status(401, "Unauthorized", "Unauthorized")
        }
        guard let place = fault(for: request) else { return right(request) }
        faults[place].times -= 1
        let fault = faults[place].fault
        if faults[place].times == 0 { faults.remove(at: place) }
        return wrong(fault, request)
    }

    private func fault(for request: TestRequest) -> Int? {
        faults.firstIndex { waiting in
            (waiting.resource == nil || waiting.resource == request.resource)
                && (waiting.verbs.isEmpty || waiting.verbs.contains(request.verb))
        }
    }

    private mutating func wrong(_ fault: TestFault, _ request: TestRequest) -> TestAnswer {
        switch fault {
        case .status(let code, let reason, let message, let retryAfter):
            return .status(code, reason, message, retryAfter: retryAfter)
        case .body(let body, let status): return .whole(status: status, body: body)
        case .close: return .close
        case .hang: return .hang
        case .huge(let bytes): return .huge(bytes: bytes)
        case .endlessPages(let repeatsToken): return endlessPage(request, repeatsToken)
        case .watchLines(let lines):
            let watcher = watcher(request, from: .max, isSilent: true)
            for line in lines { watcher.send(line) }
            return .watch(watcher)
        case .trickle(let bytes, let pause):
            guard case .whole(_, _, let body, _) = right(request) else { return .close }
            return .trickle(body: body, bytes: bytes, milliseconds: pause)
        case .truncated:
            guard case .whole(_, _, let body, _) = right(request) else { return .close }
            return .truncated(body: body)
        }
    }

    private mutating func right(_ request: TestRequest) -> TestAnswer {
        if request.verb == .ready { return readiness }
        if [.create, .replace, .delete].contains(request.verb) { return write(request) }
        guard request.verb != .discovery else { return discovery(request) }
        guard let resource = served.first(where: { $0.plural == request.resource }),
            resource.versions.contains(request.version)
        else { return .whole(status: 404, body: "404 page not found\n", isJSON: false) }
        let isPrivileged = request.authorization.map { !unprivileged.contains($0) } ?? true
        guard isPrivileged, !forbidden.contains(resource.plural), !unfinished.contains(.permissions) else {
            let group = resource.group.isEmpty ? "" : ".\(resource.group)"
            let message =
                "\(resource.plural)\(group) is forbidden: User \"reader\" cannot list resource \"\(resource.plural)\""
            return .status(403, "Forbidden", message)
        }
        switch request.verb {
        case .list, .nextPage, .verification: return list(request, resource)
        case .streamingList:
            guard streamsLists else {
                let message =
                    "sendInitialEvents: Forbidden: sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled"
                return .status(422, "Invalid", message)
            }
            return watch(request)
        default: return watch(request)
        }
    }

    private mutating func wake(_ request: TestRequest) {
        for place in waiters.indices.reversed() where waiters[place].matches(request) {
            waiters[place].count -= 1
            if waiters[place].count == 0 { waiters.remove(at: place).resume() }
        }
    }
}
