/// What a layer computes, as data.
public enum Operation: Sendable, Hashable {
  /// y = W·x + b, with W of shape `[units, inputs]`; an image is taken as a vector.
  case dense(units: Int)
  /// A convolution of an image.
  case convolution(Convolution)
  /// The transpose of a convolution, which makes images larger.
  case transposedConvolution(TransposedConvolution)
  /// The largest value in each window; of equal ones the first has the gradient.
  case maxPooling(Pooling)
  /// The mean of each window.
  case averagePooling(Pooling)
  /// The mean of each channel.
  case globalAveragePooling
  /// An image read as a vector: channels, then rows, then columns.
  case flatten
  /// A nonlinearity, applied to every unit.
  case activation(Activation)
  /// An affine map of each channel by constants.
  case normalization(ChannelNormalization)
  /// (x − mean) / √(variance + ε) · scale + shift for each channel, or each unit of a vector.
  ///
  /// In training mean and population variance are those of a shard of the batch, of up to
  /// ``Architecture/shardSize`` examples, so that no thread waits for others; elsewhere they are
  /// running means, of which the steps of training each replace a tenth. ε is positive.
  ///
  /// Source: S. Ioffe and C. Szegedy, "Batch Normalization", 2015, algorithms 1 and 2; E. Hoffer, I.
  /// Hubara and D. Soudry, "Train longer, generalize better", 2017, section 4 (shards).
  case batchNormalization(epsilon: Double)
  /// What it takes, unchanged.
  case identity
  /// The sum of values of one shape.
  case sum
  /// The products of the numbers of two values of one shape, or of an image and a number for each of its
  /// channels.
  case product
  /// Products of matrices, group by group, of two values read as vectors.
  case matrixProduct(MatrixProductShape)
  /// The softmax of each `size` numbers that follow each other, of a value read as a vector.
  case softmax(size: Int)
  /// Groups of numbers less their mean, divided by their standard deviation.
  case layerNormalization(LayerNormalization)
  /// The largest of each so many numbers that follow each other, in descending order.
  case ranking(Ranking)
  /// Numbers of some values in new places: what concatenations, slices, transpositions and the like
  /// do.
  case selection(Selection)

  /// The sides of products of matrices: A of shape `[groups, rows, inner]` times B of shape
  /// `[groups, inner, columns]`, or `[groups, columns, inner]` where it is transposed.
  public struct MatrixProductShape: Sendable, Hashable, Codable {
    /// The products.
    public let groups: Int
    /// The rows of A.
    public let rows: Int
    /// The columns of A, and rows of B.
    public let inner: Int
    /// The columns of B.
    public let columns: Int
    /// Whether B lies transposed.
    public let isTransposed: Bool

    /// Creates a shape; sides that do not fit are refused when an architecture is made.
    public init(groups: Int, rows: Int, inner: Int, columns: Int, isTransposed: Bool = false) {
      (self.groups, self.rows, self.inner) = (groups, rows, inner)
      (self.columns, self.isTransposed) = (columns, isTransposed)
    }

    /// The numbers of A.
    var first: Int { groups * rows * inner }
    /// The numbers of B.
    var second: Int { groups * inner * columns }
    /// The numbers of what is made.
    var made: Int { groups * rows * columns }
  }

  /// All that differs between operations: the one place that tells them apart.
  package var form: any OperationForm {
    switch self {
    case .dense(let units): DenseForm(units: units)
    case .convolution(let convolution): convolution
    case .transposedConvolution(let convolution): convolution
    case .maxPooling(let pooling): MaxPoolingForm(pooling: pooling)
    case .averagePooling(let pooling): AveragePoolingForm(pooling: pooling)
    case .globalAveragePooling: GlobalAveragePoolingForm()
    case .flatten: FlattenForm()
    case .activation(let function): ActivationForm(function: function)
    case .normalization(let normalization): normalization
    case .batchNormalization(let epsilon): BatchNormalizationForm(epsilon: epsilon)
    case .identity: IdentityForm()
    case .sum: SumForm()
    case .product: ProductForm()
    case .matrixProduct(let product): MatrixProductForm(product: product)
    case .softmax(let size): SoftmaxForm(size: size)
    case .layerNormalization(let normalization): normalization
    case .ranking(let ranking): ranking
    case .selection(let selection): selection
    }
  }

