import PlateauNumerics
import Testing

@Suite("Order of elementary functions")
struct ElementaryOrderTests {
  /// Where one piece of a function passes into another: tables' parts and series' ends.
  static let places: [Double] = {
    var places: [Double] = [31.0 / 32, 1.0 / 32, 33.0 / 32, 0.25, 0.5, 1, 22, 0x1p-27, 0x1p-54]
    for k in 1...400 { places.append(Double(k) * 0x1.62e42fefa39efp-9) }
    for k in 176...360 { places.append(Double(k) / 256) }
    return places
  }()

  @Test func `they rise at where their pieces meet`() {
    let rising: [(String, (Double) -> Double)] = [
      ("exp", Elementary.exp), ("exp2", Elementary.exp2), ("expm1", Elementary.expMinusOne),
      ("log", { Elementary.log($0) }), ("log1p", Elementary.log(onePlus:)),
      ("log2", Elementary.log2),
      ("log10", Elementary.log10), ("cbrt", Elementary.cubeRoot), ("tanh", Elementary.tanh),
    ]
    for (name, function) in rising {
      for place in Self.places {
        // Neighbours may have the same value, and an error below 1 ulp can turn the order of those
        // that hardly differ: steps are 64 ulps.
        var last = -Double.infinity
        for step in -8...8 {
          let value = function(place + Double(step) * 64 * place.ulp)
          #expect(value >= last, "\(name) at \(place), step \(step)")
          last = value
        }
      }
    }
  }
}
