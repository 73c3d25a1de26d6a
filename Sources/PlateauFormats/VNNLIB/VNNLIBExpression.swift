/// A word, or a list of expressions in parentheses, and where it begins.
struct VNNLIBExpression {
  enum Content {
    case word(ArraySlice<UInt8>)
    case list([VNNLIBExpression])
  }

  let content: Content
  /// The offset of its first byte.
  let offset: Int

  /// The word that it is.
  var word: ArraySlice<UInt8>? { if case .word(let word) = content { word } else { nil } }

  /// The expressions of the list that it is.
  var list: [VNNLIBExpression]? { if case .list(let list) = content { list } else { nil } }

  /// Whether it is a word.
  func isWord(_ text: String) -> Bool { word?.elementsEqual(text.utf8) ?? false }

  /// The name that the list begins with.
  var head: String? {
    guard let first = list?.first?.word else { return nil }
    return String(decoding: first.prefix(32), as: UTF8.self)
  }
}
