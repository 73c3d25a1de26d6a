import PlateauExperiments
import PlateauGeometry

/// The histogram of a layer's weights, with its excess kurtosis.
struct WeightsPlot {
  /// Unique in the page.
  var id: String
  var title: String
  var layer: LayerRecord
  var className: String

  var markup: Markup {
    let distribution = layer.distribution
    return HistogramPlot(
      id: id, title: title, annotation: Wording.kurtosis(distribution.excessKurtosis),
      description: "Histogram of \(Wording.count(distribution.count)) weights from "
        + "\(Wording.number(distribution.minimum, 2)) to "
        + "\(Wording.number(distribution.maximum, 2)), standard deviation "
        + "\(Wording.number(distribution.standardDeviation, 3)), with a logarithmic count axis.",
      quantity: "weight", histogram: distribution.histogram, className: className
    ).markup
  }
}
