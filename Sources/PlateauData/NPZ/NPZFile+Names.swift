extension NPZFile {
  /// The names of inputs and labels among the arrays.
  struct Names {
    let inputs: String
    let labels: String
    /// What was assumed to find them, in a sentence; nil where they are named.
    let note: String?
  }

  /// The names of inputs and labels that `numpy.savez(file, x, y)` wrote, which gives no names.
  ///
  /// One array must have the shape of inputs and the other that of as many labels, and not the other
  /// way round as well.
  ///
  /// - Returns: The names; nil where arrays have names of their own.
  /// - Throws: `DataError` where there are others than two arrays, or they could be either.
  func positionalNames() throws(DataError) -> Names? {
    guard !names.isEmpty, names.allSatisfy({ $0.hasPrefix("arr_") && Int($0.dropFirst(4)) != nil })
    else { return nil }
    var found: [(inputs: String, labels: String)] = []
    if names.count == 2 {
      let shapes = try [array(names[0]).shape, array(names[1]).shape]
      for (first, second) in [(0, 1), (1, 0)] where Self.fit(shapes[first], labels: shapes[second])
      {
        found.append((names[first], names[second]))
      }
    }
    guard found.count == 1 else {
      throw DataError(
        .mismatch,
        "'\(name)' has arrays without names, \(namesForMessage), and nothing says which are inputs "
          + "and which labels. Save them with their names: \(Self.saving(name)).")
    }
    return Names(
      inputs: found[0].inputs, labels: found[0].labels,
      note: "arrays of '\(name)' have no names: '\(found[0].inputs)' was read as x, and "
        + "'\(found[0].labels)' as y.")
  }

  /// Whether arrays of these shapes can be inputs and their labels.
  private static func fit(_ inputs: [Int], labels: [Int]) -> Bool {
    guard (2...4).contains(inputs.count), inputs[0] == labels.first else { return false }
    switch labels.count {
    case 1: return true
    // A column, or a 1 in each row.
    case 2: return labels[1] == 1 && inputs != labels || inputs.count > 2
    default: return false
    }
  }

  /// The error of inputs or labels that are not there.
  func lacks(_ array: String, inputs: String, labels: String) -> DataError {
    DataError(
      .mismatch,
      "'\(name)' has no array '\(array)'; it has \(namesForMessage). Save inputs as '\(inputs)' and "
        + "labels as '\(labels)': \(Self.saving(name, inputs, labels)).")
  }

  /// How to save inputs and labels so that they are found.
  static func saving(_ path: String, _ inputs: String = "x", _ labels: String = "y") -> String {
    "np.savez('\(FilePathText.name(of: path))', \(inputs)=x, \(labels)=y)"
  }
}
