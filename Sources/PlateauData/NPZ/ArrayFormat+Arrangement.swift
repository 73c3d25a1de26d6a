import PlateauNumerics

extension ArrayFormat {
  /// How an example of an array lies, and the shape that it has for a network.
  struct Reading: Hashable {
    let arrangement: InputArrangement
    let shape: InputShape
  }

  /// The numbers of channels that images with their channels last have: gray, color, and color with
  /// opacity.
  private static let channelsOfImages = [1, 3, 4]

  /// How examples with some sides are read.
  ///
  /// Sides of 1 may be there or not. What fits the shape of the model's own file is in that file's
  /// order, and so is a flat array; else images of the network's shape are taken with channels first
  /// or, of 1, 3 or 4 channels, last.
  ///
  /// - Parameter sides: The sides of one example.
  /// - Returns: nil where they fit nowhere, though there may be as many values: those in another
  ///   order would go unnoticed.
  func reading(of sides: [Int]) -> Reading? {
    guard let wanted = shape else { return Self.shape(of: sides).map { plain($0, sides) } }
    let count = sides.reduce(1, *)
    guard count == wanted.count else { return Self.shape(of: sides).map { plain($0, sides) } }
    let own = own ?? InputArrangement(wanted)
    let long = InputArrangement.long(sides)
    let isVector = InputArrangement.long(wanted.sides).count <= 1
    if long.count <= 1 || long == own.longSides {
      let isAsRead = own.places == nil && (sides.count == 1 || isVector)
      let shape = isAsRead ? Self.shape(of: sides) ?? wanted : wanted
      return Reading(arrangement: own.with(sides: sides), shape: shape)
    }
    let (channels, height, width) = (wanted.channels, wanted.height, wanted.width)
    if long == InputArrangement.long([channels, height, width]) { return plain(wanted, sides) }
    if Self.channelsOfImages.contains(channels),
      long == InputArrangement.long([height, width, channels])
    {
      return Reading(
        arrangement: InputArrangement(channelsLast: wanted, sides: sides), shape: wanted)
    }
    // A model of vectors says nothing of sides.
    guard isVector, own.places == nil, own.longSides.count <= 1 else { return nil }
    return plain(Self.shape(of: sides) ?? wanted, sides)
  }

  private func plain(_ shape: InputShape, _ sides: [Int]) -> Reading {
    Reading(arrangement: InputArrangement(sides: sides), shape: shape)
  }

  /// The shape that sides have by themselves; nil for more than three.
  private static func shape(of sides: [Int]) -> InputShape? {
    switch sides.count {
    case 1: .vector(sides[0])
    case 2: InputShape(channels: 1, height: sides[0], width: sides[1])
    case 3: InputShape(channels: sides[0], height: sides[1], width: sides[2])
    default: nil
    }
  }

  /// The shapes of arrays that are taken, in words: that of the file first.
  var shapesText: String {
    guard let shape else { return "[examples, …]" }
    let network = "[examples, \(Self.text(shape.sides))]"
    guard let own, own.longSides != InputArrangement.long(shape.sides) else {
      return "\(network) is needed"
    }
    return "[examples, \(Self.text(own.sides))], as its file has it, or \(network) is needed"
  }

  private static func text(_ sides: [Int]) -> String {
    sides.map(String.init).joined(separator: ", ")
  }
}
