public import PlateauNetworks
public import PlateauNumerics

extension ONNXFile {
  /// The network, its parameters widened exactly to double precision.
  ///
  /// Biases that are the sum of several constants, and weights that the file scales, are rounded
  /// once for each sum or product.
  ///
  /// - Throws: `FormatError` where the layers do not fit together.
  public func network() throws(FormatError) -> Network<Double> {
    try network(as: Double.self)
  }

  /// The network in a precision, its parameters rounded to nearest.
  ///
  /// Nothing of the size of the file is allocated but the parameters of the network.
  ///
  /// - Throws: `FormatError` where the layers do not fit together, or a tensor cannot be read.
  public func network<Element: Scalar>(
    as type: Element.Type
  ) throws(FormatError) -> Network<Element> {
    try network(as: type, of: try architecture())
  }

  /// The network in a precision, of the architecture that ``architecture()`` has returned.
  ///
  /// - Throws: `FormatError` where the layers do not fit together, or a tensor cannot be read.
  package func network<Element: Scalar>(
    as type: Element.Type, of architecture: Architecture
  ) throws(FormatError) -> Network<Element> {
    let count = architecture.layout.count
    guard parameters.reduce(0, { $0 + $1.count }) == count else {
      return try checked { () throws(NetworkError) in
        try Network(architecture, parameters: [])
      }
    }
    var failure: FormatError?
    let values = [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      guard var target = buffer.baseAddress else { return }
      for own in parameters {
        do throws(FormatError) {
          try own.read(into: target)
        } catch {
          failure = error
          return
        }
        target += own.count
      }
      initialized = count
    }
    if let failure { throw failure }
    return try checked { () throws(NetworkError) in
      try Network(architecture, parameters: values)
    }
  }

  /// The layers and their shapes, without any parameter.
  ///
  /// - Throws: `FormatError` where the layers do not fit together.
  public func architecture() throws(FormatError) -> Architecture {
    try checked { () throws(NetworkError) in try Architecture(input: input, layers: layers) }
  }

  /// Calls a closure with parameters of the network, widened exactly and in their order, without
  /// holding many of them.
  ///
  /// - Parameters:
  ///   - range: Which of them.
  ///   - body: Receives some of them at a time.
  /// - Throws: `FormatError` where a tensor cannot be read, or holds a number that is not finite.
  /// - Complexity: O(*range*)
  public func forEachParameter(
    in range: Range<Int>, _ body: ([Double]) -> Void
  ) throws(FormatError) {
    var start = 0
    for own in parameters {
      let part = range.clamped(to: start..<start + own.count)
      if !part.isEmpty {
        try own.forEachPart(of: part.lowerBound - start..<part.upperBound - start, body)
      }
      start += own.count
    }
  }

  private func checked<Result>(
    _ make: () throws(NetworkError) -> Result
  ) throws(FormatError) -> Result {
    do {
      return try make()
    } catch {
      let reason = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
      throw FormatError(
        .mismatch,
        "'\(name)' is no network that can be attacked: \(reason). Export a feed-forward "
          + "classifier.")
    }
  }
}
