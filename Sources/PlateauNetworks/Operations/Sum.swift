package import PlateauNumerics

/// The sum of two values of the same shape, or one value as it is.
package struct Sum: LinearMap {
  let count: Int
  let terms: Int

  private init(count: Int, terms: Int) { (self.count, self.terms) = (count, terms) }

  /// The sum of two values of so many numbers.
  static func pair(count: Int) -> Sum { Sum(count: count, terms: 2) }

  /// A copy of so many numbers: the identity.
  package static func copy(count: Int) -> Sum { Sum(count: count, terms: 1) }

  package var arithmetic: LinearArithmetic { terms == 1 ? .exact : .pairs }

  package func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element> {
    PreparedSum<Element>(self)
  }

  package func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void
  ) {
    for part in 0..<terms { body(part, output, 1) }
  }
}

private final class PreparedSum<Element: Scalar>: PreparedMap {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let map: Sum

  init(_ map: Sum) { self.map = map }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    output.update(from: sources[0], count: rows * map.count)
    for part in 1..<map.terms {
      Element.images.add(count: rows * map.count, sources[part], to: output)
    }
    finish(0..<rows)
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    target.update(from: signal, count: rows * map.count)
  }
}
