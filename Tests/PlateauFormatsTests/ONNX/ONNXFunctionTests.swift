import PlateauFormats
import PlateauNetworks
import PlateauNumerics
import Testing

@Suite("Nonlinearities in ONNX files")
struct ONNXFunctionTests {
  typealias Node = ONNXBytes.Node
  typealias Tensor = ONNXBytes.Tensor

  @Test(
    "What is written is read",
    arguments: Activation.allCases.filter(\.largestSlope.isFinite) + [
      .softplus(beta: 2), .elu(alpha: 0.5), .exp, .power(exponent: 2), .power(exponent: 3),
    ])
  func roundTrip(_ activation: Activation) throws {
    let architecture = try Architecture.multilayerPerceptron(
      input: InputShape(channels: 1, height: 1, width: 3), widths: [8], activation: activation,
      classes: 2)
    var generator = SeededGenerator(seed: 4, purpose: "functions")
    let network = Network<Double>(
      architecture, initializer: .glorotUniform, using: &generator)
    let bytes = try ONNXExport(network).encoded()
    let read = try ONNXFile(parsing: bytes, named: "m.onnx").network()
    let inputs = Matrix<Double>(
      rows: 3, columns: 3, elements: [-2, 0.5, 1, 3, -4, 0.25, 0.1, 0.2, -0.3])
    let workers = Workers(threads: 1)
    let (first, second) = (
      network.logits(of: inputs, workers: workers), read.logits(of: inputs, workers: workers)
    )
    for (own, other) in zip(first.elements, second.elements) {
      // Numbers of nodes are in single precision.
      #expect((own - other).magnitude < 1e-6)
    }
    // In double precision quantization is several nodes.
    if !["softplus", "quantized"].contains(activation.function.name) {
      #expect(read.architecture.hiddenActivations.count == 1)
    }
  }

