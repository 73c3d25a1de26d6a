/// Names that were probably meant where a path leads nowhere.
package enum NearbyNames {
  /// The names of a list that are like another, the nearest first; at most four.
  package static func several(like name: String, among names: [String]) -> [String] {
    var rest = names
    var found: [String] = []
    while found.count < 4, let next = closest(to: name, among: rest) {
      found.append(next)
      rest.removeAll { $0 == next }
    }
    return found
  }

  /// The name of a list that is most like another; nil where none is.
  ///
  /// Names that differ in capitals, in marks or in their extension are alike, and so are those of
  /// which one letter in four differs.
  package static func closest(to name: String, among names: [String]) -> String? {
    let (stem, suffix) = parts(name)
    guard !stem.isEmpty else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in names where candidate != name {
      let found = parts(candidate)
      let distance = found.stem == stem ? 0 : self.distance(stem, found.stem)
      let allowed = found.suffix == suffix ? min(stem.count, found.stem.count) / 4 : 0
      guard distance <= allowed, distance < best?.distance ?? .max else { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  /// The path of something in the same folder that was probably meant.
  static func path(like path: String) -> String? {
    let folder = FilePathText.folder(of: path)
    guard FileBytes.isFolder(folder), let names = try? Folder.names(in: folder) else { return nil }
    let visible = names.filter { !$0.hasPrefix(".") }
    return closest(to: FilePathText.name(of: path), among: visible).map {
      path.contains("/") ? FilePathText.joined(folder, $0) : $0
    }
  }

  /// A name in small letters and without marks, and its extension.
  private static func parts(_ name: String) -> (stem: [Character], suffix: String) {
    let lowered = name.lowercased()
    guard let dot = lowered.lastIndex(of: "."), dot > lowered.startIndex else {
      return (lowered.filter { !"-_. ".contains($0) }.map(\.self), "")
    }
    return (lowered[..<dot].filter { !"-_. ".contains($0) }.map(\.self), String(lowered[dot...]))
  }

  /// The least number of letters to insert, remove, change, or exchange with their neighbor.
  static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var before: [Int] = []
    var last = Array(0...second.count)
    for (row, letter) in first.enumerated() {
      var next = [row + 1]
      for (column, other) in second.enumerated() {
        var least = min(last[column + 1], next[column]) + 1
        least = min(least, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
          least = min(least, before[column - 1] + 1)
        }
        next.append(least)
      }
      (before, last) = (last, next)
    }
    return last[second.count]
  }
}
