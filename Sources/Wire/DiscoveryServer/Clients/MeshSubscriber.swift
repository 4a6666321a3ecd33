/// A stream that is notified of mesh changes.
protocol MeshSubscriber: AnyObject {
    /// Called when the mesh changed.
    func meshChanged(to state: ServedState)

    /// Sends all subscribed names again, although they did not change.
    ///
    /// - Parameter node: the node id of the client; nil for any.
    func pushAgain(to node: String?)
}

extension MeshSubscriber {
    func pushAgain(to node: String?) {}
}
