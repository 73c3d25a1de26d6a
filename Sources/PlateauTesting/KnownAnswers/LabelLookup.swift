public import PlateauData
import PlateauNetworks
public import PlateauNumerics
public import PlateauRobustness

/// A model that looks its input up in a table of examples, and answers with the label of the nearest.
///
/// Evaluated on the same examples it is always right, and hardly any perturbation of a usual size
/// changes that; its gradient is zero.
public struct LabelLookup: AttackableModel {
  /// The table.
  public let examples: Examples

  /// Creates a model from its table.
  ///
  /// - Precondition: the table is not empty.
  public init(_ examples: Examples) {
    precondition(!examples.isEmpty, "the table is empty")
    self.examples = examples
  }

  /// The shape of one example.
  public var inputShape: InputShape { examples.shape }
  /// The number of classes.
  public var classCount: Int { examples.classCount }

  /// Makes an evaluator of the model.
  public func makeEvaluator<Element: Scalar>(
    _ precision: Element.Type, capacity: Int
  ) -> any Evaluator<Element> {
    let table = RowBuffer<Element>(capacity: examples.count, columns: inputShape.count)
    table.load(examples.inputs.converted(), rows: 0..<examples.count)
    let labels = examples.labels
    return FlatEvaluator { inputs, logits in
      logits.count = inputs.count
      for row in 0..<inputs.count {
        var nearest = (index: 0, distance: Double.infinity)
        for index in 0..<table.count {
          let distance = Element.kernels.squaredDistance(
            count: table.columns, from: inputs.row(row), to: table.row(index))
          if distance < nearest.distance { nearest = (index, distance) }
        }
        for index in 0..<logits.columns {
          logits.row(row)[index] = index == labels[nearest.index] ? 1 : 0
        }
      }
    }
  }
}
