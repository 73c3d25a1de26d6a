import PlateauNetworks
import PlateauNumerics

/// What an RNN, GRU or LSTM node does in one direction, step by step.
struct ONNXCell {
  enum Kind: String {
    case recurrent = "RNN"
    case gated = "GRU"
    case remembering = "LSTM"

    /// The gates, each with a row of weights for every unit: z, r and h of a GRU, and i, o, f and c of
    /// an LSTM.
    var gates: Int {
      switch self {
      case .recurrent: 1
      case .gated: 3
      case .remembering: 4
      }
    }

    /// The nonlinearities where a node names none.
    var activations: [Activation] {
      switch self {
      case .recurrent: [.tanh]
      case .gated: [.sigmoid, .tanh]
      case .remembering: [.sigmoid, .tanh, .tanh]
      }
    }
  }

  let kind: Kind
  /// The number of units.
  let units: Int
  /// Of what comes in, gates × units rows.
  let inputWeights: ONNXConstant
  let inputBiases: [Double]
  /// Of the state, gates × units rows of units.
  let weights: [Double]
  let biases: [Double]
  let activations: [Activation]
  /// Whether a GRU resets what it makes of its state, not the state (`linear_before_reset`).
  let resetsAfter: Bool
  /// Whether the last step comes first.
  let isReverse: Bool
  /// The gates that a layer has the weights of.
  var written: Set<Range<Int>> = []
}

/// What a cell keeps from one step to the next.
enum ONNXState {
  /// The same numbers for all examples.
  case constant([Double])
  case value(ONNXValue)
}

/// The state and, of an LSTM, the cell state.
struct ONNXCellState {
  var hidden: ONNXState
  var memory: ONNXState?
}
