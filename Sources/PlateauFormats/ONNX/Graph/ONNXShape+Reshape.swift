extension ONNXShape {
  /// The shape of the value in other sides; nil where they would not keep examples apart.
  ///
  /// Of the target −1 stands for what remains, 0 for the side that was there, nil for the size of
  /// the batch.
  func reshaped(to target: [Int?]) -> ONNXShape? {
    let features = features
    guard let first = target.first else { return nil }
    if target.count == 1 {
      let isWhole = first == -1 || first == features || first == 0 && sides == [features]
      return batch == 1 && isWhole ? .vector(features) : nil
    }
    // A zero stands for the side that was in its place; of one that is open nothing is known.
    var known = target.enumerated().map { index, side -> Int? in
      guard side == 0 else { return side }
      return sides.indices.contains(index) ? sides[index] : nil
    }
    let keepsBatch = (first == 0 || first == nil) && form == .rows && known[0] == nil
    guard known.dropFirst().allSatisfy({ $0 != nil }), keepsBatch || known[0] != nil else {
      return nil
    }
    // In floating point, since the product of eight sides can exceed every integer.
    let product = known.dropFirst().reduce(1.0) { $0 * Double($1 ?? 1).magnitude }
    if let rest = known.dropFirst().firstIndex(of: -1) {
      guard product > 0, product <= Double(features), features % Int(product) == 0 else {
        return nil
      }
      known[rest] = features / Int(product)
    } else if product != Double(features) {
      return nil
    }
    // What remains for the first side is the batch: whatever it is in the input, or just that.
    guard keepsBatch || first == -1 || batch == nil || known[0] == batch else { return nil }
    known[0] = keepsBatch || first == -1 ? batch : known[0]
    return ONNXShape(form: .rows, sides: known)
  }
}
