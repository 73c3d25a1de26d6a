// An array itself goes where a pointer is asked for, for the time of the call: `pass.hold(parameters)`.
// What follows is for what that does not say.
extension Array {
  /// Lends the elements from an index on where they lie, for the time of a call.
  ///
  /// - Precondition: the index is at most the count; behind the last element nothing may be read.
  package func lend<Result>(
    from index: Int = 0, _ body: (UnsafePointer<Element>) -> Result
  ) -> Result {
    precondition(index >= 0 && index <= count, "nothing lies outside the array")
    func shifted(_ first: UnsafePointer<Element>) -> Result { body(first + index) }
    return shifted(self)
  }

  /// Makes an array in whose memory a closure initializes every element; of none it is not called.
  package init(filling count: Int, _ body: (UnsafeMutablePointer<Element>) -> Void) {
    self.init(unsafeUninitializedCapacity: count) { memory, initialized in
      if count > 0, let first = memory.baseAddress { body(first) }
      initialized = count
    }
  }
}

extension Matrix {
  /// Lends the rows from an index on where they lie, for the time of a call.
  ///
  /// - Precondition: the index is at most the number of rows; behind the last one nothing may be
  ///   read.
  package func lend<Result>(
    from row: Int = 0, _ body: (UnsafePointer<Element>) -> Result
  ) -> Result {
    elements.lend(from: row * columns, body)
  }
}
