public import MeshModel

extension SourceFile {
    /// Returns the first document of the file as an untyped value, or `nil` without one.
    ///
    /// - Throws: ``InputError`` with the place of the error.
    public func firstValue(limits: ReadingLimits = ReadingLimits()) throws(InputError) -> MetadataValue? {
        try firstDocument(limits: limits) { (value) throws(InputError) in try value.metadata() }
    }
}
