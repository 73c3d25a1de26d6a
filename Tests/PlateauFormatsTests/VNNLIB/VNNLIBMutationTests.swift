import PlateauFormats
import PlateauNumerics
import Testing

/// Scripts/fuzz does the same with a million files, and watches time and memory.
@Suite("Damaged properties are refused or read, but do no harm")
struct VNNLIBMutationTests {
  private static let alphabet = Array("()XY_0123456789.eE+-;[] <=>!*andorlets\n".utf8)

  private static let words = [
    "(not ", "(let ((a ", "(+ ", "(* ", "(- ", "(= ", "(!= ", "(or ", "true", "X_0", "Y[0,1]",
    "1e-400",
    "(assert (or (<= Y_0 1) (> Y_1 1)))", "(declare-network N (declare-input X Real [1,2])",
  ].map { Array($0.utf8) }

  private static let texts = [
    PropertyText.declarations + PropertyText.bounds
      + "(assert (or (and (>= Y_0 1) (<= Y_1 2e-3)) (> (+ Y_1 (* 0.3 Y_0)) 3)))",
    """
    (vnnlib-version <2.0>)
    (declare-network N (declare-input X Real [1,2]) (declare-output Y Real [2]))
    (assert (<= 0 X[0,0] 0.1)) (assert (<= -1 X[0,1] 1))
    (assert (let ((a (- Y[0] Y[1]))) (or (not (<= a 0.5)) (=> (< a 0) (= Y[1] 1.E3)))))
    """,
  ].map { Array($0.utf8) }

  @Test(arguments: texts.indices)
  func mutations(_ index: Int) {
    var generator = SeededGenerator(seed: 5, purpose: "mutations \(index)")
    let clock = ContinuousClock()
    var (accepted, slowest) = (0, Duration.zero)
    for _ in 0..<10_000 {
      var bytes = Self.texts[index]
      for _ in 0...generator.below(4) {
        let place = generator.below(bytes.count)
        switch generator.below(4) {
        case 0: bytes[place] = Self.alphabet[generator.below(Self.alphabet.count)]
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(contentsOf: Self.words[generator.below(Self.words.count)], at: place)
        default: bytes.insert(UInt8(generator.below(256)), at: place)
        }
      }
      let start = clock.now
      do {
        _ = try VNNLIBProperty(parsing: bytes, named: "m")
        accepted += 1
      } catch {
        #expect(error.message.contains("'m'") && !error.message.contains("\n"))
      }
      slowest = max(slowest, clock.now - start)
    }
    #expect(accepted > 0 && accepted < 10_000)
    #expect(slowest < .seconds(5))
  }
}
