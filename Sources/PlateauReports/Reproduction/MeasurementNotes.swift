import PlateauExperiments

/// How geometry, targeted attacks, linear classifiers and proofs were measured, each in a paragraph,
/// where the record has any.
struct MeasurementNotes {
  let record: ReproductionRecord

  @MarkupBuilder var markup: Markup {
    if record.hasProofs {
      note(
        "Proven",
        "intervals around every unit’s pre-activation over the whole ε-ball in the box, propagated "
          + "from the input to differences of logits and rounded outwards. An example counts if its "
          + "class wins everywhere inside; bounds that fail to show it show nothing else.")
    }
    if let geometry = record.geometry.first { note("Geometry", self.geometry(geometry.analysis)) }
    if let attack = record.targeted.first { note("Targeted attacks", targeted(attack)) }
    if let plan = record.convolutional { note("Convolutional networks", convolutional(plan)) }
    if let linear = record.linear { note("Linear classifiers", self.linear(linear)) }
  }

  private func note(_ name: String, _ text: String) -> Markup {
    element("p") {
      element("strong") { "\(name): " }
      text
    }
  }

  private func geometry(_ analysis: AnalysisRecord) -> String {
    let points = analysis.paths.first.map { " at \(Wording.count($0.points)) points" } ?? ""
    return "a dissimilarity is 1 minus Pearson’s correlation of a layer’s activities at two of the "
      + "first \(Wording.count(analysis.stimuli)) test examples. A path goes straight from the first "
      + "example of a class that is classified correctly to that of another\(points). With J the "
      + "derivative of the logits with respect to the input, p the softmax and u the velocity times "
      + "J, the Euclidean length element is ‖u‖ and Fisher’s √(uᵀ(diag p − ppᵀ)u). Naively this is "
      + "computed in float32 as it is written; stably in double precision with exponents, from "
      + "log-probabilities as √(Σ pᵢpⱼ(uᵢ − uⱼ)²) over pairs i < j, in which nothing cancels."
  }

  private func targeted(_ attack: TargetedRecord) -> String {
    "L-BFGS minimizes c‖x′ − x‖² plus the cross-entropy of the target over the box, in up to "
      + "\(Wording.count(attack.iterations)) iterations for each c, and searches for the c with the "
      + "smallest distortion that still reaches the target; gradient descent and gradient sign take as "
      + "many steps on the cross-entropy alone. The sweep begins with what stable gradients reached, "
      + "and tries one softened network after the other on the rest. Success is judged on the real network in "
      + "double precision."
  }

  private func convolutional(_ plan: ConvolutionalPlan) -> String {
    "a gradient costs about a hundred times a perceptron’s. FGSM meets the first "
      + "\(Wording.count(plan.fgsmExamples)) test examples, PGD, the bounds and the histograms of "
      + "activities the first \(Wording.count(plan.attackedExamples)). Over the sweep PGD has "
      + "\(plan.restarts) \(plan.restarts == 1 ? "start" : "starts"), and targeted attacks take up to \(Wording.count(plan.targetedIterations)) steps or iterations. "
      + (plan.measuresGeometry
        ? "Their geometry is in reproduction.json; Figures 3, 4 and 7 are of perceptrons."
        : "Their geometry was not measured: Figures 3, 4 and 7, and the claims about it, are of "
          + "perceptrons alone.")
      + " Figure 5 is of perceptrons. Gains are those that were chosen for perceptrons."
  }

  private func linear(_ record: LinearRecord) -> String {
    let gaussian = record.plan.gaussian
    return
      "the least margin of a linear classifier over an ℓ∞ ball, in the box or without it, is a "
      + "closed form, so that robust accuracy is exact. (a) Two Gaussian classes in "
      + "\(Wording.count(gaussian.dimensions)) dimensions, without a "
      + "box: means at a distance of \(Wording.plain(gaussian.mean)) from the boundary, standard "
      + "deviation \(Wording.plain(gaussian.deviation)); weights from generalized normal families. (b) A softmax "
      + "regression trained on \(Wording.count(record.trainingExamples)) examples, its sorted weights "
      + "replaced by sorted draws from these. (c) Regressions with growing ℓ1 penalties. Both are "
      + "measured on \(Wording.count(record.testExamples)) test examples; lines are of least squares."
  }
}