  /// Whether each number that it puts out is made of those in its place alone.
  package var keepsPlaces: Bool { form.keepsPlaces }

  /// Tells whether it puts out nothing negative.
  ///
  /// - Parameter takesNone: Whether it takes nothing negative.
  /// - Returns: True only if it is sure.
  package func isNonnegative(ofNonnegative takesNone: Bool) -> Bool {
    form.isNonnegative(ofNonnegative: takesNone)
  }

  /// Whether it is a product of values, a softmax, a normalization of examples or a ranking.
  package var isNonlinear: Bool { form.isNonlinear }

  /// Whether it has a weight for each pair of channels, or of units.
  var hasWeights: Bool { form is DenseForm || form is Convolution }

  /// What files can hold.
  private static let forms: [any OperationForm.Type] = [
    DenseForm.self, Convolution.self, TransposedConvolution.self, MaxPoolingForm.self,
    AveragePoolingForm.self,
    GlobalAveragePoolingForm.self, FlattenForm.self, ActivationForm.self,
    ChannelNormalization.self, BatchNormalizationForm.self, IdentityForm.self, SumForm.self,
    ProductForm.self, MatrixProductForm.self, SoftmaxForm.self,
    LayerNormalization.self, Ranking.self, Selection.self,
  ]
}

extension Operation: CustomStringConvertible {
  /// The operation in a few words, as messages name it.
  public var description: String { form.words }
}

extension Operation: Codable {
  private enum Key: String, CodingKey { case kind }

  /// Reads an operation from an object with a `kind`.
  ///
  /// - Throws: `DecodingError` for an unknown kind or a missing value.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let kind = try container.decode(String.self, forKey: .kind)
    guard let form = Self.forms.first(where: { $0.kind == kind }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container,
        debugDescription: "'\(kind)' is no kind of layer; there are "
          + Self.forms.map { $0.kind }.joined(separator: ", ") + ", output and add.")
    }
    self = try form.operation(from: decoder)
  }

  /// Writes an operation as an object with a `kind`.
  ///
  /// - Throws: what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    let form = form
    try container.encode(type(of: form).kind, forKey: .kind)
    try form.encode(to: encoder)
  }
}

/// What an operation is, apart from its arithmetic: how files have it, and what it adds to a network.
package protocol OperationForm: Codable, Sendable {
  /// The word for it in files.
  static var kind: String { get }
  /// It in a few words, as messages name it.
  var words: String { get }
  /// It as an operation.
  var operation: Operation { get }
  /// How many values it takes.
  var arity: ClosedRange<Int> { get }
  /// Whether tensors of later layers count it, as PyTorch counts modules in which activations are
  /// functions.
  var isModule: Bool { get }
  /// Whether each number that it puts out is made of those in its place alone.
  var keepsPlaces: Bool { get }
  /// Whether it is a product of values, a softmax, a normalization of examples or a ranking.
  var isNonlinear: Bool { get }

  /// Tells whether it puts out nothing negative.
  ///
  /// - Parameter takesNone: Whether it takes nothing negative.
  /// - Returns: True only if it is sure.
  func isNonnegative(ofNonnegative takesNone: Bool) -> Bool

  /// Appends its stages to a network.
  ///
  /// - Parameters:
  ///   - builder: Where its first source is the current value.
  ///   - sources: What it takes.
  ///   - position: The number of the layer.
  /// - Throws: `NetworkError` that names the layer, where it does not fit.
  func append(
    to builder: inout StageBuilder, _ sources: [StageBuilder.Output], at position: Int
  ) throws(NetworkError)
}

extension OperationForm {
  /// Reads an operation of this kind.
  fileprivate static func operation(from decoder: any Decoder) throws -> Operation {
    try Self(from: decoder).operation
  }

  package var words: String { Self.kind }
  package var arity: ClosedRange<Int> { 1...1 }
  package var isModule: Bool { true }
  package var keepsPlaces: Bool { false }
  package var isNonlinear: Bool { false }
  package func isNonnegative(ofNonnegative takesNone: Bool) -> Bool { false }
}
