public import PlateauCertification
import PlateauData
public import PlateauFormats
public import PlateauNetworks
public import PlateauNumerics

/// The verification of a property in the format of the competition.
public struct PropertyVerification: Sendable {
  /// A record, and the counterexample if there is one.
  public struct Finding: Sendable {
    /// The record.
    public var report: PropertyReport
    /// The counterexample.
    public let counterexample: Counterexample?
  }

  /// An input with an unsafe output, as the model's own file has them.
  public struct Counterexample: Sendable, Hashable {
    /// The input, in row-major order of its sides.
    public let input: [Double]
    /// The sides of the input.
    public let inputSides: [Int]
    /// The outputs in double precision, in row-major order of their sides.
    public let outputs: [Double]
    /// The sides of the outputs.
    public let outputSides: [Int]
  }

  private let model: LoadedModel
  private let network: Network<Double>
  private let property: VNNLIBProperty
  private let problems: [VerificationProblem]
  private let workers: Workers

  /// Prepares the verification.
  ///
  /// - Parameters:
  ///   - model: The model, of whose file's own inputs and outputs the property is.
  ///   - property: The property.
  ///   - network: Its network for inputs in the units of the property; its own if nil.
  ///   - workers: The threads.
  /// - Throws: `FormatError` where model and property do not have the same sizes, or the property
  ///   says something of outputs that the network does not have, or nothing bounds one whose coefficient is no number in double precision.
  public init(
    _ model: LoadedModel, _ property: VNNLIBProperty, network: Network<Double>? = nil,
    workers: Workers
  ) throws {
    let network = network ?? model.network
    let interface = model.interface
    try property.check(
      inputs: interface.input.count, outputs: interface.outputCount, of: model.path)
    problems = try PropertyTranslation(
      model: model.path, property: property, interface: interface,
      logits: network.architecture.classCount,
      bounds: OutputBounds(network: network, workers: workers)
    ).problems()
    self.model = model
    self.network = network
    self.property = property
    self.workers = workers
  }

  /// Refuses a method that the network is too large for.
  ///
  /// - Throws: `ExperimentError`, which says about how long an example would take.
  public func check(_ method: CertificationMethod) throws(ExperimentError) {
    try method.check(network)
  }

  /// Verifies, region by region.
  ///
  /// - Parameters:
  ///   - method: The tightest method.
  ///   - timeout: The seconds after which all is given up; none if nil.
  ///   - deadline: When to give up, in place of a timeout from now.
  ///   - seed: The seed of random starts of attacks.
  ///   - limit: The bytes that the process may take, nearly; three quarters of the machine's if nil.
  ///   - tolerance: How far from unsafe the outputs of a counterexample may be as programs compute them; in
  ///     real arithmetic they are unsafe.
  ///   - progress: Told the share of regions that is done and what is being done; stops it by
  ///     returning false.
  /// - Returns: nil if it was stopped.
  public func run(
    method: CertificationMethod, timeout: Double? = nil, until deadline: Deadline? = nil,
    seed: UInt64 = 0, memory limit: Int? = nil, tolerance: Double = 0,
    progress: (Double, String) -> Bool = { _, _ in true }
  ) -> Finding? {
    let clock = ContinuousClock()
    let start = clock.now
    var subproblems = 0
    var reason: VerificationAnswer.Reason?
    var doubtful: PropertyReport.Witness?
    func finding(
      _ answer: PropertyReport.Answer, _ counterexample: Counterexample? = nil,
      _ witness: PropertyReport.Witness? = nil
    ) -> Finding {
      Finding(
        report: PropertyReport(
          model: model.path, property: property.name, method: method, answer: answer,
          reason: answer == .unknown ? reason : nil, counterexample: witness,
          regions: property.regions.count,
          emptyBoxes: property.emptyBoxes, subproblems: subproblems,
          seconds: (clock.now - start) / .seconds(1)),
        counterexample: counterexample)
    }
    let deadline = deadline ?? Deadline(afterSeconds: timeout)
    let memory = SearchMemory()
    let runtime = ComputedOutputs(network, model.storedPrecision)
    let verifier = BranchAndBound(
      network, settings: SplitSettings(method: method, seed: seed, limitingMemoryTo: limit))
    for (index, problem) in problems.enumerated() {
      if deadline.hasPassed {
        reason = reason ?? .timeout
        break
      }
      var isStopped = false
      let result =
        verifier
        .verify(problem, workers: workers, deadline: deadline, memory: memory) { state in
          let share = Double(index) / Double(problems.count)
          let lowest =
            state.lowest.isFinite ? ", lowest bound \(NumberText.short(state.lowest))" : ""
          isStopped = !progress(
            share, "\(state.subproblems) subproblems, \(state.open) open\(lowest)")
          return !isStopped
        } confirm: {
          runtime.confirms($0, problem, tolerance)
        }
      if isStopped { return nil }
      subproblems += result.subproblems
      if let found = result.unconfirmed {
        doubtful = doubtful ?? runtime.witness(of: found, problem)
      }
      switch result.answer {
      case .holds: continue
      case .violated(let found):
        return finding(.sat, counterexample(found), runtime.witness(of: found, problem))
      case .unknown(let why): reason = reason ?? why
      }
    }
    return finding(reason == nil ? .unsat : .unknown, nil, doubtful)
  }

  /// A counterexample as the file has it.
  private func counterexample(_ found: VerificationAnswer.Counterexample) -> Counterexample {
    let interface = model.interface
    let logits = Matrix(rows: 1, columns: found.outputs.count, elements: found.outputs)
    return Counterexample(
      input: interface.input.ownOrder(found.input), inputSides: interface.input.sides,
      outputs: interface.outputs(of: logits).elements, outputSides: interface.output)
  }
}
