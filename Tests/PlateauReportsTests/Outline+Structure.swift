import Testing

extension Outline {
  /// Expects that elements are nested, that no name is there twice, and that no level of headings is
  /// left out.
  func expectWellFormed(sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(problems.isEmpty, sourceLocation: sourceLocation)
    #expect(Set(ids).count == ids.count, sourceLocation: sourceLocation)
    for (before, after) in zip(headings, headings.dropFirst()) {
      #expect(after <= before + 1, sourceLocation: sourceLocation)
    }
  }
}
