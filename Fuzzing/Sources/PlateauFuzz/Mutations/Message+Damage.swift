import Plateau

extension Message {
  /// Damages one part of the tree, at any depth.
  ///
  /// - Parameters:
  ///   - mutator: Chooses, and damages bytes.
  ///   - donor: A message whose fields are taken over.
  mutating func damage(_ mutator: inout Mutator, donor: Message?) {
    guard !fields.isEmpty else { return }
    let place = mutator.generator.below(fields.count)
    // Mostly deeper, where fields are many and shallow ones few.
    if case .message(var inner) = fields[place].value, mutator.generator.below(8) > 0 {
      inner.damage(&mutator, donor: donor?.inner(like: fields[place], &mutator))
      fields[place].value = .message(inner)
      return
    }
    switch mutator.generator.below(10) {
    case 0: fields.remove(at: place)
    case 1: fields.insert(fields[place], at: mutator.generator.below(fields.count + 1))
    case 2: fields.swapAt(place, mutator.generator.below(fields.count))
    case 3: fields[place].number = UInt64(1 + mutator.generator.below(32))
    case 4:
      if let field = donor?.fields.randomElement(using: &mutator.generator) {
        fields.insert(field, at: place)
      }
    case 5:
      fields.insert(
        Field(
          number: UInt64(1 + mutator.generator.below(32)),
          value: .varint(Integers.any(&mutator.generator))), at: place)
    default: fields[place].value = Self.damaged(fields[place].value, &mutator)
    }
  }

  private static func damaged(_ value: Value, _ mutator: inout Mutator) -> Value {
    switch value {
    case .varint: return .varint(Integers.any(&mutator.generator))
    case .fixed(var bytes):
      let count = bytes.count
      mutator.damage(&bytes)
      return .fixed(Array((bytes + Array(repeating: 0, count: count)).prefix(count)))
    case .bytes(var bytes):
      mutator.damage(&bytes)
      return .bytes(bytes)
    case .message(let message):
      var bytes = message.encoded
      mutator.damage(&bytes)
      return .bytes(bytes)
    }
  }

  /// A message under the same number.
  private func inner(like field: Field, _ mutator: inout Mutator) -> Message? {
    let inner = fields.compactMap { other -> Message? in
      guard other.number == field.number, case .message(let message) = other.value else {
        return nil
      }
      return message
    }
    return inner.randomElement(using: &mutator.generator)
  }
}