  struct Chain: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let activation: Activation
    /// Operations with inputs, each with an output of its number; the last is the output.
    let nodes: [(String, [String])]
  }

  static let chains: [Chain] = [
    Chain(
      testDescription: "GELU", activation: .gelu,
      nodes: [
        ("Div", ["h", "root2"]), ("Erf", ["0"]), ("Add", ["1", "one"]), ("Mul", ["h", "2"]),
        ("Mul", ["3", "half"]),
      ]),
    Chain(
      testDescription: "GELU, half first", activation: .gelu,
      nodes: [
        ("Mul", ["h", "half"]), ("Mul", ["h", "rootHalf"]), ("Erf", ["1"]), ("Add", ["one", "2"]),
        ("Mul", ["0", "3"]),
      ]),
    Chain(
      testDescription: "GELU by tanh", activation: .geluTanh,
      nodes: [
        ("Mul", ["h", "half"]), ("Pow", ["h", "three"]), ("Mul", ["1", "cubic"]),
        ("Add", ["h", "2"]),
        ("Mul", ["3", "rate"]), ("Tanh", ["4"]), ("Add", ["5", "one"]), ("Mul", ["0", "6"]),
      ]),
    Chain(
      testDescription: "SiLU", activation: .silu, nodes: [("Sigmoid", ["h"]), ("Mul", ["h", "0"])]),
    Chain(
      testDescription: "Mish", activation: .mish,
      nodes: [("Softplus", ["h"]), ("Tanh", ["0"]), ("Mul", ["h", "1"])]),
    Chain(
      testDescription: "hard swish by clip", activation: .hardSwish,
      nodes: [
        ("Add", ["h", "three"]), ("Clip", ["0", "zero", "six"]), ("Mul", ["h", "1"]),
        ("Div", ["2", "six"]),
      ]),
    Chain(
      testDescription: "softplus with a limit", activation: .softplus(beta: 1),
      nodes: [("Softplus", ["h"]), ("Greater", ["h", "twenty"]), ("Where", ["1", "h", "0"])]),
    Chain(
      testDescription: "a square as a product", activation: .power(exponent: 2),
      nodes: [("Mul", ["h", "h"])]),
    Chain(
      testDescription: "a square as a power", activation: .power(exponent: 2),
      nodes: [("Pow", ["h", "two"])]),
    Chain(
      testDescription: "an odd power", activation: .power(exponent: 3),
      nodes: [("Pow", ["h", "three"])]),
    Chain(
      testDescription: "a quotient by the value", activation: .reciprocal,
      nodes: [("Div", ["one", "h"])]),
    Chain(
      testDescription: "a power of -1", activation: .reciprocal,
      nodes: [("Pow", ["h", "minusOne"])]),
    Chain(
      testDescription: "a power of 1/2 of a square", activation: .sqrt,
      nodes: [("Abs", ["h"]), ("Pow", ["0", "half"])]),
  ]

  @Test("Chains of nodes are the function that they compute", arguments: chains)
  func chain(_ chain: Chain) throws {
    let numbers: [(String, Float)] = [
      ("root2", 1.4142135), ("rootHalf", 0.70710678), ("one", 1), ("half", 0.5), ("three", 3),
      ("two", 2), ("minusOne", -1), ("cubic", 0.044715), ("rate", 0.7978846), ("zero", 0),
      ("six", 6), ("twenty", 20),
    ]
    let weight = Tensor(name: "w", sides: [2, 3], values: [1, 2, 3, -1, -2, -3])
    var nodes = [
      Node(
        operation: "Gemm", inputs: ["x", "w"], output: "h",
        attributes: [Node.attribute("transB", integer: 1)])
    ]
    for (index, node) in chain.nodes.enumerated() {
      let isLast = index == chain.nodes.count - 1
      nodes.append(Node(operation: node.0, inputs: node.1, output: isLast ? "a" : "\(index)"))
    }
    nodes.append(
      Node(operation: "Gemm", inputs: ["a", "v"], output: "y"))
    let last = Tensor(name: "v", sides: [2, 2], values: [1, 0, 0, 1])
    let bytes = ONNXGraphTests.graph(
      [-1, 3], nodes,
      [weight, last] + numbers.map { Tensor(name: $0.0, sides: [], values: [$0.1]) })
    let file = try ONNXFile(parsing: bytes.bytes, named: "m.onnx")
    let functions = try file.network().architecture.hiddenActivations
    #expect(functions == (chain.nodes[0].0 == "Abs" ? [.abs] : []) + [chain.activation])
    let input = [-0.3, 0.2, 0.15]
    let h = input[0] + 2 * input[1] + 3 * input[2]
    let output = try ONNXGraphTests.output(bytes, input)
    for (found, z) in zip(output, [h, -h]) {
      let argument = chain.nodes[0].0 == "Abs" ? z.magnitude : z
      #expect((found - chain.activation.function.value(at: argument)).magnitude < 1e-6)
    }
  }

  @Test("Functions of a part of all numbers are read as they are written")
  func domains() throws {
    for activation in [.log, .sqrt, .reciprocal, .power(exponent: -1.5)] as [Activation] {
      let network = try Network<Double>(
        Architecture(input: .vector(2), layers: [.activation(activation), .dense(units: 2)]),
        parameters: [1, 0, 0, 1, 0, 0])
      let file = try ONNXFile(parsing: ONNXExport(network).encoded(), named: "m.onnx")
      #expect(try file.network().architecture.hiddenActivations == [activation])
      let inputs = Matrix<Double>(rows: 1, columns: 2, elements: [0.3, 2.5])
      let logits = try file.network().logits(of: inputs, workers: Workers(threads: 1))
      for (logit, z) in zip(logits.elements, inputs.elements) {
        #expect((logit - activation.function.value(at: z)).magnitude < 1e-14)
      }
    }
  }

  @Test("Numbers out of range are refused")
  func refused() throws {
    let bytes = ONNXGraphTests.graph(
      [-1, 3],
      [
        Node(
          operation: "Elu", inputs: ["x"], output: "y", name: "n",
          attributes: [Node.attribute("alpha", number: -1)])
      ])
    let error = #expect(throws: FormatError.self) {
      try ONNXFile(parsing: bytes.bytes, named: "m.onnx")
    }
    #expect(
      error?.message
        == "Node 'n' (Elu) of 'm.onnx' has the attribute 'alpha' = -1.0, with which it is not read. "
        + "Export it with another function.")
  }
}
