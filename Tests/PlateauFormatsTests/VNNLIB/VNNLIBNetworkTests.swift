import PlateauFormats
import Testing

@Suite("Version 2 of the format of properties")
struct VNNLIBNetworkTests {
  private static let network = """
    (vnnlib-version <2.0>)
    (declare-network N (declare-input X Real [1, 2]) (declare-output Y Real [1,2,2]))

    """

  @Test("Elements of tensors are variables, row by row")
  func tensors() throws {
    let plain = """
      (declare-const X_0 Real) (declare-const X_1 Real)
      (declare-const Y_0 Real) (declare-const Y_1 Real)
      (declare-const Y_2 Real) (declare-const Y_3 Real)
      (assert (<= 0 X_0 1)) (assert (<= 0 X_1 2)) (assert (or (< Y_2 Y_1) (>= Y_3 0.1)))
      """
    let tensors = """
      (assert (<= 0 X[0,0] 1)) (assert (<= 0 X [ 0 , 1 ] 2))
      (assert (or (< Y[0,1,0] Y[0,0,1]) (>= Y[0,1,1] 0.1)))
      """
    let found = try PropertyText.read(Self.network + tensors)
    let expected = try PropertyText.read(plain)
    #expect(found.regions == expected.regions && found.inputs == 2 && found.outputs == 4)
  }

  @Test("Scalars, names of nodes, other names and versions 1 and 2.1 are read")
  func others() throws {
    let text = """
      (vnnlib-version <2.1>)
      (declare-network net_1
        (declare-input image Real [3] "in put") (declare-output y Real []))
      (assert (and (<= 0 image[0] 1) (<= 0 image[1] 1) (<= 0 image[2] 1)))
      (assert (!= y 0)) (assert (== image[0] 0.5)) (assert (<= y[] 3))
      """
    let found = try PropertyText.read(text)
    #expect(found.inputs == 3 && found.outputs == 1)
    #expect(found.regions.map { $0.conjunctions.map(\.count) } == [[2, 2]])
    let old = "(vnnlib-version <1.0>)" + PropertyText.declarations + PropertyText.bounds
    #expect(try PropertyText.read(old).regions.count == 1)
  }

  @Test("Tensors of millions without bounds are refused at once")
  func large() throws {
    let text = """
      (declare-network N (declare-input X Real [4096,4096]) (declare-output Y Real [1]))
      (assert (<= 0 X[0,0] 1))
      """
    let message =
      "'p.vnnlib' gives X[0,1] no lower bound in every case. Assert one: (assert (>= X[0,1] …))."
    let start = ContinuousClock.now
    #expect(throws: FormatError(.malformed, message)) { try PropertyText.read(text) }
    #expect(ContinuousClock.now - start < .seconds(2))
    // Where no case is left, none is needed.
    #expect(try PropertyText.read(text + "(assert false)").regions.isEmpty)
  }

