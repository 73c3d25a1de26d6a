import PlateauNetworks

extension ReproductionPlan {
  /// The seeds, each with its number.
  var allSeeds: [UInt64] { (0..<seeds).map { seed &+ UInt64($0) } }

  /// The networks that are trained, perceptrons first.
  var presets: [Preset] { Preset.perceptrons + (isFull ? Preset.convolutional : []) }

  /// The networks of the first table: each preset, and sigmoid networks also with the gains.
  ///
  /// Gains on the vanilla network are the control: what they alone do, without saturation.
  var variants: [NetworkVariant] {
    presets.flatMap { preset -> [NetworkVariant] in
      let trained = NetworkVariant(preset: preset)
      guard preset.activation == .sigmoid, preset.training != .adversarial else {
        return [trained]
      }
      return [
        trained, NetworkVariant(preset: preset, gain: gain),
        NetworkVariant(preset: preset, logitGain: logitGain),
      ]
    }
  }

  /// The networks whose geometry is compared: as trained, and the saturating sigmoid network with the
  /// gain under which naive gradients are lost.
  var compared: [NetworkVariant] {
    let measured = plain.filter { variant in
      variant.preset.family == .mlp || convolutional?.measuresGeometry == true
    }
    return measured.flatMap { variant in
      isGained(variant) ? [variant, NetworkVariant(preset: variant.preset, gain: gain)] : [variant]
    }
  }

  /// The networks under targeted attack.
  var attacked: [NetworkVariant] {
    plain.flatMap { variant in
      isGained(variant)
        ? targetedGains.map { NetworkVariant(preset: variant.preset, gain: $0) } : [variant]
    }
  }

  /// The perceptrons of the study of certified networks: of each nonlinearity those of the first table,
  /// as trained, and those trained for certificates.
  var studied: [Preset] {
    [Activation.sigmoid, .relu].flatMap { activation in
      (Preset.perceptrons + Preset.certifiedPerceptrons).filter { $0.activation == activation }
    }
  }

  /// The depthwise networks and transformers of a full reproduction, and transformers also with their
  /// attention sharpened.
  var modern: [NetworkVariant] {
    guard let convolutional else { return [] }
    return Preset.modern.flatMap { preset -> [NetworkVariant] in
      let trained = NetworkVariant(preset: preset)
      guard preset.family == .transformer else { return [trained] }
      return [
        trained, NetworkVariant(preset: preset, attentionGain: convolutional.attentionGain),
      ]
    }
  }

  /// The vanilla and the saturating networks, as trained.
  private var plain: [NetworkVariant] {
    presets.filter { $0.training != .adversarial }.map { NetworkVariant(preset: $0) }
  }

  private func isGained(_ variant: NetworkVariant) -> Bool {
    variant.preset.training == .saturating && variant.preset.activation == .sigmoid
  }
}

// MARK: - What is done with a network

extension ReproductionPlan {
  /// The number of examples of a network that PGD and bounds meet.
  func attackedExamples(of preset: Preset) -> Int {
    guard preset.family != .mlp, let convolutional else { return attackedExamples }
    return convolutional.attackedExamples
  }

  /// The number of examples of a network that FGSM meets; nil for all.
  func fgsmExamples(of preset: Preset) -> Int? {
    preset.family != .mlp ? convolutional?.fgsmExamples : nil
  }

  /// The starts of PGD over the sweep.
  func restarts(of preset: Preset) -> Int {
    guard preset.family != .mlp, let convolutional else { return isQuick ? 1 : 2 }
    return convolutional.restarts
  }

  /// The ℓ∞ radius of attacks and bounds in the study of certified networks: that of their training.
  var certifiedEpsilon: Double { 0.1 }

  /// The examples, of those attacked, over whose balls units are bounded in that study.
  var boundedUnitExamples: Int { min(100, attackedExamples) }

  /// The examples that FGSM meets in that study: those that its softnesses are chosen on, so that the
  /// worst case is that of the first table.
  var studyFGSMExamples: Int { max(1000, attackedExamples) }

  /// How long targeted attacks on a network go on.
  func targeted(_ preset: Preset) -> TargetedPlan {
    var plan = TargetedPlan(isQuick: isQuick)
    guard preset.family == .cnn, let convolutional else { return plan }
    plan.iterations = convolutional.targetedIterations
    return plan
  }

  /// What is measured of a network's geometry.
  func analysis(classes: Int) -> AnalysisPlan {
    var plan = AnalysisPlan(classes: classes)
    plan.stimuli = stimuli
    plan.jacobianExamples = jacobianExamples
    plan.points = pathPoints
    return plan
  }
}
