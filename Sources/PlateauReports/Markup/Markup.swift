/// A piece of HTML or SVG.
///
/// Text becomes markup only by being escaped: a literal, an interpolation and ``init(_:)`` are all
/// text. Tags come from `element`, `void` and `shape`, whose names are literals.
package struct Markup: Sendable, Hashable, ExpressibleByStringInterpolation {
  /// The source, ready to be written.
  package private(set) var source: String

  /// Markup of a text: characters with a meaning in HTML become entities, and control characters,
  /// which no HTML may hold, the replacement character.
  package init(_ text: String) {
    source = ""
    source.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": source += "&amp;"
      case "<": source += "&lt;"
      case ">": source += "&gt;"
      case "\"": source += "&quot;"
      case "'": source += "&#39;"
      case "\n", "\t": source.unicodeScalars.append(scalar)
      case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}": source.unicodeScalars.append("\u{FFFD}")
      default: source.unicodeScalars.append(scalar)
      }
    }
  }

  package init(stringLiteral text: String) {
    self.init(text)
  }

  /// Markup that is written in this program and needs no escaping, such as a style sheet.
  init(verbatim source: StaticString) {
    self.source = "\(source)"
  }

  /// Pieces, one after the other.
  init(joining pieces: some Sequence<Markup>) {
    source = pieces.map(\.source).joined()
  }

  fileprivate init(tag: String) {
    source = tag
  }

  static let empty = Markup("")
}

// MARK: - Elements

/// The attributes of an element, in order; those that are nil are left out.
typealias Attributes = KeyValuePairs<StaticString, String?>

/// An element with its content.
func element(
  _ name: StaticString, _ attributes: Attributes = [:], @MarkupBuilder content: () -> Markup
) -> Markup {
  let end = endsLine(name) ? "\n" : ""
  return Markup(tag: "<\(name)\(text(of: attributes))>\(content().source)</\(name)>\(end)")
}

/// An element of HTML that has no content and no end, such as `meta`.
func void(_ name: StaticString, _ attributes: Attributes = [:]) -> Markup {
  Markup(tag: "<\(name)\(text(of: attributes))>\n")
}

/// An element of SVG without content.
func shape(_ name: StaticString, _ attributes: Attributes) -> Markup {
  Markup(tag: "<\(name)\(text(of: attributes))/>\n")
}

private func text(of attributes: Attributes) -> String {
  attributes.reduce(into: "") { text, attribute in
    guard let value = attribute.value else { return }
    text += " \(attribute.key)=\"\(Markup(value).source)\""
  }
}

/// Whether the source breaks its line after an element: where white space means nothing.
private func endsLine(_ name: StaticString) -> Bool {
  !["a", "abbr", "b", "code", "em", "i", "span", "strong", "tspan"].contains("\(name)")
}
