public import PlateauData
import PlateauExperiments
import PlateauNetworks

extension ReproductionReport {
  /// Writes the page as `index.html`, with its data beside it: `reproduction.json`, and `table1.csv`,
  /// `figure1.csv` and on for the tables and figures that the record has data of.
  ///
  /// Files of these names are replaced, each as a whole; the same record gives the same bytes.
  ///
  /// - Parameter folder: The folder, made where it is missing.
  /// - Throws: `DataError` where a file cannot be written, or a number is not finite.
  public func write(to folder: String) throws(DataError) {
    var files = ReportFolder()
    try files.add("reproduction.json", json: record, isCompact: true)
    for file in tables { files.add(file.name, file.table.text) }
    files.add("index.html", html)
    try files.write(to: folder)
  }

  /// A table of the report, as a file beside the page.
  private struct File {
    let name: String
    let content: String
    let table: CSVTable

    init?(_ name: String, _ content: String, _ table: CSVTable?) {
      guard let table else { return nil }
      self.name = name
      self.content = content
      self.table = table
    }
  }

  private var tables: [File] {
    let models = ReproductionTables(record: record)
    let experiments = ExperimentTables(record: record)
    let geometry = GeometryTables(record: record)
    let certification = CertificationTables(study: record.certification)
    return [
      File(
        "table1.csv", "Table 1 with PGD, one row for each network, seed and ε, as fractions",
        models.errors),
      File(
        "table2.csv", "Table 2, one row for each network, gain, attack and kind of gradient",
        experiments.targeted),
      File("figure1.csv", "the histograms of the weights of every perceptron", models.weights),
      File(
        "figure2.csv", "the histograms of the activities of every perceptron", models.activities),
      File(
        "figure3.csv", "Figure 3, one row of a matrix for each stimulus",
        geometry.dissimilarities(of: .sigmoid)),
      File(
        "figure4.csv", "Figure 4, one row for each number at each point of a path", geometry.paths),
      File(
        "figure6.csv", "Figure 6, one row for each classifier, and for each point of theory",
        experiments.linear),
      File(
        "figure7.csv", "Figure 7, as Figure 3", geometry.dissimilarities(of: .relu)),
      File(
        "figure8.csv", "Figure 8, the histograms of the weights and activities of every CNN",
        models.convolutional),
      File(
        "certification.csv",
        "what is certified, attacked and stable, one row for each layer of each network of that study",
        certification.networks),
      File(
        "kurtosis.csv", "how kurtosis goes with accuracies, one row for each correlation",
        certification.kurtosis),
      File(
        "modern.csv",
        "transformers and depthwise networks, one row for each network and ε, as fractions",
        models.modern),
      File("claims.csv", "the claims with their measurements and verdicts", models.claims),
    ].compactMap(\.self)
  }

  /// What is beside the page.
  var contents: [(name: String, content: String)] {
    let images = record.panels.isEmpty ? "" : " and the images of Figure 5 (panels)"
    return [
      ("reproduction.json", "everything that was measured, every attack\(images) included")
    ] + tables.map { ($0.name, $0.content) }
  }
}
