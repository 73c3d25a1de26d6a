package import PlateauNumerics

/// The sum of two values of the same shape.
package struct Sum: LinearMap {
  let count: Int

  package var arithmetic: LinearArithmetic { .pairs }

  package func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element> {
    PreparedSum<Element>(count: count, terms: 2)
  }

  package func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void
  ) {
    body(0, output, 1)
    body(1, output, 1)
  }
}

/// The sum of some values, from the first on; of one it is a copy.
final class PreparedSum<Element: Scalar>: PreparedMap {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let count: Int
  private let terms: Int

  init(count: Int, terms: Int) { (self.count, self.terms) = (count, terms) }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    output.update(from: sources[0], count: rows * count)
    for part in 1..<max(1, terms) { Element.images.add(Int64(rows * count), output, sources[part]) }
    finish(0..<rows)
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    target.update(from: signal, count: rows * count)
  }
}
