package import PlateauNumerics

/// Numbers less the mean of their group, of those that lie one after the other.
///
/// The matrix is its own transpose.
package struct Centering: LinearMap {
  package let groups: Int
  /// The numbers of a group.
  package let size: Int

  package var arithmetic: LinearArithmetic { .differences(terms: size) }

  package func prepared<Element: Scalar>(for type: Element.Type) -> any PreparedMap<Element> {
    PreparedCentering<Element>(self)
  }

  package func forEachTerm<Element: Scalar>(
    of output: Int, _ parameters: UnsafePointer<Element>,
    _ body: (_ part: Int, _ input: Int, _ coefficient: Element) -> Void
  ) {
    let first = output / size * size
    for input in first..<first + size {
      body(0, input, input == output ? Element(size - 1) : -1)
    }
  }

  package func divisor(of output: Int) -> Int { size }
}

private final class PreparedCentering<Element: Scalar>: PreparedMap {
  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  private let map: Centering
  private var isAbsolute = false

  init(_ map: Centering) { self.map = map }

  func load(_ parameters: In, _ form: LinearForm) {
    isAbsolute =
      switch form {
      case .plain: false
      case .magnitudes: true
      }
  }

  func apply(
    _ sources: UnsafePointer<In>, _ parameters: In, _ scratch: Out, into output: Out, rows: Int,
    finish: (Range<Int>) -> Void
  ) {
    Element.nonlinear.center(
      rows: rows * map.groups, columns: map.size, isAbsolute: isAbsolute, sources[0], into: output)
    finish(0..<rows)
  }

  func transpose(
    _ signal: In, _ parameters: In, _ scratch: Out, into target: Out, part: Int, rows: Int
  ) {
    Element.nonlinear.center(
      rows: rows * map.groups, columns: map.size, isAbsolute: isAbsolute, signal, into: target)
  }
}
