import PlateauExperiments
import PlateauGeometry

/// The rows of a table of histograms: one for each bin of a layer.
enum LayerRows {
  /// The columns after that of the network or run.
  static func columns(_ quantity: String) -> [String] {
    ["layer", quantity, "lower", "upper", "count"]
  }

  /// Adds the rows of a layer, each with the same value of the quantity.
  static func append(
    _ owner: String, _ layer: LayerRecord, _ quantity: Double?, to table: inout CSVTable
  ) {
    append([owner, layer.name, quantity], layer, to: &table)
  }

  /// Adds the rows of a layer, each beginning with the same cells.
  static func append(
    _ start: [any CSVCell], _ layer: LayerRecord, to table: inout CSVTable
  ) {
    let histogram = layer.distribution.histogram
    let width = (histogram.upper - histogram.lower) / Double(histogram.counts.count)
    for (bin, count) in histogram.counts.enumerated() {
      let isLast = bin == histogram.counts.count - 1
      let upper = isLast ? histogram.upper : histogram.lower + Double(bin + 1) * width
      table.append(start + [histogram.lower + Double(bin) * width, upper, count])
    }
  }
}
