extension ONNXFile {
  /// The number of draws that is asked for.
  static func drawCount(of part: ONNXPart, _ name: String) throws(FormatError) -> Int {
    let count = part.draws ?? RandomDraws.standardCount
    guard (1...RandomDraws.largestCount).contains(count) else {
      throw FormatError(
        .mismatch,
        "'\(name)' cannot be read with \(count) draws; 1 to \(RandomDraws.largestCount) are possible. Give "
          + "another number.")
    }
    return count
  }

  /// What is drawn for a graph; nil where nothing is random.
  ///
  /// - Throws: `FormatError` where draws are asked for of a graph that has none.
  static func draws(
    of graph: ONNXGraph, _ part: ONNXPart, _ name: String
  ) throws(FormatError) -> RandomDraws? {
    guard graph.drawing.isEmpty else {
      return RandomDraws(
        count: try drawCount(of: part, name), seed: part.drawSeed ?? 0, nodes: graph.drawing)
    }
    guard part.draws == nil, part.drawSeed == nil else {
      throw FormatError(
        .mismatch,
        "'\(name)' draws no numbers at random. Leave out --draws and --draw-seed.")
    }
    return nil
  }

  /// The most parameters of a network that has some of its layers once for each draw.
  private static let mostParameters = 1 << 28

  /// Checks that the layers of all draws fit into memory.
  static func check(
    _ parameters: [ONNXParameters], of draws: RandomDraws?, _ name: String
  ) throws(FormatError) {
    guard let draws, draws.count > 1 else { return }
    let count = parameters.reduce(0) { $0 + $1.count }
    guard count <= mostParameters else {
      throw FormatError(
        .unsupported,
        "'\(name)' takes \(count) parameters for \(draws.count) draws, since what follows its random nodes is "
          + "there once for each; at most \(mostParameters) are read. Give fewer with --draws.")
    }
  }
}
