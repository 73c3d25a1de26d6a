import PlateauGeometry

/// The geometry of one network of a reproduction: the data of Figures 3, 4 and 7.
public struct GeometryRecord: Codable, Sendable, Hashable {
  /// The name of the network, as in its `ModelRecord`.
  public var model: String
  /// Layers and the length of paths.
  public var analysis: AnalysisRecord
  /// The dissimilarity matrix of each layer, from the input on; the last is of the logits.
  public var dissimilarities: [DissimilarityRecord]
  /// What happens along the paths, in the order of the analysis.
  public var paths: [PathCurves]

  /// Creates a record.
  public init(
    model: String, analysis: AnalysisRecord, dissimilarities: [DissimilarityRecord],
    paths: [PathCurves]
  ) {
    self.model = model
    self.analysis = analysis
    self.dissimilarities = dissimilarities
    self.paths = paths
  }
}

extension GeometryRecord {
  /// Puts on record what an analysis found.
  init(_ finding: Analysis.Finding) {
    self.init(
      model: finding.record.model, analysis: finding.record,
      dissimilarities: zip(finding.record.layers, finding.dissimilarities).map {
        DissimilarityRecord(name: $0.name, $1)
      },
      paths: zip(finding.record.paths, finding.paths).map { record, path in
        PathCurves(
          source: record.source, target: record.target,
          positions: path.stable.map(\.position), naive: .init(path.naive),
          stable: .init(path.stable))
      })
  }
}
