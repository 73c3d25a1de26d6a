public import PlateauCertification
public import PlateauFormats

/// What came of verifying a property, as `plateau certify --vnnlib --json` prints it.
public struct PropertyReport: Codable, Sendable, Hashable {
  /// The answer in the words of the competition, which ask for a counterexample.
  public enum Answer: String, Codable, Sendable, Hashable {
    /// There is none: the property holds.
    case unsat
    /// There is one.
    case sat
    /// Neither was found.
    case unknown
  }

  /// How a counterexample violates the property.
  public struct Witness: Codable, Sendable, Hashable {
    /// How far what is unsafe is from holding, at most, in real arithmetic for the weights of the file: not
    /// above 0; nil where nothing has to hold.
    public var margin: Double?
    /// The same of the outputs as programs compute them, in the precision of the file, at the input rounded
    /// to it; nil where they are no numbers.
    public var computedMargin: Double?
    /// The input as whole numbers or fractions, where it is none of double precision.
    public var exactInput: [String]?
  }

  /// The path of the model.
  public var model: String
  /// The path of the property.
  public var property: String
  /// What was drawn for a model that draws at random, of whose mean this is; nil for others.
  public var draws: RandomDraws?
  /// The method.
  public var method: CertificationMethod
  /// The answer.
  public var answer: Answer
  /// Why there is none; nil where there is one.
  public var reason: VerificationAnswer.Reason?
  /// A counterexample in real arithmetic, which has to be one as programs compute, too; nil where none was
  /// found.
  public var counterexample: Witness?
  /// The number of boxes of inputs.
  public var regions: Int
  /// The number of boxes left out because no input is in them; of a property with no other the
  /// answer says nothing of the network.
  public var emptyBoxes: Int
  /// The number of subproblems that were bounded.
  public var subproblems: Int
  /// The time taken.
  public var seconds: Double
}

extension PropertyReport {
  /// What a counterexample in real arithmetic alone comes to, in words; nil where there is none, or it is one
  /// as programs compute, too.
  public var doubt: String? {
    guard answer == .unknown, let counterexample else { return nil }
    func text(_ margin: Double?) -> String { margin.map { NumberText.short($0) } ?? "no number" }
    return "An input violates the property in real arithmetic, with the margin "
      + "\(text(counterexample.margin)), but not with the roundings of programs, where it is "
      + "\(text(counterexample.computedMargin)). --competition takes what is within 1e-4."
  }
}
