import PlateauExperiments

/// The three plots of one path of Figure 4.
struct PathPlots {
  /// The vertical ranges that plots of one row share, in decimal logarithms.
  struct Ranges {
    var lengths: ClosedRange<Double>
    var singularValues: ClosedRange<Double>
  }

  let path: PathCurves
  /// The beginning of the names of the plots, unique in the page.
  let id: String
  let ranges: Ranges

  /// With room for labels such as 10⁻¹⁵⁰⁰.
  private static let frame = PlotFrame(width: 260, height: 190, left: 53, right: 8, top: 42)
  /// The most points of a curve; of more some are left out, evenly.
  static let mostPoints = 101

  @MarkupBuilder var markup: Markup {
    lengths
    probabilities
    singularValues
  }

  private var name: String { "\(path.source) → \(path.target)" }

  private var places: [Int] {
    let count = path.positions.count
    guard count > Self.mostPoints else { return Array(0..<count) }
    return (0..<Self.mostPoints).map { $0 * (count - 1) / (Self.mostPoints - 1) }
  }

  private func curve(
    _ name: String, _ className: String, _ value: (Int) -> Double?
  ) -> LinePlot.Curve {
    LinePlot.Curve(
      name: name, className: className,
      points: places.map { LinePlot.Point(x: path.positions[$0], y: value($0) ?? .nan) })
  }

  private func plot(
    _ place: String, _ title: String, _ annotation: String, _ description: String, _ label: String,
    _ curves: [LinePlot.Curve], _ range: ClosedRange<Double>, ticks: [Tick]?
  ) -> Markup {
    LinePlot(
      id: "\(id)-\(place)", title: "\(name), \(title)", annotation: annotation,
      description: description, xLabel: "place s on the path", yLabel: label, curves: curves,
      xRange: 0...1, yRange: range, yTicks: ticks, frame: Self.frame
    ).markup
  }
}

// MARK: - The plots

extension PathPlots {
  private var lengths: Markup {
    let (naive, stable) = (path.naive, path.stable)
    let lost = PathLoss(path).fisher
    return plot(
      "lengths", "length element",
      "naive Fisher: \(lost.text)",
      "Fisher’s length element \(Self.span(stable.fisher)), the Euclidean one "
        + "\(Self.span(stable.euclidean)). Of Fisher’s at each point, naively \(lost.text).",
      "length for each unit of s",
      [
        curve("Euclidean", "logits") { stable.euclidean[$0] },
        curve("Euclidean, naive", "naive dotted") { naive.euclidean[$0] },
        curve("Fisher", "honest") { stable.fisher[$0] },
        curve("Fisher, naive", "naive dotted") { naive.fisher[$0] },
      ], ranges.lengths, ticks: Ticks.powers(in: ranges.lengths))
  }

  private var probabilities: Markup {
    let rows = path.stable.probabilities
    let classes = 0..<(rows.first?.count ?? 0)
    func output(_ index: Int, _ className: String) -> LinePlot.Curve {
      curve("\(index)", className) { rows[$0][index] }
    }
    let others = classes.filter { $0 != path.source && $0 != path.target }
    let most = others.max { a, b in Self.most(rows, a) < Self.most(rows, b) }
    let rival = most.map {
      "of the others \($0) most, up to \(Wording.percent(Self.most(rows, $0)))"
    }
    func ends(_ index: Int) -> String {
      let (first, last) = (rows.first?[index] ?? 0, rows.last?[index] ?? 0)
      return "that for \(index) goes from \(Wording.percent(first)) to \(Wording.percent(last))"
    }
    let shown = [path.source, path.target].filter(classes.contains)
    return plot(
      "softmax", "softmax", rival ?? "",
      "Softmax outputs: " + (shown.map(ends) + [rival].compactMap(\.self)).joined(separator: "; ")
        + ".",
      "probability",
      others.map { output($0, "rest") }
        + zip(shown, ["source", "target"]).map { output($0, $1) },
      0...1, ticks: nil)
  }

  private static func most(_ rows: [[Double]], _ index: Int) -> Double {
    rows.map { $0[index] }.max() ?? 0
  }

  private var singularValues: Markup {
    let (naive, stable) = (path.naive, path.stable)
    func curves(
      _ name: String, _ className: String, _ rows: [[Double?]], count: Int
    ) -> [LinePlot.Curve] {
      (0..<count).map { place in
        curve("\(name), \(place + 1)", className) { rows[$0].dropFirst(place).first ?? nil }
      }
    }
    let ranks = PathRanks(path)
    let lost = PathLoss(path).singularValues
    return plot(
      "singular", "singular values",
      "naive ∂p/∂x: \(lost.text)",
      "The largest singular value of ∂p/∂x "
        + "\(Self.span(stable.probabilitySingularValues.map(Self.first))), that of J "
        + "\(Self.span(stable.logitSingularValues.map(Self.first))). Of those of ∂p/∂x, naively "
        + "\(lost.text).",
      "singular value",
      curves("J", "logits thin", stable.logitSingularValues, count: ranks.logits)
        + curves("J, naive", "naive dotted thin", naive.logitSingularValues, count: ranks.logits)
        + curves(
          "∂p/∂x", "honest thin", stable.probabilitySingularValues, count: ranks.probabilities)
        + curves(
          "∂p/∂x, naive", "naive dotted thin", naive.probabilitySingularValues,
          count: ranks.probabilities),
      ranges.singularValues, ticks: Ticks.powers(in: ranges.singularValues))
  }

  private static func first(_ values: [Double?]) -> Double? { values.first ?? nil }

  /// Between which powers of ten numbers are, from their decimal logarithms.
  private static func span(_ logarithms: [Double?]) -> String {
    let values = logarithms.compactMap(\.self)
    guard let least = values.min(), let most = values.max() else { return "is nowhere positive" }
    return "goes from 10^\(Wording.number(least, 1)) to 10^\(Wording.number(most, 1))"
  }
}
