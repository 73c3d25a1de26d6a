/// Subproblems to split, in a fixed order: those with the lowest bounds first, or the deepest.
struct SubproblemQueue {
  private struct Entry {
    let key: Double
    let number: Int
    let subproblem: Subproblem

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
  var lowest: Double { entries.first?.subproblem.bound ?? .infinity }
  var all: [Subproblem] { entries.map(\.subproblem) }

  /// Takes the deepest first from now on.
  mutating func preferDeepest() {
    guard !isDeepestFirst else { return }
    isDeepestFirst = true
    let old = entries
    entries = []
    bytes = 0
    for entry in old { push(entry.subproblem) }
  }

  mutating func push(_ subproblem: Subproblem) {
    let key = isDeepestFirst ? -Double(subproblem.splits.count) : subproblem.bound
    entries.append(Entry(key: key, number: next, subproblem: subproblem))
    next += 1
    bytes += subproblem.bytes
    var index = entries.count - 1
    while index > 0, entries[index].precedes(entries[(index - 1) / 2]) {
      entries.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func pop() -> Subproblem? {
    guard let first = entries.first else { return nil }
    bytes -= first.subproblem.bytes
    let last = entries.removeLast()
    guard !entries.isEmpty else { return first.subproblem }
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
    return first.subproblem
  }
}