  @Test("Messages name elements")
  func messages() throws {
    let lacking =
      "'p.vnnlib' gives X[0,1] no upper bound in every case. Assert one: (assert (<= X[0,1] …))."
    #expect(throws: FormatError(.malformed, lacking)) {
      try PropertyText.read(Self.network + "(assert (<= 0 X[0,0] 1)) (assert (<= 0 X[0,1]))")
    }
    let empty = try PropertyText.read(
      Self.network + "(assert (<= 0 X[0,0] 1)) (assert (<= 2 X[0,1] 1))")
    #expect(empty.warning?.contains("X[0,1] is at least 2.0 and at most 1.0") == true)
  }

  @Test(
    "What is of no single network of real numbers is refused by name",
    arguments: [
      (
        "(vnnlib-version 2)",
        "column 1: a version is no '(vnnlib-version <2.0>)'. Correct the file."
      ),
      (
        "(vnnlib-version <3.0>)",
        "column 17: the file is of version '<3.0>' of the format. Versions 1 and 2 are read."
      ),
      ("(declare-network)", "column 1: a network has no name. Correct the file."),
      (
        "(declare-network N (declare-input X float32 [1]) (declare-output Y Real [1]))",
        "column 37: 'X' has elements of the type 'float32'. What is proven is proven of real numbers: declare it as 'Real'."
      ),
      (
        "(declare-network N (declare-input X Real [1]))",
        "column 1: the network 'N' has no output. Declare one: (declare-output Y Real [1,10])."
      ),
      (
        "(declare-network N (declare-output Y Real [1]))",
        "column 1: the network 'N' has no input. Declare one: (declare-input X Real [1,10])."
      ),
      (
        "(declare-network N (declare-input X Real [1]) (declare-hidden Z Real [1] \"z\"))",
        "column 47: a hidden node is declared. Properties of inputs and outputs are read: make the node an output of the model."
      ),
      (
        "(declare-network N (isomorphic-to M) (declare-input X Real [1]))",
        "column 20: 'isomorphic-to' compares two networks. Properties of one network are read: join both in one model, whose outputs are those of both."
      ),
      (
        "(declare-network N (equal-to M) (declare-input X Real [1]))",
        "column 20: 'equal-to' compares two networks. Properties of one network are read: join both in one model, whose outputs are those of both."
      ),
      (
        "(declare-network N (declare-input X Real [1]) (declare-output Y Real [1])) (declare-network M (declare-input A Real [1]) (declare-output B Real [1]))",
        "column 76: 'M' is a second network, beside 'N'. Properties of one network are read: join both in one model, whose outputs are those of both."
      ),
      (
        "(declare-network N (declare-input X Real [1]) (declare-input Z Real [1]))",
        "column 47: the network has two inputs, 'X' and 'Z'. Properties of one input are read: declare that which is in a box, and fix all others with --fix."
      ),
      (
        "(declare-network N (declare-input X Real [1]) (declare-output Y Real [1]) (declare-output Z Real [1]))",
        "column 75: the network has two outputs, 'Y' and 'Z'. Properties of one output are read: join both in the model by Concat, and declare one."
      ),
      (
        "(declare-network N (declare-input X Real [1]) (declare-output X Real [1]))",
        "column 47: 'X' is declared twice. Correct the file."
      ),
      (
        "(declare-network N (declare-input X Real [0]))",
        "column 20: a declaration is no '(declare-input NAME Real [1,10])'. Correct the file."
      ),
      (
        "(declare-network N (declare-input X Real [5000,5000]))",
        "column 42: 'X' has more than 16777216 elements. At most so many are read."
      ),
      (
        "(declare-network N (declare-weight X))",
        "column 20: 'declare-weight' is not read in a network. Read are 'declare-input' and 'declare-output'."
      ),
      (
        "(declare-network N X)",
        "column 20: '(declare-input …)' or '(declare-output …)' is expected, not 'X'. Correct the file."
      ),
      (
        "(declare-const X_0 Real)(declare-network N (declare-input X Real [1]))",
        "column 25: a network is declared beside variables of 'declare-const'. Correct the file."
      ),
    ])
  func refused(_ text: String, _ message: String) {
    check(text, message)
  }

  @Test(
    "Elements that are none are refused",
    arguments: [
      ("(assert (<= X 1))", "column 13: 'X' has 2 dimensions, but 0 indices. Correct the file."),
      (
        "(assert (<= X[0] 1))", "column 13: 'X' has 2 dimensions, but 1 indices. Correct the file."
      ),
      (
        "(assert (<= X[0,2] 1))", "column 13: the index 2 of 'X' is not below 2. Correct the file."
      ),
      (
        "(assert (<= X[0,-1] 1))",
        "column 14: '[0,-1]' are no indices such as [0,3]. Correct the file."
      ),
      (
        "(assert (<= X_0 1))",
        "column 13: 'X_0' is neither a number nor a variable. Correct the file."
      ),
      (
        "(declare-const X_0 Real)",
        "column 16: 'X_0' is declared, but variables are those of 'declare-network'. Correct the file."
      ),
    ])
  func elements(_ text: String, _ message: String) {
    check(Self.network + text, message, line: 3)
  }

  private func check(_ text: String, _ message: String, line: Int = 1) {
    do {
      _ = try PropertyText.read(text)
      Issue.record("\(text) is read")
    } catch let error as FormatError {
      #expect(error.message == "'p.vnnlib', line \(line), " + message)
    } catch {
      Issue.record("\(error)")
    }
  }
}
