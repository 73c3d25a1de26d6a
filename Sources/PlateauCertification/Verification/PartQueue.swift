/// A part of a problem that waits to be split.
protocol WaitingPart {
  /// What orders parts: of the lowest is known least.
  var bound: Double { get }
  /// How often it was split.
  var depth: Int { get }
  /// The bytes that it takes, nearly.
  var bytes: Int { get }
}

extension Subproblem: WaitingPart {
  var depth: Int { splits.count }
}

/// Parts to split, in a fixed order: those with the lowest bounds first, or the deepest.
struct PartQueue<Part: WaitingPart> {
  private struct Entry {
    let key: Double
    let number: Int
    let part: Part

    func precedes(_ other: Entry) -> Bool {
      key != other.key ? key < other.key : number < other.number
    }
  }

  private var entries: [Entry] = []
  private var next = 0
  /// The bytes that they take, nearly.
  private(set) var bytes = 0
  /// Whether the deepest are first, so that few are left behind.
  private(set) var isDeepestFirst = false

  var isEmpty: Bool { entries.isEmpty }
  var count: Int { entries.count }
  /// The lowest bound, unless the deepest are first; ∞ where there is none.
  var lowest: Double { entries.first?.part.bound ?? .infinity }
  var all: [Part] { entries.map(\.part) }

  /// Takes the deepest first from now on.
  mutating func preferDeepest() {
    guard !isDeepestFirst else { return }
    isDeepestFirst = true
    let old = entries
    entries = []
    bytes = 0
    for entry in old { push(entry.part) }
  }

  mutating func push(_ part: Part) {
    let key = isDeepestFirst ? -Double(part.depth) : part.bound
    entries.append(Entry(key: key, number: next, part: part))
    next += 1
    bytes += part.bytes
    var index = entries.count - 1
    while index > 0, entries[index].precedes(entries[(index - 1) / 2]) {
      entries.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func pop() -> Part? {
    guard let first = entries.first else { return nil }
    bytes -= first.part.bytes
    let last = entries.removeLast()
    guard !entries.isEmpty else { return first.part }
    entries[0] = last
    var index = 0
    while true {
      let children = [2 * index + 1, 2 * index + 2].filter { $0 < entries.count }
      guard let least = children.min(by: { entries[$0].precedes(entries[$1]) }),
        entries[least].precedes(entries[index])
      else { break }
      entries.swapAt(index, least)
      index = least
    }
    return first.part
  }
}
