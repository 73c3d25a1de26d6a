/// A page taken apart far enough to check its structure: what opens, closes and is named.
struct Outline {
  private(set) var ids: [String] = []
  /// The levels of the headings, in order.
  private(set) var headings: [Int] = []
  /// The values of `href`.
  private(set) var links: [String] = []
  /// The values of `src`.
  private(set) var sources: [String] = []
  /// The classes of all elements.
  private(set) var classes: Set<String> = []
  /// The names of all elements.
  private(set) var elements: Set<String> = []
  /// What is wrong with the nesting.
  private(set) var problems: [String] = []

  private static let void: Set<String> = ["meta", "link", "br", "hr"]

  init(_ html: String) {
    var open: [String] = []
    for piece in html.split(separator: "<").dropFirst() {
      guard let end = piece.firstIndex(of: ">") else {
        problems.append("<\(piece.prefix(20)) has no end")
        continue
      }
      let tag = piece[..<end]
      if tag.hasPrefix("!") { continue }
      if tag.hasPrefix("/") {
        let name = String(tag.dropFirst())
        if open.popLast() != name { problems.append("</\(name)> closes nothing") }
        continue
      }
      let name = String(tag.prefix { $0 != " " && $0 != "/" })
      elements.insert(name)
      if !tag.hasSuffix("/") && !Self.void.contains(name) { open.append(name) }
      read(tag, name)
    }
    if !open.isEmpty { problems.append("\(open) stay open") }
  }

  private mutating func read(_ tag: Substring, _ name: String) {
    if let level = Int(name.dropFirst()), name.hasPrefix("h") { headings.append(level) }
    ids += Self.values(of: "id", in: tag)
    links += Self.values(of: "href", in: tag)
    for value in Self.values(of: "class", in: tag) {
      classes.formUnion(value.split(separator: " ").map(String.init))
    }
    sources += Self.values(of: "src", in: tag)
  }

  private static func values(of attribute: String, in tag: Substring) -> [String] {
    let mark = " \(attribute)=\""
    guard let start = tag.firstRange(of: mark)?.upperBound else { return [] }
    return [String(tag[start...].prefix { $0 != "\"" })]
  }
}
