/// A stream that is notified of mesh changes.
protocol MeshSubscriber: AnyObject {
    /// Called when the mesh changed.
    func meshChanged(to state: ServedState)
}
